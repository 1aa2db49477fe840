"""The book of a recorded market, and how orders queue behind what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, Literal
from uuid import NAMESPACE_URL, uuid5

from attrs import define

from .book import Book
from .order import ZERO, Order, Owner, Side, opposite

Queue = Literal["pessimistic", "volume"]
"""How an order waits at its price: behind all that rested there when it came, or behind nothing, so that the traded
volume alone limits its fills."""
RECORDED: Final = Owner("recorded-market")
"""Who owns the recorded orders."""


@define
class _Place:
    """Where an order waits.

    Attributes:
        ahead: Recorded contracts that must trade before it.
        since_ms: The exchange's time of the newest message when it came, in Unix milliseconds.
    """

    ahead: Decimal
    since_ms: int


class RecordedBook(Book[Order]):
    """A book with one order of `RECORDED` for each recorded level, and with the orders of those who trade against them.

    What others have taken of a level stays taken: later changes of the level are added to what was left.

    Args:
        on_delta: See `Book`.
        queue: How orders wait.

    Attributes:
        recorded: The recorded contracts by price, for each side.
        applied: Those of them that the book has taken in.
        is_applied: Whether both are equal, as they are while the market trades.
        is_right: Whether the recording knows the book.
        is_active: Whether the market traded, as far as was recorded.
        is_late: Whether what was recorded came too late.
        as_of_ms: The exchange's time of the newest message, in Unix milliseconds.
    """

    def __init__(self, on_delta: Callable[[Order, Decimal], None], queue: Queue) -> None:
        super().__init__(on_delta)
        self._queue = queue
        self._places: dict[str, _Place] = {}
        self._ids: dict[tuple[Side, Decimal], str] = {}
        self.recorded: dict[Side, dict[Decimal, Decimal]] = {"bid": {}, "ask": {}}
        self.applied: dict[Side, dict[Decimal, Decimal]] = {"bid": {}, "ask": {}}
        self.is_applied = False
        self.is_right = False
        self.is_active = True
        self.is_late = False
        self.as_of_ms = 0

    @property
    def has_others(self) -> bool:
        """Whether anybody but `RECORDED` has an order here."""
        return bool(self._places)

    def put(self, order: Order) -> None:
        """Put an order on the book, behind all others at its price."""
        if order.owner != RECORDED:
            earlier = [self._places[each.order_id].ahead for each in self._others_at(order.side, order.price)]
            self._places[order.order_id] = _Place(max(self._rests(order), *earlier, ZERO), self.as_of_ms)
        super().put(order)

    def remove(self, order: Order) -> None:
        """Take an order off the book."""
        super().remove(order)
        self._places.pop(order.order_id, None)

    def ahead_of(self, order: Order) -> Decimal:
        """Contracts that must match before a resting order can fill."""
        total = self._places[order.order_id].ahead
        for price in self._best_first(order.side):
            if price == order.price:
                break
            total += self._levels[order.side][price].count
        for earlier in self._others_at(order.side, order.price):
            if earlier.order_id == order.order_id:
                break
            total += earlier.remaining_count
        return total

    def level(self, side: Side, price: Decimal) -> Order | None:
        """The recorded order at a price."""
        level = self._levels[side].get(price)
        return None if level is None else level.orders.get(self._ids.get((side, price), ""))

    def level_id(self, ticker: str, side: Side, price: Decimal) -> str:
        """The id of the recorded order at a price."""
        if (side, price) not in self._ids:
            self._ids[side, price] = str(
                uuid5(NAMESPACE_URL, f"{RECORDED.account}/{ticker}/{side}/{price.normalize()}")
            )
        return self._ids[side, price]

    def others(self, side: Side, limit: Decimal) -> list[Order]:
        """The orders of others on a side that a taker with a limit reaches, first match first."""
        if not self._places:
            return []
        return [order for order in self.matchable(opposite(side), limit) if order.order_id in self._places]

    def shares(self, side: Side, price: Decimal, count: Decimal, at_ms: int) -> Iterator[tuple[Order, Decimal]]:
        """How the contracts of a recorded trade come to the orders of others; each share is filled before the next.

        Recorded contracts ahead of an order take theirs first, also where the trade was at a worse price than the
        order's. Orders that came with or after the trade get nothing.

        Args:
            side: The side of the maker.
            price: The price of the trade.
            count: Its contracts.
            at_ms: When it was made, by the exchange's clock in Unix milliseconds.
        """
        orders = [order for order in self.others(side, price) if self._places[order.order_id].since_ms < at_ms]
        while orders:
            at_price = [order for order in orders if order.price == orders[0].price]
            orders = orders[len(at_price) :]
            passed = ZERO
            for order in at_price:
                # A fill of the one before may have cancelled it.
                if (place := self._places.get(order.order_id)) is None:
                    continue
                step = min(count, max(ZERO, place.ahead - passed))
                passed, count = passed + step, count - step
                if share := min(count, order.remaining_count):
                    count -= share
                    yield order, share
            for order in at_price:
                if (place := self._places.get(order.order_id)) is not None:
                    place.ahead = max(ZERO, place.ahead - passed)

    def queue_again(self) -> None:
        """Put the orders of others behind all that rests now, since nobody knows what traded meanwhile."""
        for side in self.recorded:
            for order in self.orders(side):
                if (place := self._places.get(order.order_id)) is not None:
                    place.ahead = max(place.ahead, self._rests(order))

    def _rests(self, order: Order) -> Decimal:
        """The recorded contracts that an order waits behind when it comes."""
        return ZERO if self._queue == "volume" else self.recorded[order.side].get(order.price, ZERO)

    def _others_at(self, side: Side, price: Decimal) -> list[Order]:
        level = self._levels[side].get(price)
        return [] if level is None else [order for order in level.orders.values() if order.order_id in self._places]
