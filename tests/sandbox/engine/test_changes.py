"""Amending and decreasing orders: when a place in the queue is kept, and when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import Amendment, Order

from .conftest import TICKER, Harness


def _amendment(order: Order, **changes: Any) -> Amendment:
    same = {"ticker": order.ticker, "side": order.side, "price": order.price, "count": order.initial_count}
    return Amendment(**{**same, **changes})


def _amend(harness: Harness, order: Order, **changes: Any) -> Any:
    return harness.exchange.orders.amend(order.owner.account, order.order_id, _amendment(order, **changes))


@pytest.fixture
def queue(harness: Harness) -> tuple[Order, Order]:
    """Alice's order of 10 ahead of bob's."""
    return harness.place("alice", "bid", "10", "0.4").order, harness.place("bob", "bid", "10", "0.4").order


def _first(harness: Harness) -> str:
    """Who is first in the queue."""
    harness.place("carol", "ask", "1", "0.4", time_in_force="immediate_or_cancel")
    return next(name for name in ("alice", "bob") if harness.exchange.orders.fills(name))


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
    harness: Harness, queue: tuple[Order, Order], change: Callable[[Any], dict[str, Any]], first: str
) -> None:
    _amend(harness, queue[0], **change(harness.clock.now()))
    assert _first(harness) == first


def test_another_price_loses_the_place_for_good(harness: Harness, queue: tuple[Order, Order]) -> None:
    _amend(harness, queue[0], price=Decimal("0.39"))
    _amend(harness, queue[0], price=Decimal("0.4"))
    assert _first(harness) == "bob"


def test_the_count_of_an_amendment_includes_what_has_filled(harness: Harness, queue: tuple[Order, Order]) -> None:
    harness.place("carol", "ask", "4", "0.4")
    amended = _amend(harness, queue[0], count=Decimal(7))
    assert (amended.order.fill_count, amended.remaining_count, amended.fill_count) == (4, 3, 0)
    action = lambda: _amend(harness, queue[0], count=Decimal(4))  # noqa: E731
    assert harness.rejected(action) == (400, "invalid_parameters")


def test_an_amendment_that_crosses_trades_as_taker(harness: Harness, queue: tuple[Order, Order]) -> None:
    harness.place("carol", "ask", "4", "0.5")
    amended = _amend(harness, queue[0], price=Decimal("0.55"))
    assert (amended.fill_count, amended.remaining_count, amended.average_fill_price) == (4, 6, Decimal("0.5"))
    assert amended.fills[0].is_taker


def test_a_post_only_order_can_not_be_amended_across_the_book(harness: Harness) -> None:
    order = harness.place("alice", "bid", "10", "0.4", post_only=True).order
    harness.place("carol", "ask", "4", "0.5")
    action = lambda: _amend(harness, order, price=Decimal("0.5"))  # noqa: E731
    assert harness.rejected(action) == (400, "post_only_would_cross")


def test_an_amendment_beyond_the_balance_is_rejected_and_the_order_still_rests(
    harness: Harness, queue: tuple[Order, Order]
) -> None:
    action = lambda: _amend(harness, queue[0], count=Decimal(251))  # noqa: E731
    assert harness.rejected(action) == (400, "insufficient_balance")
    assert _amend(harness, queue[0], count=Decimal(250)).remaining_count == 250
    assert harness.cash("alice") == 0


@pytest.mark.parametrize("change", [{"ticker": "OTHER"}, {"side": "ask"}, {"client_order_id": "not-mine"}])
def test_an_amendment_must_name_the_order_as_it_is(
    harness: Harness, queue: tuple[Order, Order], change: dict[str, Any]
) -> None:
    assert harness.rejected(lambda: _amend(harness, queue[0], **change)) == (400, "invalid_parameters")


def test_an_updated_client_order_id_must_be_new(harness: Harness) -> None:
    harness.place("alice", "bid", "1", "0.4", client_order_id="first")
    order = harness.place("alice", "bid", "1", "0.4", client_order_id="second").order
    action = lambda: _amend(harness, order, updated_client_order_id="first")  # noqa: E731
    assert harness.rejected(action) == (409, "order_already_exists")
    assert _amend(harness, order, updated_client_order_id="third").order.client_order_id == "third"
    action = lambda: harness.place("alice", "bid", "1", "0.4", client_order_id="second")  # noqa: E731
    assert harness.rejected(action) == (409, "order_already_exists")


def test_an_expiry_can_be_moved_and_removed(harness: Harness) -> None:
    expiry = harness.clock.now() + timedelta(seconds=10)
    first = harness.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    second = harness.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    third = harness.place("alice", "bid", "1", "0.4", expiration_time=expiry).order
    _amend(harness, first, expiration_time=expiry + timedelta(seconds=10))
    _amend(harness, second, remove_expiration=True)
    harness.clock.advance(10)
    assert third.order_id not in harness.resting("alice")
    assert harness.resting("alice") == [first.order_id, second.order_id]
    harness.clock.advance(10)
    assert harness.resting("alice") == [second.order_id]


def test_a_decrease_keeps_the_place_and_frees_collateral(harness: Harness, queue: tuple[Order, Order]) -> None:
    by = harness.exchange.orders.decrease("alice", queue[0].order_id, reduce_by=Decimal(3))
    assert (by.reduced_by, by.order.remaining_count, harness.held("alice")) == (3, 7, Decimal("2.8"))
    to = harness.exchange.orders.decrease("alice", queue[0].order_id, reduce_to=Decimal(2))
    assert (to.reduced_by, to.order.remaining_count) == (5, 2)
    assert _first(harness) == "alice"


def test_a_decrease_to_nothing_cancels(harness: Harness, queue: tuple[Order, Order]) -> None:
    assert harness.exchange.orders.decrease("alice", queue[0].order_id, reduce_to=Decimal(0)).order.status == "canceled"
    assert harness.exchange.orders.decrease("bob", queue[1].order_id, reduce_by=Decimal(10)).order.status == "canceled"
    assert harness.exchange.books.get(TICKER).bids == ()


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
    harness: Harness, queue: tuple[Order, Order], counts: dict[str, Any]
) -> None:
    action = lambda: harness.exchange.orders.decrease("alice", queue[0].order_id, **counts)  # noqa: E731
    assert harness.rejected(action) == (400, "invalid_parameters")
