from __future__ import annotations

from ...runtime.model import Model


class GetMarginMarketCandlesticksResponse(Model, kw_only=True):
    """Answer that lists the candlesticks of one market."""

    ticker: str
    """Ticker of the market that the candlesticks are of."""

    candlesticks: list[MarginMarketCandlestick]
    """Candlesticks within the range of the request."""


from ..models.margin_market_candlestick import MarginMarketCandlestick
