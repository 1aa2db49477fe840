from __future__ import annotations

from ..runtime.model import Model


class GetFCMSubtraderBlockedCategoriesResponse(Model, kw_only=True):
    """Answer that lists the event categories blocked for a subtrader."""

    categories: list[str]
    """Blocked event categories in ascending order; an empty list means that nothing is blocked."""
