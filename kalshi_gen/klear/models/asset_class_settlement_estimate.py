from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class AssetClassSettlementEstimate(Model, kw_only=True):
    """Estimated next settlement of one asset class."""

    user_breakdown: SettlementEstimate | None | Unset = UNSET
    """Estimate for the clearing member, over all its subtraders; null or absent without activity in the
    asset class.
    """

    subtrader_breakdowns: dict[str, SettlementEstimate] | Unset = UNSET
    """Estimate by id of the subtrader."""

    group_breakdowns: dict[str, SettlementEstimate] | Unset = UNSET
    """Estimate by id of the group, whose positions net."""

    omitted_subtrader_count: int | Unset = UNSET
    """How many subtraders `subtrader_breakdowns` leaves out; `user_breakdown` includes them."""

    omitted_group_count: int | Unset = UNSET
    """How many groups `group_breakdowns` leaves out; `user_breakdown` includes them."""

    next_runtime: AwareDatetime
    """When the asset class is settled next."""


from ..models.settlement_estimate import SettlementEstimate
