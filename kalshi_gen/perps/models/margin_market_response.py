from __future__ import annotations

from ...runtime.model import Model


class MarginMarketResponse(Model, kw_only=True):
    """Answer that holds one market."""

    market: MarginMarket
    """The market."""


from ..models.margin_market import MarginMarket
