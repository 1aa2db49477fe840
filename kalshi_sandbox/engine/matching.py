"""Matching: what an incoming order would do, computed before anything changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Generic, Literal, Protocol, TypeVar

from attrs import frozen

from .book import Book, BookOrder
from .order import ZERO, Owner, SelfTradePrevention, TimeInForce

# Contracts that an order group may still match; None is for no group.
Capacity = Callable[[str | None], Decimal]
UNLIMITED = Decimal("Infinity")


class MatchableOrder(BookOrder, Protocol):
    """What matching needs to know of an order."""

    @property
    def owner(self) -> Owner:
        """Whose it is."""

    @property
    def order_group_id(self) -> str | None:
        """Its order group."""

    @property
    def time_in_force(self) -> TimeInForce:
        """How long it may live."""

    @property
    def self_trade_prevention_type(self) -> SelfTradePrevention:
        """What happens at an order of the same account."""


AnyOrder = TypeVar("AnyOrder", bound=MatchableOrder)


@frozen
class Match(Generic[AnyOrder]):
    """Contracts that trade with a resting order, at its price."""

    resting: AnyOrder
    count: Decimal


@frozen
class SelfCancel:
    """A resting order of the same account that self-trade prevention cancels."""

    order_id: str


@frozen
class Plan(Generic[AnyOrder]):
    """What an incoming order does on arrival.

    Args:
        steps: Matches and cancellations, in order.
        matched: Contracts that trade.
        remaining: Contracts that don't.
        stopped: Why the remaining contracts are canceled instead of resting.
        rests: Whether the remaining contracts go on the book.
        triggers: Whether the incoming order's group reaches its limit.
    """

    steps: tuple[Match[AnyOrder] | SelfCancel, ...]
    matched: Decimal
    remaining: Decimal
    stopped: Literal["self_trade", "order_group"] | None
    rests: bool
    triggers: bool = False


def plan_of(incoming: AnyOrder, book: Book[AnyOrder], capacity: Capacity) -> Plan[AnyOrder]:
    """Compute what an incoming order would do.

    It matches the best price first, and at one price the oldest order first. At an order of the same account,
    `taker_at_cross` stops, and `maker` cancels that order and continues. A match that would exceed the limit of an
    order group is cut to what the group may still match. Orders of a group at its limit are passed over.

    Args:
        incoming: The order, with the contracts it wants as its remaining count.
        book: The market's book.
        capacity: What each order group may still match.
    """
    steps: list[Match[AnyOrder] | SelfCancel] = []
    remaining = incoming.remaining_count
    spent: defaultdict[str | None, Decimal] = defaultdict(lambda: ZERO)
    stopped: Literal["self_trade", "order_group"] | None = None

    def available(group_id: str | None) -> Decimal:
        return UNLIMITED if group_id is None else capacity(group_id) - spent[group_id]

    for resting in book.matchable(incoming.side, incoming.price):
        if not remaining or available(incoming.order_group_id) <= 0:
            break
        if resting.owner.account == incoming.owner.account:
            if incoming.self_trade_prevention_type == "taker_at_cross":
                stopped = "self_trade"
                break
            steps.append(SelfCancel(resting.order_id))
            continue
        groups = (incoming.order_group_id, resting.order_group_id)
        count = min(remaining, resting.remaining_count, *(available(group) for group in groups))
        if count <= 0:
            continue
        steps.append(Match(resting, count))
        remaining -= count
        for group in groups:
            spent[group] += count
    triggers = available(incoming.order_group_id) <= 0
    if stopped is None and remaining and triggers:
        stopped = "order_group"
    rests = bool(remaining) and stopped is None and incoming.time_in_force == "good_till_canceled"
    return Plan(tuple(steps), incoming.remaining_count - remaining, remaining, stopped, rests, triggers)
