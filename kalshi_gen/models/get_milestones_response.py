from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetMilestonesResponse(Model, kw_only=True):
    """One page of milestones."""

    milestones: list[Milestone]
    """Milestones on this page."""

    cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; empty or absent on the last page."""


from ..models.milestone import Milestone
