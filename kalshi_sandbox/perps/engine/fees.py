"""Trading fees: a fraction of notional value, by fee tier."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

FEE_STEP = Decimal("0.0001")


class FeeTier(NamedTuple):
    """The rates of a tier, as fractions of notional value."""

    taker_rate: Decimal
    maker_rate: Decimal

    def fee(self, notional: Decimal, *, is_taker: bool) -> Decimal:
        """The fee of a fill in US dollars, rounded up to $0.0001.

        Args:
            notional: Contracts times price.
        """
        rate = self.taker_rate if is_taker else self.maker_rate
        return (notional * rate).quantize(FEE_STEP, ROUND_CEILING)


# The tiers as reported of the exchange's fee schedule of June 2026; demo accounts have the rates of tier 0.
FEE_TIERS = tuple(
    FeeTier(Decimal(taker).scaleb(-5), Decimal(maker).scaleb(-5))
    for taker, maker in (
        (120, 50),
        (100, 40),
        (80, 32),
        (60, 24),
        (50, 20),
        (40, 16),
        (35, 14),
        (32, 12),
        (30, 10),
        (28, 8),
        (26, 6),
    )
)
