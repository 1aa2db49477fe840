"""An exchange that accepts a client_order_id twice, against its rules: an error, if it is seen."""

from __future__ import annotations

from itertools import count

import pytest

from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_overlay.orders import DuplicateOrderError, PlacedOrder, place, place_batch
from kalshi_sandbox.answers import Answer, Handler
from kalshi_sandbox.faults import Fault, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import MODES, Harness


@pytest.fixture
def careless(harness: Harness) -> Harness:
    """An exchange that forgets which ids it has seen."""
    handlers = harness.exchange.answers.handlers
    for operation in ("CreateOrderV2", "BatchCreateOrdersV2"):
        handlers[operation] = forgetting(harness, operation)
    return harness


def forgetting(harness: Harness, operation: str) -> Handler:
    create = harness.exchange.answers.handlers[operation]

    def create_again(request: CheckedRequest) -> Answer:
        harness.exchange.engine._state.account(harness.account).client_order_ids.clear()
        return create(request)

    return create_again


def test_the_exchange_of_these_tests_does_accept_an_id_twice(careless: Harness) -> None:
    for _ in range(2):
        careless.call(place, "sync", body=careless.new_order(client_order_id="mine"))
    assert len(careless.orders("mine")) == 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [Reset("before_answering"), Status(500, acting=True)], ids=repr)
def test_two_orders_under_one_id_are_an_error(careless: Harness, fault: Fault, mode: str) -> None:
    careless.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    with pytest.raises(DuplicateOrderError, match="accepted it 2 times") as caught:
        careless.call(place, mode, body=careless.new_order())
    assert set(caught.value.order_ids) == {order.order_id for order in careless.orders(caught.value.client_order_id)}
    assert len(caught.value.order_ids) == 2


def test_two_orders_of_a_batch_under_one_id_are_an_error_of_that_one(careless: Harness) -> None:
    careless.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    body = BatchCreateOrdersV2Request(orders=[careless.new_order(), careless.new_order()])
    found = careless.call(place_batch, "sync", body=body)
    assert [type(each) for each in found] == [DuplicateOrderError] * 2


def test_an_exchange_that_places_an_order_twice_at_once_is_an_error(careless: Harness) -> None:
    create = careless.exchange.answers.handlers["CreateOrderV2"]

    def create_twice(request: CheckedRequest) -> Answer:
        create(request)
        return create(request)

    careless.exchange.answers.handlers["CreateOrderV2"] = create_twice
    careless.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2")
    with pytest.raises(DuplicateOrderError):
        careless.call(place, "sync", body=careless.new_order())


def test_an_answer_to_a_later_request_counts_though_nothing_can_be_read(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Status(500), operation="GetOrders")
    began = harness.exchange.clock()
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert placed.answer is not None
    assert harness.exchange.clock() - began < 0.2


def test_an_answer_to_a_later_request_counts_though_the_list_is_too_long_to_be_read(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    pages = count()

    def slow_page(request: CheckedRequest) -> Answer:
        harness.exchange.clock.advance(1)
        return Answer(200, {"orders": [], "cursor": f"page {next(pages)}"})

    harness.exchange.answers.handlers["GetOrders"] = slow_page
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order(), timeout=5)
    assert placed.answer is not None
