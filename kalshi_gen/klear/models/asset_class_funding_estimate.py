from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class AssetClassFundingEstimate(Model, kw_only=True):
    """Estimated funding of one asset class."""

    user_breakdown: FundingEstimate
    """Estimate for the clearing member."""

    subtrader_breakdowns: dict[str, FundingEstimate] | Unset = UNSET
    """Estimate by id of the subtrader."""

    group_breakdowns: dict[str, FundingEstimate] | Unset = UNSET
    """Estimate by id of the group."""

    omitted_subtrader_count: int
    """How many subtraders `subtrader_breakdowns` leaves out."""

    omitted_group_count: int
    """How many groups `group_breakdowns` leaves out."""

    next_funding_time: AwareDatetime
    """When the asset class has funding next."""


from ..models.funding_estimate import FundingEstimate
