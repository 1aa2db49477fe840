from __future__ import annotations

from ..runtime.model import Model


class GetMilestoneResponse(Model, kw_only=True):
    """Answer that holds a single milestone."""

    milestone: Milestone
    """The milestone asked for."""


from ..models.milestone import Milestone
