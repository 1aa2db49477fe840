from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class GetMarginFundingRateEstimateResponse(Model, kw_only=True):
    """Estimate of the funding rate of the period that is running."""

    market_ticker: str | Unset = UNSET
    """Ticker of the market that the estimate is for."""

    computed_time: AwareDatetime | Unset = UNSET
    """UTC time at which the estimate was computed."""

    funding_rate: float | Unset = UNSET
    """Estimated funding rate, as a fraction of notional value for one funding period: 0.0001 is 0.01 %."""

    mark_price: Decimal | Unset = UNSET
    """Mark price when the estimate was computed, in US dollars for one contract."""

    next_funding_time: AwareDatetime
    """UTC time of the next funding, at which the rate becomes final."""

    premium_index: Decimal | Unset = UNSET
    """Premium of the last bar that the estimate used, as a signed fraction of the index price and without
    any weight by time; absent if that bar has none.
    """

    premium_index_ts: AwareDatetime | Unset = UNSET
    """UTC time of the last second of that bar; it is before `computed_time` when prices come in late."""
