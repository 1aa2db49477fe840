"""A reference model of the risk limits: slow, written from docs/safety.md, with nothing of the code that it judges.

All is a fraction, every sum is made again for each order, and exposures come from filling orders one after the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from attrs import define, field, frozen

# So many orders of one side are filled in every sequence; of more only in the worst one.
MOST_PERMUTED = 3


@frozen(cache_hash=True)
class Order:
    """An order: its side, its price for yes, its contracts, and whether it may rest."""

    side: str
    price: Fraction
    count: Fraction
    may_rest: bool = True

    @property
    def unit_cost(self) -> Fraction:
        return self.price if self.side == "bid" else 1 - self.price


@frozen
class Holding:
    """A position, positive for yes, and what it cost."""

    count: Fraction
    cost: Fraction

    def filled(self, order: Order) -> Holding:
        """The holding after a fill: contracts of the other outcome are closed first, at their average cost."""
        sign = 1 if order.side == "bid" else -1
        against = max(-sign * self.count, Fraction(0))
        closed = min(order.count, against)
        kept = self.cost * (1 - closed / against) if against else self.cost
        return Holding(self.count + sign * order.count, kept + (order.count - closed) * order.unit_cost)

    def all_filled(self, orders: Iterable[Order]) -> Holding:
        holding = self
        for order in orders:
            holding = holding.filled(order)
        return holding


@define
class Market:
    """A market of an account."""

    event: str
    holding: Holding = Holding(Fraction(0), Fraction(0))
    orders: dict[str, Order] = field(factory=dict)


@lru_cache(1000)
def exposure(holding: Holding, orders: tuple[Order, ...]) -> Fraction:
    """What can be lost in a market."""
    worst = Fraction(0)
    for side in ("bid", "ask"):
        filling = [order for order in orders if order.side == side]
        if len(filling) <= MOST_PERMUTED:
            sequences: Iterable[Sequence[Order]] = permutations(filling)
        else:
            sequences = [sorted(filling, key=lambda order: order.unit_cost)]
        worst = max(worst, *(holding.all_filled(sequence).cost for sequence in sequences))
    return worst


@frozen
class Question:
    """An order to be judged, and what is known at that moment.

    Attributes:
        ticker: Its market.
        order: The order as it is asked for.
        replaced: The key of the order that an amendment replaces; None for a new order.
        fill_count: Contracts of the replaced order that are filled.
        best: The best bid and ask; None if the book isn't known.
        loss: What was lost today; None if it isn't known.
        is_stale: Whether the account isn't known.
        now: Seconds.
    """

    ticker: str
    order: Order
    replaced: str | None
    fill_count: Fraction
    best: tuple[Fraction | None, Fraction | None] | None
    loss: Fraction | None
    is_stale: bool
    now: Fraction

    @property
    def rests(self) -> Order:
        """What would rest of it."""
        left = max(self.order.count - self.fill_count, Fraction(0))
        return Order(self.order.side, self.order.price, left)


def exposures(markets: Mapping[str, Market], question: Question | None = None) -> dict[str, dict[str, Fraction]]:
    """The exposure of every market by its ticker, of every event, and of all (by an empty name).

    With a question they are those with its order. All is computed from nothing.
    """
    found: dict[str, dict[str, Fraction]] = {"market": {}, "event": {}, "total": {"": Fraction(0)}}
    for ticker, market in markets.items():
        orders = dict(market.orders)
        if question is not None and question.ticker == ticker:
            orders.pop(question.replaced or "", None)
            orders["the order in question"] = question.rests
        at_stake = exposure(market.holding, tuple(orders.values()))
        found["market"][ticker] = at_stake
        found["event"][market.event] = found["event"].get(market.event, Fraction(0)) + at_stake
        found["total"][""] += at_stake
    return found


def numbers(markets: Mapping[str, Market], question: Question) -> dict[str, Fraction]:
    """What each limit would be compared with; without what isn't known."""
    order, (bid, ask) = question.order, question.best or (None, None)
    found = {"order_count": order.count, "order_notional": order.count * order.unit_cost}
    if order.side == "bid" and ask is not None:
        found["price_through_book"] = order.price - ask
    if order.side == "ask" and bid is not None:
        found["price_through_book"] = bid - order.price
    if question.replaced is None and order.may_rest:
        found["resting_orders"] = Fraction(sum(len(market.orders) for market in markets.values()) + 1)
    after, event = exposures(markets, question), markets[question.ticker].event
    found["market_exposure"] = after["market"][question.ticker]
    found["event_exposure"] = after["event"][event]
    found["total_exposure"] = after["total"][""]
    if question.loss is not None:
        found["daily_loss"] = question.loss
    return found


def only_reduces(market: Market, question: Question) -> bool:
    """Whether the position can't pass 0, nor move away from it, if all others of the side and the order are filled."""
    others = [order for key, order in market.orders.items() if key != question.replaced]
    filling = [order for order in others if order.side == question.order.side]
    last = market.holding.all_filled([*filling, question.rests]).count
    return last <= 0 if question.order.side == "bid" else last >= 0


def violated(
    limits: Mapping[str, Fraction], markets: Mapping[str, Market], passed: Sequence[Fraction], question: Question
) -> set[str]:
    """The limits for which an order must be refused; it must pass if there is none.

    Args:
        limits: Those that are set.
        markets: The markets of the account.
        passed: When orders passed before.
        question: The order.
    """
    found, event = numbers(markets, question), markets[question.ticker].event
    before = exposures(markets)
    now = {
        "market_exposure": before["market"][question.ticker],
        "event_exposure": before["event"][event],
        "total_exposure": before["total"][""],
    }
    bad = set()
    for name, limit in limits.items():
        of_the_account = name in {"resting_orders", "daily_loss", *now}
        if (of_the_account and question.is_stale) or (name == "price_through_book" and question.best is None):
            bad.add(name)
        elif name == "daily_loss":
            is_reached = question.loss is None or question.loss >= limit
            if is_reached and (question.loss is None or not only_reduces(markets[question.ticker], question)):
                bad.add(name)
        elif name == "orders_per_second":
            if len([time for time in passed if question.now - time < 1]) >= limit:
                bad.add(name)
        elif name in found and found[name] > limit and found[name] > now.get(name, -math.inf):
            bad.add(name)
    return bad
