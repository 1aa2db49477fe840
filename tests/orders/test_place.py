"""Placing an order under each fault, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kalshi_overlay.orders import NotCarriedOutError, PlacedOrder, place
from kalshi_overlay.sandbox.faults import Body, Delay, Fault, Reset, Status
from tests.orders.venue import FILLING, Venue, new_order, open_venue


@pytest.fixture
def venue() -> Iterator[Venue]:
    with open_venue() as venue:
        yield venue


ACTED: list[Fault] = [Reset("before_answering"), Reset("mid_answer"), Status(503, acting=True), Body("html")]
NOT_ACTED: list[Fault] = [Reset("before_reading"), Reset("before_acting"), Status(500), Status(429)]


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
def test_an_answered_order_is_told_as_answered(venue: Venue, mode: str) -> None:
    body = new_order(price=FILLING)
    placed: PlacedOrder = venue.call(place, mode, body=body)
    (order,) = venue.orders()
    assert placed.answer is not None
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))
    assert not body.client_order_id


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
@pytest.mark.parametrize("fault", ACTED, ids=repr)
def test_an_order_that_stands_is_read_back_and_not_sent_again(venue: Venue, fault: Fault, mode: str) -> None:
    rule = venue.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, mode, body=new_order())
    assert placed.order is not None
    assert [order.order_id for order in venue.orders(placed.client_order_id)] == [placed.order_id]
    assert rule.calls == 1


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
@pytest.mark.parametrize("fault", NOT_ACTED, ids=repr)
def test_an_order_that_does_not_stand_is_sent_again(venue: Venue, fault: Fault, mode: str) -> None:
    rule = venue.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, mode, body=new_order())
    assert placed.answer is not None
    assert [order.order_id for order in venue.orders()] == [placed.order_id]
    assert rule.calls == 2


def test_an_order_that_arrives_late_is_not_sent_again(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Delay(4), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, "sync", body=new_order())
    assert [order.order_id for order in venue.orders()] == [placed.order_id]
    assert rule.calls == 1


def test_an_exchange_that_always_fails_leaves_no_order_and_says_so(venue: Venue) -> None:
    venue.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(NotCarriedOutError, match="CreateOrderV2 3 times"):
        venue.call(place, "sync", body=new_order())
    assert venue.orders() == []
