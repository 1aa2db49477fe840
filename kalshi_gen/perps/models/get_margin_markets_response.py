from __future__ import annotations

from ...runtime.model import Model


class GetMarginMarketsResponse(Model, kw_only=True):
    """Answer that lists the margin markets."""

    markets: list[MarginMarket]
    """Markets that match the request."""


from ..models.margin_market import MarginMarket
