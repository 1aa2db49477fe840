from __future__ import annotations

from ...runtime.model import Model


class GetMarginPremiumIndexResponse(Model, kw_only=True):
    """Answer that lists the premium of a market by second."""

    points: list[MarginPremiumIndexPoint]
    """Points within the window of the request, the earliest first."""


from ..models.margin_premium_index_point import MarginPremiumIndexPoint
