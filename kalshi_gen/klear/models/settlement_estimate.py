from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class SettlementEstimate(Model, kw_only=True):
    """Estimated settlement of a clearing member, a subtrader or a group."""

    variation_margin_centicents: int
    """Variation margin over all markets, in centicents (1/10,000 US dollar)."""

    total_fees_centicents: int
    """Fees over all markets, in centicents (1/10,000 US dollar)."""

    maintenance_margin_delta_centicents: int
    """Change of the maintenance margin that is required, in centicents (1/10,000 US dollar)."""

    maintenance_margin_required_centicents: int
    """Maintenance margin that is required, in centicents (1/10,000 US dollar)."""

    total_amount_centicents: int
    """Estimated amount of the settlement in total, in centicents (1/10,000 US dollar)."""

    positions: dict[str, MarketSettlementEstimate] | Unset = UNSET
    """Estimated settlement by ticker of the market."""


from ..models.market_settlement_estimate import MarketSettlementEstimate
