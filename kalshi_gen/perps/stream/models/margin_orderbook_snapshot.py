from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginOrderbookSnapshot(Model, kw_only=True, tag_field="type", tag="orderbook_snapshot"):
    """The complete order book of a market; its changes follow."""

    type: ClassVar[Literal["orderbook_snapshot"]] = "orderbook_snapshot"

    id: int | Unset = UNSET
    """Number of the command that asked for it, if one did."""

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MarginOrderbookSnapshotData
    """The book. A side without offers can be absent."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_orderbook_snapshot_data import MarginOrderbookSnapshotData
