from __future__ import annotations

from ..runtime.model import Model


class UpdateFCMSubtraderBlockedCategoriesResponse(Model, kw_only=True):
    """Answer with the blocked event categories after the update."""

    categories: list[str]
    """All event categories now blocked for the subtrader, in ascending order."""
