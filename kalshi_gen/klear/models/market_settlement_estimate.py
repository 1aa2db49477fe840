from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarketSettlementEstimate(Model, kw_only=True):
    """Estimated settlement of one market."""

    quantity_centicount: int
    """Position in centicounts (1/100 contract)."""

    variation_margin_centicents: int
    """Variation margin of the market, in centicents (1/10,000 US dollar)."""

    notional_value_centicents: int
    """Notional value of the position, in centicents (1/10,000 US dollar)."""

    session_avg_price_fp: Decimal | Unset = UNSET
    """Average price of entry in the current settlement session, in US dollars per contract; absent without
    a position.
    """
