from __future__ import annotations

from ...runtime.model import Model


class MarketFundingEstimate(Model, kw_only=True):
    """Estimated funding of one market."""

    quantity_centicount: int
    """Position in centicounts (1/100 contract)."""

    funding_amount_centicents: int
    """Estimated funding, in centicents (1/10,000 US dollar)."""
