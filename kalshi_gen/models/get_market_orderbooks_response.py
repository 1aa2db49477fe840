from __future__ import annotations

from ..runtime.model import Model


class GetMarketOrderbooksResponse(Model, kw_only=True):
    """Answer that carries the order books of several markets."""

    orderbooks: list[MarketOrderbookFp]
    """One order book for each market asked for."""


from ..models.market_orderbook_fp import MarketOrderbookFp
