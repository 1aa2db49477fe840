from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginTrade(Model, kw_only=True, tag_field="type", tag="trade"):
    """A public trade."""

    type: ClassVar[Literal["trade"]] = "trade"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MarginTradeData
    """The trade."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.margin_trade_data import MarginTradeData
