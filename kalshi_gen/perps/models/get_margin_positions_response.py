from __future__ import annotations

from ...runtime.model import Model


class GetMarginPositionsResponse(Model, kw_only=True):
    """Answer that lists your positions on margin markets."""

    positions: list[MarginPosition]
    """Positions, one for each subaccount and market."""


from ..models.margin_position import MarginPosition
