from __future__ import annotations

from ..models.api_key_type import ApiKeyType
from ..runtime.model import Model
from ..types import UNSET, Secret, Unset


class GenerateApiKeyResponse(Model, kw_only=True):
    """Result of generating an API key, with the only copy of its private key."""

    api_key_id: str
    """Id of the new API key."""

    key_type: ApiKeyType | Unset = UNSET
    """Signature algorithm of the generated key pair, `rsa` or `ed25519`."""

    private_key: Secret
    """Private key in PEM form: PKCS#1 for `rsa`, PKCS#8 for `ed25519`. The exchange shows it only in this
    answer, so keep it safe.
    """

    warning: str | None | Unset = UNSET
    """Names each risk control that the bound FCM subtrader lacks; null or absent otherwise, and the key is
    created either way. Without a daily cap the subtrader's event-contract orders are rejected; without
    an initial-margin cap only the firm's risk limits bound its margin trading.
    """
