from __future__ import annotations

from ...runtime.model import Model


class MarginMarketOrderbook(Model, kw_only=True):
    """The order book of one of several markets."""

    ticker: str
    """Ticker of the market, as requested."""

    orderbook: MarginOrderbookCount
    """Bids and asks of the market."""


from ..models.margin_orderbook_count import MarginOrderbookCount
