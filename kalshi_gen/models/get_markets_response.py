from __future__ import annotations

from ..runtime.model import Model


class GetMarketsResponse(Model, kw_only=True):
    """One page of markets."""

    markets: list[Market]
    """The markets on this page."""

    cursor: str
    """Where the following page starts; an empty string on the last page."""


from ..models.market import Market
