from __future__ import annotations

from ...runtime.model import Model


class GetMarginSubtraderGroupsResponse(Model, kw_only=True):
    """Your groups of subtraders."""

    groups: list[MarginSubtraderGroup]
    """The groups."""


from ..models.margin_subtrader_group import MarginSubtraderGroup
