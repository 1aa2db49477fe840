from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class FundingEstimate(Model, kw_only=True):
    """Estimated funding of a clearing member, a subtrader or a group."""

    funding_amount_centicents: int
    """Estimated funding over all markets, in centicents (1/10,000 US dollar)."""

    positions: dict[str, MarketFundingEstimate] | Unset = UNSET
    """Estimated funding by ticker of the market; only for a subtrader or a group."""


from ..models.market_funding_estimate import MarketFundingEstimate
