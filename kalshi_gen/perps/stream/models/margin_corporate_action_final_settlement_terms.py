from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model


class MarginCorporateActionFinalSettlementTerms(Model, kw_only=True):
    """Terms of a final settlement; absent for other kinds."""

    settlement_price_per_contract: Decimal
    """Price of the final settlement, in US dollars per contract."""
