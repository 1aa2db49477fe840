from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarketPosition(Model, kw_only=True, tag_field="type", tag="market_position"):
    """Your position in a market after a change."""

    type: ClassVar[Literal["market_position"]] = "market_position"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    msg: MarketPositionData
    """The position."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.market_position_data import MarketPositionData
