from __future__ import annotations

from ..runtime.model import Model


class MarketOrderbookFp(Model, kw_only=True):
    """The order book of one market, with its ticker."""

    ticker: str
    """Ticker of the market."""

    orderbook_fp: OrderbookCountFp
    """Bids on the YES and NO sides, with prices in US dollars and quantities in contracts."""


from ..models.orderbook_count_fp import OrderbookCountFp
