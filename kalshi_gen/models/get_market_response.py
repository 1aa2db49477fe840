from __future__ import annotations

from ..runtime.model import Model


class GetMarketResponse(Model, kw_only=True):
    """Answer that carries one market."""

    market: Market
    """The market asked for."""


from ..models.market import Market
