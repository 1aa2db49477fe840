from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetIncentiveProgramsResponse(Model, kw_only=True):
    """One page of incentive programs."""

    incentive_programs: list[IncentiveProgram]
    """Incentive programs on this page."""

    next_cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; empty or absent on the last page."""


from ..models.incentive_program import IncentiveProgram
