from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginUserOrder(Model, kw_only=True, tag_field="type", tag="user_order"):
    """An order of yours, after its creation or a change. It has no status; an order without remaining
    contracts rests no longer, and one canceled before any fill has been seen with both counts zero. A
    change by a fill has been seen to come before the fill.
    """

    type: ClassVar[Literal["user_order"]] = "user_order"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: MarginUserOrderData
    """The order."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_user_order_data import MarginUserOrderData
