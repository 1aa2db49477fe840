"""Trading fees by the published quadratic schedule, and how each fill is rounded."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from attrs import frozen

from .market import FeeType, Series
from .order import ONE, ZERO, Side, unit_cost

CENTICENT, CENT, MICRODOLLAR = Decimal("0.0001"), Decimal("0.01"), Decimal("0.000001")
_TAKER = Decimal("0.07")
# Share of the taker's rate that a maker pays.
_MAKER_SHARES: dict[FeeType, Decimal] = {
    "quadratic": ZERO,
    "quadratic_with_maker_fees": Decimal("0.25"),
    "quadratic_with_combo_maker_fees": Decimal("0.5"),
}


@frozen
class FeeRounding:
    """How the fee of a fill is rounded.

    Args:
        fee_step: What a fee is rounded up to.
        balance_step: What balances are kept in; a fill also costs what brings the balance onto it.
        gives_back: Whether an order gets back what its fills were rounded up by, in steps of the balance.
    """

    fee_step: Decimal = CENTICENT
    balance_step: Decimal = CENTICENT
    gives_back: bool = False


class Charge(NamedTuple):
    """What a fill is charged.

    Attributes:
        fee: US dollars.
        carried: What the order's fills were rounded up by, and what it has not been given back, in US dollars.
    """

    fee: Decimal
    carried: Decimal


@frozen
class FeeSchedule:
    """The rates of a series: a fill of C contracts at P costs rate x C x P x (1 - P) US dollars.

    Args:
        taker_rate: Rate of the order that arrives.
        maker_rate: Rate of the order that rests.
        rounding: How each fill is rounded.
    """

    taker_rate: Decimal
    maker_rate: Decimal
    rounding: FeeRounding = FeeRounding()

    @classmethod
    def of(cls, series: Series, rounding: FeeRounding = FeeRounding()) -> FeeSchedule:
        """The schedule of a series; a `flat` one follows a table that the spec doesn't have, and costs nothing."""
        if series.fee_type == "flat":
            return cls(ZERO, ZERO, rounding)
        taker = _TAKER * series.fee_multiplier
        return cls(taker, taker * _MAKER_SHARES[series.fee_type], rounding)

    def exact(self, count: Decimal, price: Decimal, *, is_taker: bool) -> Decimal:
        """The fee of a fill in US dollars, before rounding."""
        return (self.taker_rate if is_taker else self.maker_rate) * count * price * (ONE - price)

    def charge(self, side: Side, count: Decimal, price: Decimal, *, is_taker: bool, carried: Decimal = ZERO) -> Charge:
        """What a fill is charged.

        Args:
            side: The order's side.
            count: Contracts.
            price: US dollars for yes.
            is_taker: Whether the order arrives.
            carried: What the order has not been given back before this fill.
        """
        step = self.rounding.balance_step
        fee = rounded_up(self.exact(count, price, is_taker=is_taker), self.rounding.fee_step)
        total = unit_cost(side, price) * count + fee
        excess = rounded_up(total, step) - total
        fee += excess
        if not self.rounding.gives_back:
            return Charge(fee, ZERO)
        carried += excess
        returned = min(carried // step, fee // step) * step
        return Charge(fee - returned, carried - returned)


def rounded_up(amount: Decimal, step: Decimal) -> Decimal:
    """An amount rounded up to the next step."""
    return amount.quantize(step, ROUND_CEILING)
