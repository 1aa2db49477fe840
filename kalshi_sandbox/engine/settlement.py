"""Settlement: a determined market pays its winners, and its positions end."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from .market import MarketResult
from .order import Owner


@frozen(kw_only=True)
class Settlement:
    """How one subaccount's position in a market was paid out. Money is in US dollars, counts are in contracts.

    Args:
        revenue: What was paid out.
        fee_cost: Fees of all fills that led to the position.
        value: What one yes contract paid.
    """

    owner: Owner
    ticker: str
    event_ticker: str
    market_result: MarketResult
    yes_count: Decimal
    yes_total_cost: Decimal
    no_count: Decimal
    no_total_cost: Decimal
    revenue: Decimal
    fee_cost: Decimal
    value: Decimal
    settled_time: datetime
