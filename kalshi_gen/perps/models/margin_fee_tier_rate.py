from __future__ import annotations

from ...runtime.model import Model
from ..models.margin_fee_tier_rate_fee_schedule import MarginFeeTierRateFeeSchedule


class MarginFeeTierRate(Model, kw_only=True):
    """Fee rates of one tier of a fee schedule."""

    fee_schedule: MarginFeeTierRateFeeSchedule
    """Schedule that the tier is part of: `self_clearing_members`, `kalshi_prime` or `fcm`."""

    tier: int
    """Number of the tier within its schedule; it keeps its number when the schedule changes."""

    maker_fee_rate: float
    """Fee rate of a maker, as a fraction of notional value: 0.0005 is 0.05 %."""

    taker_fee_rate: float
    """Fee rate of a taker, as a fraction of notional value: 0.0012 is 0.12 %."""
