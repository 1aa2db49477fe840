from __future__ import annotations

from ..runtime.model import Model


class MarketCandlesticksResponse(Model, kw_only=True):
    """Candlesticks of one market in a batch."""

    market_ticker: str
    """Ticker of the market that the candlesticks belong to."""

    candlesticks: list[MarketCandlestick]
    """Candlesticks of the market, led by one at the start of the range where it is available."""


from ..models.market_candlestick import MarketCandlestick
