from __future__ import annotations

from ..runtime.model import Model


class BatchGetMarketCandlesticksResponse(Model, kw_only=True):
    """Candlesticks of several markets."""

    markets: list[MarketCandlesticksResponse]
    """One entry with candlesticks for each market that was asked for."""


from ..models.market_candlesticks_response import MarketCandlesticksResponse
