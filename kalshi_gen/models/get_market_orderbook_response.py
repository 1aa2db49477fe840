from __future__ import annotations

from ..runtime.model import Model


class GetMarketOrderbookResponse(Model, kw_only=True):
    """Answer that carries the order book of one market."""

    orderbook_fp: OrderbookCountFp
    """Bids on the YES and NO sides, with prices in US dollars and quantities in contracts."""


from ..models.orderbook_count_fp import OrderbookCountFp
