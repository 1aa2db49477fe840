"""Trading fees by the published quadratic schedule."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from attrs import frozen

from .market import FeeType, Series
from .order import ONE, ZERO

FEE_STEP = Decimal("0.0001")
_TAKER = Decimal("0.07")
# Share of the taker's rate that a maker pays.
_MAKER_SHARES: dict[FeeType, Decimal] = {
    "quadratic": ZERO,
    "quadratic_with_maker_fees": Decimal("0.25"),
    "quadratic_with_combo_maker_fees": Decimal("0.5"),
}


@frozen
class FeeSchedule:
    """The rates of a series: a fill of C contracts at P costs rate x C x P x (1 - P) US dollars.

    Args:
        taker_rate: Rate of the order that arrives.
        maker_rate: Rate of the order that rests.
    """

    taker_rate: Decimal
    maker_rate: Decimal

    @classmethod
    def of(cls, series: Series) -> FeeSchedule:
        """The schedule of a series; a `flat` one follows a table that the spec doesn't have, and costs nothing."""
        if series.fee_type == "flat":
            return cls(ZERO, ZERO)
        taker = _TAKER * series.fee_multiplier
        return cls(taker, taker * _MAKER_SHARES[series.fee_type])

    def exact(self, count: Decimal, price: Decimal, *, is_taker: bool) -> Decimal:
        """The fee of a fill in US dollars, before rounding."""
        return (self.taker_rate if is_taker else self.maker_rate) * count * price * (ONE - price)


def rounded_up(exact: Decimal) -> Decimal:
    """A fee as it is charged: rounded up to the next $0.0001."""
    return exact.quantize(FEE_STEP, ROUND_CEILING)
