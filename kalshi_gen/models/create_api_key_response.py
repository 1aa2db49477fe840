from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateApiKeyResponse(Model, kw_only=True):
    """Result of registering an API key."""

    api_key_id: str
    """Id of the new API key."""

    warning: str | None | Unset = UNSET
    """Names each risk control that the bound FCM subtrader lacks; null or absent otherwise, and the key is
    created either way. Without a daily cap the subtrader's event-contract orders are rejected; without
    an initial-margin cap only the firm's risk limits bound its margin trading.
    """
