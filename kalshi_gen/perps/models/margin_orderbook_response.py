from __future__ import annotations

from ...runtime.model import Model


class MarginOrderbookResponse(Model, kw_only=True):
    """Answer that holds the order book of one market."""

    orderbook: MarginOrderbookCount
    """Bids and asks of the market."""


from ..models.margin_orderbook_count import MarginOrderbookCount
