"""What an order operation answers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from .order import ZERO, Order
from .tape import Fill

_STEP = Decimal("0.000001")


@frozen
class Placement:
    """Outcome of placing or amending an order.

    Args:
        order: The order as it stands after it.
        fills: What it filled at once.
        time: When the engine did it.
    """

    order: Order
    fills: tuple[Fill, ...]
    time: datetime

    @property
    def fill_count(self) -> Decimal:
        """Contracts that traded at once."""
        return sum((fill.count for fill in self.fills), ZERO)

    @property
    def remaining_count(self) -> Decimal:
        """Contracts that rest after it."""
        return self.order.remaining_count

    @property
    def average_fill_price(self) -> Decimal | None:
        """Mean price for yes weighted by volume, to six decimals; None if nothing filled."""
        return self._mean(sum((fill.price * fill.count for fill in self.fills), ZERO))

    @property
    def average_fee_paid(self) -> Decimal | None:
        """Mean fee a contract, to six decimals; None if nothing filled."""
        return self._mean(sum((fill.fee for fill in self.fills), ZERO))

    def _mean(self, total: Decimal) -> Decimal | None:
        return (total / self.fill_count).quantize(_STEP) if self.fills else None


@frozen
class Cancellation:
    """Outcome of canceling or decreasing an order.

    Args:
        order: The order as it stands after it.
        reduced_by: Contracts taken off the book.
        time: When the engine did it.
    """

    order: Order
    reduced_by: Decimal
    time: datetime
