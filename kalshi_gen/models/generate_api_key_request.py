from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..models.api_key_scope import ApiKeyScope
from ..models.api_key_type import ApiKeyType
from ..runtime.bounds import Range
from ..runtime.field_rules import FieldRule
from ..runtime.model import Model
from ..types import UNSET, Unset


class GenerateApiKeyRequest(Model, kw_only=True):
    """Request to have the exchange generate a key pair and register it as an API key. Give at most one of
    `subaccount` and `fcm_subtrader_id`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("subaccount", "fcm_subtrader_id")),)

    name: str
    """Name for the API key, to tell it from others."""

    key_type: ApiKeyType | Unset = UNSET
    """Signature algorithm of the key pair to generate, `rsa` or `ed25519`; the exchange uses `rsa` when it
    is left out.
    """

    scopes: list[ApiKeyScope] | Unset = UNSET
    """Scopes for the API key; the exchange grants `read` and `write` when they are left out. The parent
    `write` requires `read` beside it, while a child scope needs no parent.
    """

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount of the caller (0 to 63) to restrict the API key to; unrestricted when left out. A
    restricted key can neither touch other subaccounts, move funds between them nor create new ones.
    Cannot be combined with `fcm_subtrader_id`.
    """

    fcm_subtrader_id: str | Unset = UNSET
    """For FCM members: existing subtrader of the caller to bind the API key to, spelled
    `{user_id}_{suffix}`, where the suffix has 1 to 16 ASCII letters or digits and is case-sensitive. A
    bound key works in FIX sessions and the subtrader's margin WebSocket sessions, and every REST
    operation refuses it. Cannot be combined with `subaccount`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str,
            key_type: ApiKeyType | None | Unset = UNSET,
            scopes: list[ApiKeyScope] | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
            fcm_subtrader_id: str | None | Unset = UNSET,
        ) -> None: ...
