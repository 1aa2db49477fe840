from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarginCorporateActionFinalSettlementTerms(Model, kw_only=True):
    """Terms of a final settlement."""

    reason: str
    """Why the market is settled: `bankruptcy`, `merger`, `delisting` or `other`."""

    settlement_price_per_share: Decimal | Unset = UNSET
    """Price of the settlement in US dollars for one share of the underlying."""

    settlement_price_per_contract: Decimal | Unset = UNSET
    """Price of the settlement in US dollars for one contract, as clearing rounded it."""
