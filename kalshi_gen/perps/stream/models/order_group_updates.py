from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class OrderGroupUpdates(Model, kw_only=True, tag_field="type", tag="order_group_updates"):
    """A change of an order group of yours."""

    type: ClassVar[Literal["order_group_updates"]] = "order_group_updates"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: OrderGroupUpdatesData
    """The change."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.order_group_updates_data import OrderGroupUpdatesData
