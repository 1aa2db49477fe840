"""Counts of contracts: in hundredths or not."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Any

from kalshi_gen.runtime.amounts import exact
from kalshi_gen.runtime.bounds import Decimals, Range
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.pricing.prices import EXACT

HUNDREDTH = Decimal("0.01")
_ABOVE_0 = Range(above=0)
_LARGEST = Decimal(10) ** 18


def count_step(*, fractional: bool = True) -> Decimal:
    """The step of counts: 0.01 contracts, or 1."""
    return HUNDREDTH if fractional else Decimal(1)


def checked_count(value: Any, field: str = "count", *, fractional: bool = True) -> Decimal:
    """Make a count of what is exact, as an order takes it.

    Args:
        value: Contracts: a Decimal, an int or text.
        field: What the error names.
        fractional: Whether a hundredth of a contract is a valid step; otherwise only whole contracts are.

    Returns:
        The count.

    Raises:
        InvalidRequestError: It is not exact, such as a float; not above 0; or not on a step.
    """
    count = _bounded(value, field)
    _ABOVE_0.checked(format(count, "f"), field)
    if fractional:
        Decimals(2).checked(format(count, "f"), field)
    elif count != count.to_integral_value():
        below = int(count)
        nearest = " or ".join(map(str, [below, below + 1][not below :]))
        raise InvalidRequestError(field, f"{count} is not a whole number of contracts; give {nearest}")
    return count


def snap_count(count: Decimal | int | str, *, fractional: bool = True) -> Decimal:
    """Round a count down to a valid one, so that an order is never larger than meant.

    Args:
        count: Contracts.
        fractional: Whether a hundredth of a contract is a valid step; otherwise only whole contracts are.

    Returns:
        The largest valid count that is not above it, with no decimals too many.

    Raises:
        InvalidRequestError: It is not exact, or it is less than one step.
    """
    step = count_step(fractional=fractional)
    wanted = _bounded(count, "count")
    with localcontext(EXACT):
        snapped = wanted.quantize(step, ROUND_FLOOR)
    if snapped <= 0:
        raise InvalidRequestError("count", f"{wanted} is less than the smallest count; give at least {step} contracts")
    return snapped


def _bounded(value: Any, field: str) -> Decimal:
    count = exact(value, field, "contracts", 2)
    if count.copy_abs() > _LARGEST or count.adjusted() < -40:
        raise InvalidRequestError(field, "this number is out of range; give a number of contracts, such as 3")
    return count
