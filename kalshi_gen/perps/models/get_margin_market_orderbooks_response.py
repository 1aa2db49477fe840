from __future__ import annotations

from ...runtime.model import Model


class GetMarginMarketOrderbooksResponse(Model, kw_only=True):
    """Answer that holds the order books of several markets."""

    orderbooks: list[MarginMarketOrderbook]
    """One entry for each requested ticker, in the order of the request."""


from ..models.margin_market_orderbook import MarginMarketOrderbook
