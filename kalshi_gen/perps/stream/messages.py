"""The messages that the exchange sends, by their type on the wire, and their classes in `models`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from ...runtime.stream import Form as Form
from ...runtime.stream import UnknownMessage as UnknownMessage

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
