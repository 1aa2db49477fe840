"""An exchange that accepts a client_order_id twice, against its rules: one order or a loud error."""

from __future__ import annotations

import pytest

from kalshi_overlay.orders import DuplicateOrderError, PlacedOrder, place
from kalshi_overlay.sandbox.answers import Answer
from kalshi_overlay.sandbox.faults import Delay, Fault, Reset, Status
from kalshi_overlay.sandbox.validation import CheckedRequest
from tests.orders.venue import Venue


@pytest.fixture
def careless(hasty_venue: Venue) -> Venue:
    """A venue whose exchange forgets which ids it has seen."""
    create = hasty_venue.exchange.answers.handlers["CreateOrderV2"]

    def create_again(request: CheckedRequest) -> Answer:
        hasty_venue.exchange.engine._state.account(hasty_venue.account).client_order_ids.clear()
        return create(request)

    hasty_venue.exchange.answers.handlers["CreateOrderV2"] = create_again
    return hasty_venue


def test_the_exchange_of_these_tests_does_accept_an_id_twice(careless: Venue) -> None:
    for _ in range(2):
        careless.call(place, "sync", body=careless.new_order(client_order_id="mine"))
    assert len(careless.orders("mine")) == 2


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
@pytest.mark.parametrize(
    "fault",
    [
        Reset("before_answering"),
        Reset("before_acting"),
        Status(500, acting=True),
        Status(429, acting=True),
        Delay(0.5),
        Delay(3),
        Delay(5.5),
    ],
    ids=repr,
)
def test_a_request_that_fails_ends_in_one_order(careless: Venue, fault: Fault, mode: str) -> None:
    careless.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = careless.call(place, mode, body=careless.new_order())
    careless.arrive()
    assert [order.order_id for order in careless.orders()] == [placed.order_id]


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
def test_two_orders_under_one_id_are_a_loud_error(careless: Venue, mode: str) -> None:
    # It arrives after it was taken for lost, and before the second one was looked for.
    careless.exchange.faults.add(Delay(6.8), operation="CreateOrderV2", times=1)
    with pytest.raises(DuplicateOrderError, match="accepted it 2 times") as caught:
        careless.call(place, mode, body=careless.new_order())
    assert set(caught.value.order_ids) == {order.order_id for order in careless.orders(caught.value.client_order_id)}
    assert len(caught.value.order_ids) == 2


def test_an_exchange_that_places_an_order_twice_at_once_is_a_loud_error(careless: Venue) -> None:
    create = careless.exchange.answers.handlers["CreateOrderV2"]

    def create_twice(request: CheckedRequest) -> Answer:
        create(request)
        return create(request)

    careless.exchange.answers.handlers["CreateOrderV2"] = create_twice
    careless.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    with pytest.raises(DuplicateOrderError):
        careless.call(place, "sync", body=careless.new_order())
