"""Matching: what an incoming order would meet on the book, found before anything changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from attrs import frozen

from .book import Book
from .order import ZERO, Order

# Contracts that an order group may still match; None stands for no group.
Capacity = Callable[[str | None], Decimal]
UNLIMITED = Decimal("Infinity")


@frozen
class Match:
    """Contracts that trade with a resting order, at its price."""

    resting: Order
    count: Decimal


@frozen
class SelfCancel:
    """A resting order of the same account that self-trade prevention cancels."""

    order_id: str


@frozen
class Plan:
    """What an incoming order does on arrival.

    Args:
        steps: Matches and cancellations, in order.
        matched: Contracts that trade.
        left: Contracts that don't.
        stopped: Why what is left is canceled although it might rest.
        rests: Whether what is left goes on the book.
        triggers: Whether it takes the incoming order's group to its limit.
    """

    steps: tuple[Match | SelfCancel, ...]
    matched: Decimal
    left: Decimal
    stopped: Literal["self_trade", "order_group"] | None
    rests: bool
    triggers: bool = False


def plan_of(incoming: Order, book: Book, capacity: Capacity) -> Plan:
    """Find what an incoming order would do.

    It meets the best price first, and at one price the order that came first. `taker_at_cross` stops at an order of
    the same account, `maker` cancels that one and goes on. A match that would take an order group over its limit is cut
    to what the group has left; a group at its limit takes no further part.

    Args:
        incoming: The order; its remaining count is what it wants.
        book: The market's book.
        capacity: What each order group may still match.
    """
    steps: list[Match | SelfCancel] = []
    left = incoming.remaining_count
    spent: defaultdict[str | None, Decimal] = defaultdict(lambda: ZERO)
    stopped: Literal["self_trade", "order_group"] | None = None

    def room(group_id: str | None) -> Decimal:
        return UNLIMITED if group_id is None else capacity(group_id) - spent[group_id]

    for resting in book.matchable(incoming.side, incoming.price):
        if not left or room(incoming.order_group_id) <= 0:
            break
        if resting.owner.account == incoming.owner.account:
            if incoming.self_trade_prevention_type == "taker_at_cross":
                stopped = "self_trade"
                break
            steps.append(SelfCancel(resting.order_id))
            continue
        groups = (incoming.order_group_id, resting.order_group_id)
        count = min(left, resting.remaining_count, *(room(group) for group in groups))
        if count <= 0:
            continue
        steps.append(Match(resting, count))
        left -= count
        for group in groups:
            spent[group] += count
    triggers = room(incoming.order_group_id) <= 0
    if stopped is None and left and triggers:
        stopped = "order_group"
    rests = bool(left) and stopped is None and incoming.time_in_force == "good_till_canceled"
    return Plan(tuple(steps), incoming.remaining_count - left, left, stopped, rests, triggers)
