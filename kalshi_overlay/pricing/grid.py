"""The valid prices of a market."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from kalshi_gen.runtime.amounts import exact
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.pricing.prices import EXACT, ONE, ZERO

if TYPE_CHECKING:
    from kalshi_gen.models import Market, PriceRange

# The finest tick that an order can have.
_FINEST = Decimal("0.0001")
# A number with a larger exponent is damaged.
_MOST_DIGITS = 40


@frozen
class PriceGrid:
    """The valid prices of a market, in US dollars for a yes contract.

    A grid comes from the `price_ranges` of a market, never from the name of its price level structure.

    Attributes:
        prices: Every valid price, ascending. 0 and 1 are none.
    """

    prices: tuple[Decimal, ...] = field(repr=lambda prices: f"{prices[0]} to {prices[-1]}, {len(prices)} prices")

    @classmethod
    def of(cls, market: Market) -> PriceGrid:
        """Read the grid of a market.

        Args:
            market: A market of the API.

        Returns:
            Its grid.

        Raises:
            InvalidRequestError: Its `price_ranges` are missing or can't be used: which prices are valid is unknown. Or
                it is no market.
        """
        if isinstance(market, str):
            raise InvalidRequestError("market", "must be a market, as get_market returns it, not its ticker")
        return cls.from_ranges(market.price_ranges)

    @classmethod
    def from_ranges(cls, ranges: Iterable[PriceRange]) -> PriceGrid:
        """Make the grid of price ranges; see `of`. Ranges may touch, overlap, or leave gaps."""
        if not isinstance(ranges, (list, tuple)) or not ranges:
            raise _unknown("price_ranges", "are missing")
        return _grid(tuple(_band(each, f"price_ranges[{index}]") for index, each in enumerate(ranges)))

    def __contains__(self, price: object) -> bool:
        """Whether a price is valid. What is no exact number is no price."""
        if isinstance(price, bool) or not isinstance(price, (Decimal, int)) or Decimal(price).is_nan():
            return False
        at = bisect_left(self.prices, price)
        return at < len(self.prices) and self.prices[at] == price

    def __len__(self) -> int:
        """How many valid prices there are."""
        return len(self.prices)

    def down(self, price: Decimal | int | str) -> Decimal:
        """The highest valid price that is not above a price.

        Raises:
            InvalidRequestError: It is no exact price between 0 and 1, or there is no such price.
        """
        return self._at(bisect_right(self.prices, _number(price)) - 1, price)

    def up(self, price: Decimal | int | str) -> Decimal:
        """The lowest valid price that is not below a price.

        Raises:
            InvalidRequestError: It is no exact price between 0 and 1, or there is no such price.
        """
        return self._at(bisect_left(self.prices, _number(price)), price)

    def nearest(self, price: Decimal | int | str) -> Decimal:
        """The valid price that is nearest to a price; right in the middle of two, the lower one.

        Raises:
            InvalidRequestError: It is no exact price between 0 and 1.
        """
        wanted = _number(price)
        with localcontext(EXACT):
            return min(self.neighbors(wanted), key=lambda valid: (abs(valid - wanted), valid))

    def next(self, price: Decimal | int | str) -> Decimal:
        """The lowest valid price above a price, which need not be valid itself.

        Raises:
            InvalidRequestError: It is no exact price between 0 and 1, or there is no such price.
        """
        return self._at(bisect_right(self.prices, _number(price)), price)

    def previous(self, price: Decimal | int | str) -> Decimal:
        """The highest valid price below a price, which need not be valid itself.

        Raises:
            InvalidRequestError: It is no exact price between 0 and 1, or there is no such price.
        """
        return self._at(bisect_left(self.prices, _number(price)) - 1, price)

    def steps(self, start: Decimal | int | str, end: Decimal | int | str) -> int:
        """Count the steps from one valid price to another; below 0 if the second is lower.

        Raises:
            InvalidRequestError: One of them is not valid; the error names the nearest ones.
        """
        first, last = self.check(start, "start"), self.check(end, "end")
        return bisect_left(self.prices, last) - bisect_left(self.prices, first)

    def check(self, price: Decimal | int | str, field: str = "price") -> Decimal:
        """Make a valid price of what is exact.

        Raises:
            InvalidRequestError: It is no valid price; the error names the nearest ones.
        """
        wanted = _number(price, field)
        if wanted not in self:
            nearest = " or ".join(map(str, self.neighbors(wanted)))
            raise InvalidRequestError(field, f"{wanted} is between two ticks of the market; give {nearest}")
        return wanted

    def neighbors(self, price: Decimal) -> list[Decimal]:
        """The valid prices next to a price, the lower one first: one at the ends of the grid, and the price itself."""
        at = bisect_left(self.prices, price)
        if price in self:
            return [self.prices[at]]
        return list(self.prices[max(0, at - 1) : at + 1])

    def _at(self, index: int, price: Decimal | int | str) -> Decimal:
        if not 0 <= index < len(self.prices):
            ends = f"the grid goes from {self.prices[0]} to {self.prices[-1]}"
            raise InvalidRequestError(
                "price", f"there is no valid price {'below' if index < 0 else 'above'} {price}; {ends}"
            )
        return self.prices[index]


def _number(price: Any, field: str = "price") -> Decimal:
    """A price between 0 and 1 of any precision, since it is to be snapped."""
    number = exact(price, field, "US dollars", 4)
    if not ZERO < number < ONE:
        shown = number if abs(number.adjusted()) < 20 else "this number"
        raise InvalidRequestError(field, f"{shown} is not between 0 and 1; give a price such as 0.55")
    return number


def _band(found: PriceRange, field: str) -> tuple[Decimal, Decimal, Decimal]:
    values = [getattr(found, name, None) for name in ("start", "end", "step")]
    for value, name in zip(values, ("start", "end", "step"), strict=True):
        if not isinstance(value, Decimal) or not value.is_finite():
            raise _unknown(f"{field}.{name}", "is no number")
    start, end, step = values
    assert start is not None
    assert end is not None
    assert step is not None
    if not ZERO <= start <= end <= ONE:
        raise _unknown(field, f"goes from {start} to {end}, which is no band between 0 and 1")
    for value, name in ((start, "start"), (end, "end"), (step, "step")):
        if not _is_multiple(value, _FINEST):
            raise _unknown(f"{field}.{name}", f"is {value}, and the prices of orders are multiples of {_FINEST}")
    if not (step > ZERO and _is_multiple(EXACT.subtract(end, start), step)):
        raise _unknown(f"{field}.step", f"is {step}, which does not lead from {start} to {end}")
    return start, end, step


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    """Whether a number is a multiple of another one; one that is far too large or too fine is none."""
    return abs(value.adjusted()) < _MOST_DIGITS and not EXACT.remainder(value, step)


@lru_cache(maxsize=64)
def _grid(bands: tuple[tuple[Decimal, Decimal, Decimal], ...]) -> PriceGrid:
    prices: set[Decimal] = set()
    with localcontext(EXACT):
        for start, end, step in bands:
            count = int((end - start) / step)
            prices |= {start + step * number for number in range(count + 1)}
    valid = tuple(sorted(price for price in prices if ZERO < price < ONE))
    if not valid:
        raise _unknown("price_ranges", "have no price between 0 and 1")
    return PriceGrid(valid)


def _unknown(field: str, problem: str) -> InvalidRequestError:
    advice = "so which prices are valid is unknown; ask for the market again, and see the drift of the response"
    return InvalidRequestError(field, f"{problem}, {advice}")
