"""Funding rates and the payments that they caused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from kalshi_sandbox.engine.order import Owner

from .market import Market


@frozen(kw_only=True)
class FundingRate:
    """A funding rate that was applied in one market.

    Args:
        rate: Fraction of notional value for the period; above zero longs pay shorts.
        mark_price: Mark price at the time, in US dollars for one contract.
    """

    market: Market = field(repr=False)
    time: datetime
    rate: Decimal
    mark_price: Decimal

    @property
    def ticker(self) -> str:
        """Ticker that its market has now."""
        return self.market.ticker


@frozen(kw_only=True)
class FundingPayment:
    """What one position paid or received.

    Args:
        amount: US dollars: above zero received, below zero paid.
        count: The position in contracts, below zero if it was short.
    """

    owner: Owner
    rate: FundingRate
    amount: Decimal
    count: Decimal


@frozen(kw_only=True)
class FundingEstimate:
    """What the next funding rate would be if the period ended now.

    Args:
        premium: Premium of the last minute, None if it has none.
        premium_time: Last second of that minute; None before the first minute has ended.
    """

    market: Market = field(repr=False)
    computed_time: datetime
    rate: Decimal
    mark_price: Decimal
    next_time: datetime
    premium: Decimal | None
    premium_time: datetime | None
