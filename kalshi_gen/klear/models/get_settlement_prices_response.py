from __future__ import annotations

from ...runtime.model import Model


class GetSettlementPricesResponse(Model, kw_only=True):
    """Prices at which the markets of an asset class were settled."""

    settlement_prices: dict[str, int]
    """Mark price by ticker of the market, in centicents (1/10,000 US dollar) per contract; empty if there
    was no settlement at that time.
    """
