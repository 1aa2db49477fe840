from __future__ import annotations

from ...runtime.model import Model


class GetMarginFeeTierRatesResponse(Model, kw_only=True):
    """The fee schedule that applies to your account."""

    fee_tier_rates: list[MarginFeeTierRate]
    """Tiers of the schedule, from the first upward."""


from ..models.margin_fee_tier_rate import MarginFeeTierRate
