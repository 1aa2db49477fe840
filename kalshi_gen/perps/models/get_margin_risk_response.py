from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetMarginRiskResponse(Model, kw_only=True):
    """Leverage and margin of your account and of each position."""

    account_leverage: float | None | Unset = UNSET
    """Leverage of the account: `total_position_notional` over `total_maintenance_margin`. Null or absent
    when that margin is 0.
    """

    total_position_notional: Decimal
    """Notional value of all positions together, in US dollars, long and short ones added up."""

    total_maintenance_margin: Decimal
    """Maintenance margin that all positions need together, in US dollars."""

    positions: list[MarginRiskPosition]
    """Positions, one for each subaccount and market, with what each risks."""


from ..models.margin_risk_position import MarginRiskPosition
