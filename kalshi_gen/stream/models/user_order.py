from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class UserOrder(Model, kw_only=True, tag_field="type", tag="user_order"):
    """An order of yours, after its creation or a change."""

    type: ClassVar[Literal["user_order"]] = "user_order"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: UserOrderData
    """The order."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.user_order_data import UserOrderData
