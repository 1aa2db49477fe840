"""The messages that the exchange sends, by their type on the wire, and their classes in `models`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from attrs import frozen

from ...types import UNSET, Unset

if TYPE_CHECKING:
    from . import models

    Message: TypeAlias = (
        "UnknownMessage"
        | models.SubscribedResponse
        | models.UnsubscribedResponse
        | models.ListSubscriptionsResponse
        | models.OkResponse
        | models.ErrorResponse
        | models.MarginOrderbookSnapshot
        | models.MarginOrderbookDelta
        | models.MarginCorporateActionsDelta
        | models.MarginTicker
        | models.MarginTrade
        | models.MarginFill
        | models.MarginUserOrder
        | models.OrderGroupUpdates
    )
    """Any message of the exchange."""


class UnknownMessage(msgspec.Struct, kw_only=True):
    """A message of a type that the spec doesn't have.

    Attributes:
        type: Its type on the wire.
        id: The id of the command that it responds to, if any.
        sid: The id of the subscription that it belongs to, if any.
        seq: The number of the message within its subscription, if it has one.
        msg: Its data as undecoded JSON, which `msgspec.json.decode(message.msg)` decodes; empty if it has none.
        sending_ts_ms: When the exchange handed it to its network, in Unix milliseconds.
    """

    type: str
    id: int | Unset = UNSET
    sid: int | Unset = UNSET
    seq: int | Unset = UNSET
    msg: msgspec.Raw = msgspec.Raw()
    sending_ts_ms: int | Unset = UNSET


@frozen
class Form:
    """One of the forms that the messages of a type have.

    Attributes:
        model: The name of its class in `models`.
        kind: The type of its `msg`.
        constants: The fields of its `msg` that always have the same value.
        required: The required fields of its `msg` that other forms of the type don't require.
    """

    model: str
    kind: type = dict
    constants: dict[str, Any] = {}
    required: frozenset[str] = frozenset()

    def fits(self, msg: Any) -> bool:
        """Whether a decoded `msg` has this form."""
        fields = msg if isinstance(msg, dict) else {}
        constant = all(fields.get(name) == value for name, value in self.constants.items())
        return type(msg) is self.kind and constant and self.required <= fields.keys()


FORMS: dict[str, tuple[Form, ...]] = {
    "subscribed": (Form("SubscribedResponse"),),
    "unsubscribed": (Form("UnsubscribedResponse"),),
    "ok": (
        Form("ListSubscriptionsResponse", kind=list),
        Form("OkResponse"),
    ),
    "error": (Form("ErrorResponse"),),
    "orderbook_snapshot": (Form("MarginOrderbookSnapshot"),),
    "orderbook_delta": (Form("MarginOrderbookDelta"),),
    "corporate_actions_delta": (Form("MarginCorporateActionsDelta"),),
    "ticker": (Form("MarginTicker"),),
    "trade": (Form("MarginTrade"),),
    "fill": (Form("MarginFill"),),
    "user_order": (Form("MarginUserOrder"),),
    "order_group_updates": (Form("OrderGroupUpdates"),),
}
"""The forms of each type. The last one is used for a message that fits none."""


@cache
def model_of(name: str) -> type:
    """A class of `models`, by name."""
    found: type = getattr(import_module(".models", __package__), name)
    return found
