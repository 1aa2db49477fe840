from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime


class MarginFundingRate(Model, kw_only=True):
    """A funding rate that was applied in one market."""

    market_ticker: str
    """Ticker of the market that the rate is for."""

    funding_time: AwareDatetime
    """UTC time at which the rate was applied."""

    funding_rate: float
    """Funding rate, as a fraction of notional value for one funding period: 0.0001 is 0.01 %. Funding
    comes every eight hours, at 00:00, 08:00 and 16:00 New York time; users report longer periods for
    some markets, and that longs pay shorts when the rate is above zero.
    """

    mark_price: Decimal
    """Mark price at the time of funding, in US dollars for one contract."""
