from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime


class MarginFundingHistoryEntry(Model, kw_only=True):
    """A funding payment of one position."""

    market_ticker: str
    """Ticker of the market that the payment is for."""

    funding_time: AwareDatetime
    """UTC time at which the payment was made."""

    funding_rate: float
    """Funding rate, as a fraction of notional value for one funding period: 0.0001 is 0.01 %."""

    mark_price: Decimal
    """Mark price at the time of funding, in US dollars for one contract."""

    funding_amount: Decimal
    """Payment in US dollars: above zero you received it, below zero you paid it."""

    quantity: Decimal
    """Size of the position at the time of funding, in contracts."""

    subaccount_number: int | None
    """Number of the subaccount that holds the position, 0 for the primary account; null where not
    reported.
    """
