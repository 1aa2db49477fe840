"""The order book of one market: bids and asks for yes, best price first, then oldest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from attrs import define, field

from .order import ONE, ZERO, Side, opposite
from .tape import Quote


class BookOrder(Protocol):
    """What a book needs to know of an order."""

    @property
    def order_id(self) -> str:
        """Its id."""

    @property
    def side(self) -> Side:
        """Its side of the book."""

    @property
    def price(self) -> Decimal:
        """Its limit."""

    @property
    def remaining_count(self) -> Decimal:
        """Contracts that rest."""


AnyOrder = TypeVar("AnyOrder", bound=BookOrder)


@define
class _Level(Generic[AnyOrder]):
    orders: dict[str, AnyOrder] = field(factory=dict)
    count: Decimal = ZERO


class Book(Generic[AnyOrder]):
    """Resting orders of one market.

    Args:
        on_delta: Called after each change, with the order and the contracts added or removed.
    """

    def __init__(self, on_delta: Callable[[AnyOrder, Decimal], None]) -> None:
        self._on_delta = on_delta
        self._levels: dict[Side, dict[Decimal, _Level[AnyOrder]]] = {"bid": {}, "ask": {}}
        # Prices that have orders, ascending.
        self._prices: dict[Side, list[Decimal]] = {"bid": [], "ask": []}

    def put(self, order: AnyOrder) -> None:
        """Put an order on the book, behind all others at its price."""
        levels = self._levels[order.side]
        if order.price not in levels:
            levels[order.price] = _Level()
            insort(self._prices[order.side], order.price)
        levels[order.price].orders[order.order_id] = order
        self._change(order, order.remaining_count)

    def replace(self, order: AnyOrder) -> None:
        """Replace an order by a changed one with the same side and price; it keeps its place."""
        orders = self._levels[order.side][order.price].orders
        before = orders[order.order_id]
        orders[order.order_id] = order
        if order.remaining_count != before.remaining_count:
            self._change(order, order.remaining_count - before.remaining_count)

    def remove(self, order: AnyOrder) -> None:
        """Take an order off the book; only its id, side and price matter."""
        before = self._levels[order.side][order.price].orders.pop(order.order_id)
        self._change(order, -before.remaining_count)

    def matchable(self, side: Side, price: Decimal) -> Iterator[AnyOrder]:
        """Resting orders that an order on this side at this limit would match, first match first."""
        against = opposite(side)
        for level_price in self._best_first(against):
            if level_price > price if side == "bid" else level_price < price:
                return
            yield from self._levels[against][level_price].orders.values()

    def levels(self, side: Side, depth: int = 0) -> list[tuple[Decimal, Decimal]]:
        """Prices with the contracts that rest there, best first.

        Args:
            side: Which side.
            depth: Most levels; 0 for all.
        """
        prices = list(self._best_first(side))
        return [(price, self._levels[side][price].count) for price in (prices[:depth] if depth else prices)]

    def orders(self, side: Side) -> list[AnyOrder]:
        """All orders of a side by priority."""
        levels = self._levels[side]
        return [order for price in self._best_first(side) for order in levels[price].orders.values()]

    def ahead_of(self, order: AnyOrder) -> Decimal:
        """Contracts that must match before a resting order can fill."""
        total = ZERO
        for price in self._best_first(order.side):
            if price == order.price:
                break
            total += self._levels[order.side][price].count
        for earlier in self._levels[order.side][order.price].orders.values():
            if earlier.order_id == order.order_id:
                break
            total += earlier.remaining_count
        return total

    def quote(self) -> Quote:
        """Best bid and ask."""
        bids, asks = self._prices["bid"], self._prices["ask"]
        bid, ask = bids[-1] if bids else ZERO, asks[0] if asks else ONE
        bid_size = self._levels["bid"][bid].count if bids else ZERO
        ask_size = self._levels["ask"][ask].count if asks else ZERO
        return Quote(bid, ask, bid_size, ask_size)

    def _best_first(self, side: Side) -> Iterator[Decimal]:
        prices = self._prices[side]
        return reversed(prices) if side == "bid" else iter(prices)

    def _change(self, order: AnyOrder, change: Decimal) -> None:
        levels, prices = self._levels[order.side], self._prices[order.side]
        level = levels[order.price]
        level.count += change
        if not level.orders:
            del levels[order.price]
            del prices[bisect_left(prices, order.price)]
        self._on_delta(order, change)
