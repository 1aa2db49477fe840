from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetPositionsResponse(Model, kw_only=True):
    """One page of positions, listed by market and by event."""

    cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""

    market_positions: list[MarketPosition]
    """Positions by market on this page."""

    event_positions: list[EventPosition]
    """Positions by event on this page."""


from ..models.event_position import EventPosition
from ..models.market_position import MarketPosition
