"""What the markets of an account can lose: what is held, and what its resting orders could still buy.

A contract that loses pays nothing, so what can be lost is what was paid. Nothing is netted between markets, not even
between those of a mutually exclusive event: this is on the safe side, and the exchange nets nothing when you buy.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

from attrs import define, field, frozen

from kalshi_gen.models import BookSide
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.pricing.prices import EXACT, ONE, ZERO, shown

_LARGEST = Decimal(10) ** 18


@frozen
class RestingOrder:
    """An order that may rest, such as one that was sent and not answered yet.

    Attributes:
        side: `bid` buys yes; `ask` sells yes, which is the same as buying no.
        price: US dollars for a yes contract.
        count: Contracts that it has left.
        unit_cost: What a contract costs that it opens, in US dollars: of yes for a bid, of no for an ask.
        cost: What it costs if it is filled and closes nothing, in US dollars.

    Raises:
        InvalidRequestError: The side is neither, the price is not from 0 to 1, or the count is negative or beyond all
            sense.
    """

    side: BookSide
    price: Decimal
    count: Decimal
    unit_cost: Decimal = field(init=False)
    cost: Decimal = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.side not in ("bid", "ask"):
            raise InvalidRequestError("side", f'must be "bid" or "ask", not {shown(self.side)}')
        if not ZERO <= self.price <= ONE:
            raise InvalidRequestError("price", "must be above 0 and below 1, in US dollars for a yes contract")
        _check_count(self.count)
        unit_cost = self.price if self.side == "bid" else EXACT.subtract(ONE, self.price)
        object.__setattr__(self, "unit_cost", unit_cost)
        object.__setattr__(self, "cost", EXACT.multiply(self.count, unit_cost))


@define
class _Market:
    """What is known of a market.

    Attributes:
        event_ticker: The event that it belongs to.
        count: Contracts held, positive for yes, negative for no.
        cost: What they cost.
        orders: The orders that may rest, by their keys.
        costs: What the orders of each side cost together.
        exposure: What can be lost: after all bids are filled or after all asks are, whichever is more.
    """

    event_ticker: str
    count: Decimal = ZERO
    cost: Decimal = ZERO
    orders: dict[Any, RestingOrder] = field(factory=dict)
    costs: dict[str, Decimal] = field(factory=lambda: {"bid": ZERO, "ask": ZERO})
    exposure: Decimal = ZERO

    def rest(self, key: Any, order: RestingOrder) -> None:
        """Add an order, in place of the one that has its key."""
        self.remove(key)
        self.orders[key] = order
        self.costs[order.side] = EXACT.add(self.costs[order.side], order.cost)

    def remove(self, key: Any) -> None:
        """Remove an order, if there is one."""
        order = self.orders.pop(key, None)
        if order is not None:
            self.costs[order.side] = EXACT.subtract(self.costs[order.side], order.cost)

    def exposure_with(self, order: RestingOrder | None = None, without: RestingOrder | None = None) -> Decimal:
        """What could be lost if an order rested too, and another one no longer."""
        with localcontext(EXACT):
            if_bids = self._cost_once_filled("bid", self.count, order, without)
            if_asks = self._cost_once_filled("ask", -self.count, order, without)
            return max(if_bids, if_asks)

    def _cost_once_filled(
        self, side: BookSide, position: Decimal, order: RestingOrder | None, without: RestingOrder | None
    ) -> Decimal:
        """What is at stake once the orders of a side are filled, in US dollars.

        It leaves out what remains of a position of the other outcome. That is less than all of that position, which is
        at stake once the other side is filled. `position` is positive for the outcome that the side buys.
        """
        more = order if order is not None and order.side == side else None
        less = without if without is not None and without.side == side else None
        if position >= 0:
            # Nothing is closed, so the cost is a sum.
            cost = self.cost + self.costs[side]
            return cost + (more.cost if more else ZERO) - (less.cost if less else ZERO)
        orders = [each for each in self.orders.values() if each.side == side and each is not less]
        if more is not None:
            orders.append(more)
        at_stake, opened = ZERO, position + sum(each.count for each in orders)
        for each in sorted(orders, key=lambda each: each.unit_cost, reverse=True):
            if opened <= 0:
                break
            at_stake += each.unit_cost * min(each.count, opened)
            opened -= each.count
        return at_stake


class Exposures:
    """What the markets of an account can lose, kept up to date market by market.

    The exposure of a market is the cost that is at stake after all of its resting bids are filled, or after all of its
    asks are, whichever is more. What is held on the other side is closed first, by the cheapest orders, so that the
    dearest ones open.

    Attributes:
        resting: The number of orders that may rest.
    """

    def __init__(self) -> None:
        self.resting = 0
        self._markets: dict[str, _Market] = {}
        # Those whose exposures are computed before the next one is asked for.
        self._changed = set[str]()
        self._total = ZERO
        self._events: dict[str, Decimal] = {}

    @property
    def total(self) -> Decimal:
        """The exposure of all markets, in US dollars."""
        self._compute()
        return self._total

    def update(
        self, ticker: str, event_ticker: str, count: Decimal, cost: Decimal, orders: Mapping[Any, RestingOrder]
    ) -> None:
        """Replace what is known of a market.

        Args:
            ticker: The market.
            event_ticker: The event that it belongs to.
            count: The position in contracts: positive for yes, negative for no.
            cost: What the held contracts cost, in US dollars; never negative.
            orders: All orders of the market that may rest, by any key.

        Raises:
            InvalidRequestError: The count is beyond all sense, or the cost is negative. Nothing is changed.
        """
        _check_count(count.copy_abs())
        if not ZERO <= cost <= _LARGEST:
            raise InvalidRequestError("cost", "must be 0 or more, in US dollars: what the held contracts cost")
        market = _Market(event_ticker, count, cost)
        for key, order in orders.items():
            market.rest(key, order)
        before = self._markets.get(ticker)
        if before is not None:
            self._add(before.event_ticker, -before.exposure)
            self.resting -= len(before.orders)
        self.resting += len(market.orders)
        self._markets[ticker] = market
        self._changed.add(ticker)

    def rest(self, ticker: str, event_ticker: str, key: Any, order: RestingOrder | None) -> None:
        """Replace what is known of one order of a market.

        Args:
            ticker: The market.
            event_ticker: The event that it belongs to.
            key: The key of the order.
            order: The order as it may rest now; None if it doesn't any more.

        Raises:
            InvalidRequestError: The market is known to belong to another event. Nothing is changed.
        """
        self._markets[ticker] = market = self._market_of(ticker, event_ticker)
        self._changed.add(ticker)
        self.resting -= len(market.orders)
        if order is None:
            market.remove(key)
        else:
            market.rest(key, order)
        self.resting += len(market.orders)

    def market(self, ticker: str) -> Decimal:
        """The exposure of a market, in US dollars."""
        self._compute()
        market = self._markets.get(ticker)
        return ZERO if market is None else market.exposure

    def event(self, event_ticker: str) -> Decimal:
        """The exposure of an event, in US dollars: the sum of its markets'."""
        self._compute()
        return self._events.get(event_ticker, ZERO)

    def with_order(
        self, ticker: str, event_ticker: str, order: RestingOrder, *, replaces: str | None = None
    ) -> tuple[Decimal, Decimal, Decimal]:
        """Compute the exposures if one more order rested.

        Args:
            ticker: The order's market.
            event_ticker: The event of the market.
            order: The order.
            replaces: The key of an order of the market that would rest no longer. If none has it, nothing is left out.

        Returns:
            The exposure of the market, of the event, and of all markets, in US dollars.

        Raises:
            InvalidRequestError: The market is known to belong to another event.
        """
        self._compute()
        market = self._market_of(ticker, event_ticker)
        exposure = market.exposure_with(order, None if replaces is None else market.orders.get(replaces))
        more = EXACT.subtract(exposure, market.exposure)
        return exposure, EXACT.add(self.event(event_ticker), more), EXACT.add(self.total, more)

    def reduces(self, ticker: str, order: RestingOrder, *, replaces: str | None = None) -> bool:
        """Whether an order can only lower the position, even after all others that would lower it too are filled.

        Args:
            ticker: The order's market.
            order: The order.
            replaces: The key of an order of the market that would rest no longer.
        """
        market = self._markets.get(ticker) or _Market("")
        with localcontext(EXACT):
            closable = -market.count if order.side == "bid" else market.count
            others = [other for key, other in market.orders.items() if key != replaces and other.side == order.side]
            return order.count <= closable - sum((other.count for other in others), ZERO)

    def _market_of(self, ticker: str, event_ticker: str) -> _Market:
        market = self._markets.get(ticker)
        if market is None:
            return _Market(event_ticker)
        if market.event_ticker != event_ticker:
            raise InvalidRequestError("event_ticker", f"{ticker} belongs to {market.event_ticker}, not {event_ticker}")
        return market

    def _compute(self) -> None:
        while self._changed:
            ticker = self._changed.pop()
            market = self._markets[ticker]
            exposure = market.exposure_with()
            if exposure != market.exposure:
                self._add(market.event_ticker, EXACT.subtract(exposure, market.exposure))
                market.exposure = exposure
            if not (market.count or market.orders or exposure):
                del self._markets[ticker]

    def _add(self, event_ticker: str, exposure: Decimal) -> None:
        self._total = EXACT.add(self._total, exposure)
        self._events[event_ticker] = EXACT.add(self._events.get(event_ticker, ZERO), exposure)
        if not self._events[event_ticker]:
            del self._events[event_ticker]


def _check_count(count: Decimal) -> None:
    if not ZERO <= count <= _LARGEST:
        raise InvalidRequestError("count", "is out of range; give a number of contracts, such as 3")
