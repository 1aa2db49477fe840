from __future__ import annotations

from ..runtime.model import Model


class GetMarketCandlesticksResponse(Model, kw_only=True):
    """Candlesticks of one market."""

    ticker: str
    """Ticker of the market that the candlesticks belong to."""

    candlesticks: list[MarketCandlestick]
    """Candlesticks of the market within the requested time range; the exchange has been seen to send
    `null` for an empty list.
    """


from ..models.market_candlestick import MarketCandlestick
