from __future__ import annotations

from ..models.ticker_pair_side import TickerPairSide
from ..runtime.model import Model


class TickerPair(Model, kw_only=True):
    """One market chosen for a combination: its ticker, its event and the side taken."""

    market_ticker: str
    """Ticker of the chosen market."""

    event_ticker: str
    """Ticker of the event to which the chosen market belongs."""

    side: TickerPairSide
    """Side taken in the market: `yes` or `no`."""
