"""What the markets of an account can lose: what is held, and what its resting orders could still buy.

A contract that loses pays nothing, so what can be lost is what was paid. Nothing is netted between markets, not even
between those of a mutually exclusive event: this is on the safe side, and the exchange nets nothing when you buy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from attrs import field, frozen

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


@frozen
class _Market:
    """What is known of a market, and its exposure."""

    event_ticker: str
    count: Decimal
    cost: Decimal
    orders: Mapping[Any, RestingOrder]
    exposure: Decimal = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "exposure", self.exposure_of(self.orders.values()))

    def exposure_of(self, orders: Iterable[RestingOrder]) -> Decimal:
        """What can be lost with some orders: after all bids are filled or after all asks are, whichever is more."""
        with localcontext(EXACT):
            bids, asks = list[RestingOrder](), list[RestingOrder]()
            for order in orders:
                (bids if order.side == "bid" else asks).append(order)
            if_bids = _cost_once_filled(self.count, self.cost, bids)
            if_asks = _cost_once_filled(-self.count, self.cost, asks)
            return max(if_bids, if_asks)


class Exposures:
    """What the markets of an account can lose, kept up to date market by market.

    The exposure of a market is the cost that is at stake after all of its resting bids are filled, or after all of its
    asks are, whichever is more. What is held on the other side is closed first, by the cheapest orders, so that the
    dearest ones open.

    Attributes:
        total: The exposure of all markets, in US dollars.
        resting: The number of orders that may rest.
    """

    def __init__(self) -> None:
        self.total = ZERO
        self.resting = 0
        self._markets: dict[str, _Market] = {}
        self._events: dict[str, Decimal] = {}

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
        market = _Market(event_ticker, count, cost, dict(orders))
        before = self._markets.pop(ticker, None)
        if before is not None:
            self._add(before.event_ticker, -before.exposure, -len(before.orders))
        if market.count or market.orders or market.exposure:
            self._markets[ticker] = market
            self._add(event_ticker, market.exposure, len(market.orders))

    def market(self, ticker: str) -> Decimal:
        """The exposure of a market, in US dollars."""
        market = self._markets.get(ticker)
        return ZERO if market is None else market.exposure

    def event(self, event_ticker: str) -> Decimal:
        """The exposure of an event, in US dollars: the sum of its markets'."""
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
        market = self._markets.get(ticker) or _Market(event_ticker, ZERO, ZERO, {})
        if market.event_ticker != event_ticker:
            raise InvalidRequestError("event_ticker", f"{ticker} belongs to {market.event_ticker}, not {event_ticker}")
        exposure = market.exposure_of([*_others(market, replaces), order])
        more = EXACT.subtract(exposure, market.exposure)
        return exposure, EXACT.add(self.event(event_ticker), more), EXACT.add(self.total, more)

    def reduces(self, ticker: str, order: RestingOrder, *, replaces: str | None = None) -> bool:
        """Whether an order can only lower the position, even after all others that would lower it too are filled.

        Args:
            ticker: The order's market.
            order: The order.
            replaces: The key of an order of the market that would rest no longer.
        """
        market = self._markets.get(ticker) or _Market("", ZERO, ZERO, {})
        with localcontext(EXACT):
            closable = -market.count if order.side == "bid" else market.count
            closing = sum((other.count for other in _others(market, replaces) if other.side == order.side), ZERO)
            return order.count <= closable - closing

    def _add(self, event_ticker: str, exposure: Decimal, resting: int) -> None:
        self.total = EXACT.add(self.total, exposure)
        self.resting += resting
        self._events[event_ticker] = EXACT.add(self.event(event_ticker), exposure)
        if not self._events[event_ticker]:
            del self._events[event_ticker]


def _others(market: _Market, replaces: str | None) -> list[RestingOrder]:
    return [order for key, order in market.orders.items() if key != replaces]


def _cost_once_filled(position: Decimal, cost: Decimal, orders: list[RestingOrder]) -> Decimal:
    """What is at stake once orders of one side are filled, in US dollars.

    It leaves out what remains of a position of the other outcome. That is less than all of that position, which is at
    stake once the other side is filled.

    Args:
        position: Contracts held, positive for the outcome that the orders buy.
        cost: What they cost.
        orders: The orders of the side.
    """
    if position >= 0:
        return sum((order.cost for order in orders), cost)
    at_stake, opened = ZERO, position + sum(order.count for order in orders)
    for order in sorted(orders, key=lambda order: order.unit_cost, reverse=True):
        if opened <= 0:
            break
        at_stake += order.unit_cost * min(order.count, opened)
        opened -= order.count
    return at_stake


def _check_count(count: Decimal) -> None:
    if not ZERO <= count <= _LARGEST:
        raise InvalidRequestError("count", "is out of range; give a number of contracts, such as 3")
