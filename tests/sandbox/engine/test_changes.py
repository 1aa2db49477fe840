"""Amending and decreasing orders: when a place in the queue is kept, and when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import Amendment, Order

from .conftest import TICKER, Floor


def _amendment(order: Order, **changes: Any) -> Amendment:
    same = {"ticker": order.ticker, "side": order.side, "price": order.price, "count": order.initial_count}
    return Amendment(**{**same, **changes})


def _amend(floor: Floor, order: Order, **changes: Any) -> Any:
    return floor.exchange.orders.amend(order.owner.account, order.order_id, _amendment(order, **changes))


@pytest.fixture
def queue(floor: Floor) -> tuple[Order, Order]:
    """Alice's order of 10 ahead of bob's."""
    return floor.place("alice", "bid", "10", "0.4").order, floor.place("bob", "bid", "10", "0.4").order


def _first(floor: Floor) -> str:
    """Who is first in the queue."""
    floor.place("carol", "ask", "1", "0.4", time_in_force="immediate_or_cancel")
    return next(name for name in ("alice", "bob") if floor.exchange.orders.fills(name))


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (lambda now: {"count": Decimal(5)}, "alice"),
        (lambda now: {}, "alice"),
        (lambda now: {"expiration_time": now + timedelta(seconds=9)}, "alice"),
        (lambda now: {"count": Decimal(11)}, "bob"),
    ],
)
def test_a_smaller_size_or_another_expiry_keeps_the_place(
    floor: Floor, queue: tuple[Order, Order], change: Callable[[Any], dict[str, Any]], first: str
) -> None:
    _amend(floor, queue[0], **change(floor.clock.now()))
    assert _first(floor) == first


def test_another_price_loses_the_place_for_good(floor: Floor, queue: tuple[Order, Order]) -> None:
    _amend(floor, queue[0], price=Decimal("0.39"))
    _amend(floor, queue[0], price=Decimal("0.4"))
    assert _first(floor) == "bob"


def test_the_count_of_an_amendment_includes_what_has_filled(floor: Floor, queue: tuple[Order, Order]) -> None:
    floor.place("carol", "ask", "4", "0.4")
    amended = _amend(floor, queue[0], count=Decimal(7))
    assert (amended.order.fill_count, amended.remaining_count, amended.fill_count) == (4, 3, 0)
    action = lambda: _amend(floor, queue[0], count=Decimal(4))  # noqa: E731
    assert floor.rejected(action) == (400, "invalid_parameters")


def test_an_amendment_that_crosses_trades_as_taker(floor: Floor, queue: tuple[Order, Order]) -> None:
    floor.place("carol", "ask", "4", "0.5")
    amended = _amend(floor, queue[0], price=Decimal("0.55"))
    assert (amended.fill_count, amended.remaining_count, amended.average_fill_price) == (4, 6, Decimal("0.5"))
    assert amended.fills[0].is_taker


def test_a_post_only_order_can_not_be_amended_across_the_book(floor: Floor) -> None:
    order = floor.place("alice", "bid", "10", "0.4", post_only=True).order
    floor.place("carol", "ask", "4", "0.5")
    action = lambda: _amend(floor, order, price=Decimal("0.5"))  # noqa: E731
    assert floor.rejected(action) == (400, "post_only_would_cross")


def test_an_amendment_beyond_the_balance_is_rejected_and_the_order_still_rests(
    floor: Floor, queue: tuple[Order, Order]
) -> None:
    action = lambda: _amend(floor, queue[0], count=Decimal(251))  # noqa: E731
    assert floor.rejected(action) == (400, "insufficient_balance")
    assert _amend(floor, queue[0], count=Decimal(250)).remaining_count == 250
    assert floor.cash("alice") == 0


@pytest.mark.parametrize("change", [{"ticker": "OTHER"}, {"side": "ask"}, {"client_order_id": "not-mine"}])
def test_an_amendment_must_name_the_order_as_it_is(
    floor: Floor, queue: tuple[Order, Order], change: dict[str, Any]
) -> None:
    assert floor.rejected(lambda: _amend(floor, queue[0], **change)) == (400, "invalid_parameters")


def test_an_updated_client_order_id_must_be_new(floor: Floor) -> None:
    floor.place("alice", "bid", "1", "0.4", client_order_id="first")
    order = floor.place("alice", "bid", "1", "0.4", client_order_id="second").order
    action = lambda: _amend(floor, order, updated_client_order_id="first")  # noqa: E731
    assert floor.rejected(action) == (409, "order_already_exists")
    assert _amend(floor, order, updated_client_order_id="third").order.client_order_id == "third"
    action = lambda: floor.place("alice", "bid", "1", "0.4", client_order_id="second")  # noqa: E731
    assert floor.rejected(action) == (409, "order_already_exists")


def test_an_expiry_can_be_moved_and_removed(floor: Floor) -> None:
    expiry = floor.clock.now() + timedelta(seconds=10)
    first = floor.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    second = floor.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    third = floor.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    _amend(floor, first, expiration_time=expiry + timedelta(seconds=10))
    _amend(floor, second, remove_expiration=True)
    floor.clock.advance(10)
    assert third.order_id not in floor.resting("alice")
    assert floor.resting("alice") == [first.order_id, second.order_id]
    floor.clock.advance(10)
    assert floor.resting("alice") == [second.order_id]


def test_a_decrease_keeps_the_place_and_frees_collateral(floor: Floor, queue: tuple[Order, Order]) -> None:
    by = floor.exchange.orders.decrease("alice", queue[0].order_id, reduce_by=Decimal(3))
    assert (by.reduced_by, by.order.remaining_count, floor.held("alice")) == (3, 7, Decimal("2.8"))
    to = floor.exchange.orders.decrease("alice", queue[0].order_id, reduce_to=Decimal(2))
    assert (to.reduced_by, to.order.remaining_count) == (5, 2)
    assert _first(floor) == "alice"


def test_a_decrease_to_nothing_cancels(floor: Floor, queue: tuple[Order, Order]) -> None:
    assert floor.exchange.orders.decrease("alice", queue[0].order_id, reduce_to=Decimal(0)).order.status == "canceled"
    assert floor.exchange.orders.decrease("bob", queue[1].order_id, reduce_by=Decimal(10)).order.status == "canceled"
    assert floor.exchange.books.get(TICKER).bids == ()


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"reduce_by": Decimal(1), "reduce_to": Decimal(1)},
        {"reduce_by": Decimal(0)},
        {"reduce_by": Decimal(11)},
        {"reduce_to": Decimal(11)},
        {"reduce_to": Decimal("-1")},
        {"reduce_by": Decimal("0.001")},
    ],
)
def test_a_decrease_takes_one_count_that_lowers(
    floor: Floor, queue: tuple[Order, Order], counts: dict[str, Any]
) -> None:
    action = lambda: floor.exchange.orders.decrease("alice", queue[0].order_id, **counts)  # noqa: E731
    assert floor.rejected(action) == (400, "invalid_parameters")
