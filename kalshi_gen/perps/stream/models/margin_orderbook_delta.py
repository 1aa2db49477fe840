from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginOrderbookDelta(Model, kw_only=True, tag_field="type", tag="orderbook_delta"):
    """A change at one price level of an order book."""

    type: ClassVar[Literal["orderbook_delta"]] = "orderbook_delta"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MarginOrderbookDeltaData
    """The change."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_orderbook_delta_data import MarginOrderbookDeltaData
