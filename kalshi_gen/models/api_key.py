from __future__ import annotations

from ..models.api_key_scope import ApiKeyScope
from ..runtime.model import Model
from ..types import UNSET, Unset


class ApiKey(Model, kw_only=True):
    """One API key of the account, without its key material."""

    api_key_id: str
    """Id of the API key, sent in the access key header of signed requests."""

    name: str
    """Name that the user gave to the API key."""

    scopes: list[ApiKeyScope]
    """Scopes that the API key holds; the exchange has been seen to send `null` for an empty list."""

    subaccount: int | None | Unset = UNSET
    """Only subaccount (0 to 63) that the API key can read and trade on; null or absent when the key has no
    such restriction.
    """

    fcm_subtrader_id: str | None | Unset = UNSET
    """FCM subtrader of the API key, spelled `{fcm_user_id}_{suffix}`; null or absent when there is none. A
    key bound to one serves only FIX sessions and the subtrader's margin WebSocket sessions, and every
    REST operation refuses it.
    """
