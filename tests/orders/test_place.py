"""Placing an order exactly once, whatever becomes of the request."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from decimal import Decimal
from typing import cast

import httpx
import pytest
from attrs import evolve

from kalshi_gen.errors import (
    AuthRequiredError,
    InvalidRequestError,
    KalshiConflictError,
    KalshiValidationError,
)
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.errors import KalshiNetworkError
from kalshi_overlay.orders import NotCarriedOutError, OrderStateUnknownError, PlacedOrder, place
from kalshi_overlay.sandbox.answers import Answer
from kalshi_overlay.sandbox.faults import Body, Delay, Fault, Lag, Reset, Status, drift
from kalshi_overlay.sandbox.validation import CheckedRequest
from tests.orders.venue import FILLING, Venue

ACTED: list[Fault] = [
    Reset("before_answering"),
    Reset("mid_answer"),
    Status(503, acting=True),
    Status(429, acting=True),
    Body("html"),
    Body("truncated"),
]
NOT_ACTED: list[Fault] = [Reset("before_reading"), Reset("before_acting"), Status(500), Status(429)]
MODES = ["sync", "asyncio"]


@pytest.mark.parametrize("mode", MODES)
def test_an_answered_order_is_told_as_answered(venue: Venue, mode: str) -> None:
    body = venue.new_order(price=FILLING)
    placed: PlacedOrder = venue.call(place, mode, body=body)
    (order,) = venue.orders()
    assert placed.answer is not None
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))
    assert not body.client_order_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ACTED, ids=repr)
def test_an_order_that_stands_is_read_back_and_not_sent_again(venue: Venue, fault: Fault, mode: str) -> None:
    rule = venue.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, mode, body=venue.new_order())
    assert placed.order is not None
    assert [order.order_id for order in venue.orders(placed.client_order_id)] == [placed.order_id]
    assert rule.calls == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", NOT_ACTED, ids=repr)
def test_an_order_that_does_not_stand_is_sent_again(venue: Venue, fault: Fault, mode: str) -> None:
    rule = venue.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, mode, body=venue.new_order())
    assert placed.answer is not None
    assert [order.order_id for order in venue.orders()] == [placed.order_id]
    assert rule.calls == 2


@pytest.mark.parametrize("lag", [0.5, 2.0, 8.0])
def test_reads_that_lag_are_waited_for(venue: Venue, lag: float) -> None:
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    venue.exchange.faults.add(Lag(lag))
    placed: PlacedOrder = venue.call(place, "sync", body=venue.new_order())
    assert [order.order_id for order in venue.orders()] == [placed.order_id]
    assert rule.calls == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [Delay(4), Delay(4, "before_answering")], ids=repr)
def test_an_order_whose_answer_is_late_is_not_sent_again(hasty_venue: Venue, fault: Fault, mode: str) -> None:
    rule = hasty_venue.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = hasty_venue.call(place, mode, body=hasty_venue.new_order())
    assert [order.order_id for order in hasty_venue.orders()] == [placed.order_id]
    assert rule.calls == 1


@pytest.mark.parametrize("time_in_force", ["immediate_or_cancel", "fill_or_kill"])
def test_an_order_that_leaves_nothing_on_the_book_is_found(venue: Venue, time_in_force: str) -> None:
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    body = venue.new_order(price=FILLING, time_in_force=time_in_force)
    placed: PlacedOrder = venue.call(place, "sync", body=body)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))
    assert rule.calls == 1


def test_an_order_that_has_moved_to_the_archive_is_found(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    venue.exchange.historical_cutoff = venue.exchange.clock.now() + timedelta(days=1)
    placed: PlacedOrder = venue.call(place, "sync", body=venue.new_order(price=FILLING))
    assert placed.fill_count == 1
    assert rule.calls == 1


def test_an_order_on_a_later_page_is_found(venue: Venue) -> None:
    handlers = venue.exchange.answers.handlers
    create, get_orders = handlers["CreateOrderV2"], handlers["GetOrders"]

    def create_and_some_more(request: CheckedRequest) -> Answer:
        answer = create(request)
        for _ in range(3):
            venue.rest("1")
        return answer

    def one_a_page(request: CheckedRequest) -> Answer:
        return get_orders(evolve(request, query={**request.query, "limit": 1}))

    handlers |= {"CreateOrderV2": create_and_some_more, "GetOrders": one_a_page}
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, "sync", body=venue.new_order())
    assert venue.order(placed.order_id).client_order_id == placed.client_order_id
    assert rule.calls == 1


@pytest.mark.parametrize("name", ["null-outer-lists", "nulls-in-lists"])
def test_a_list_that_does_not_tell_all_does_not_prove_that_an_order_is_missing(venue: Venue, name: str) -> None:
    venue.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    venue.exchange.faults.add(drift(name), operation="GetOrders")
    with pytest.raises(OrderStateUnknownError):
        venue.call(place, "sync", body=venue.new_order())
    assert venue.orders() == []


def test_a_refusal_of_the_first_request_is_raised_as_it_is(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Reset("mid_answer"), operation="GetUserDataTimestamp")
    with pytest.raises(KalshiValidationError):
        venue.call(place, "sync", body=venue.new_order(count=Decimal(1_000_000_000)))
    with pytest.raises(KalshiConflictError, match="fill_or_kill"):
        venue.call(place, "sync", body=venue.new_order(time_in_force="fill_or_kill"))
    assert rule.calls == 0


def test_an_id_that_the_caller_has_used_before_is_a_conflict(venue: Venue) -> None:
    body = venue.new_order(client_order_id="mine")
    venue.call(place, "sync", body=body)
    with pytest.raises(KalshiConflictError):
        venue.call(place, "sync", body=body)
    assert len(venue.orders()) == 1


def test_an_older_order_under_the_same_id_is_not_taken_for_this_one(venue: Venue) -> None:
    venue.rest(name="mine")
    venue.exchange.clock.advance(3600)
    venue.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    with pytest.raises(KalshiConflictError):
        venue.call(place, "sync", body=venue.new_order(client_order_id="mine"))


def test_a_conflict_after_a_failure_is_read_back(venue: Venue) -> None:
    handlers = venue.exchange.answers.handlers
    truthful = dict(handlers)
    created: list[str] = []

    def create(request: CheckedRequest) -> Answer:
        created.append(request.body["client_order_id"])
        return truthful["CreateOrderV2"](request)

    def list_nothing_at_first(request: CheckedRequest) -> Answer:
        return Answer(200, {"orders": [], "cursor": ""}) if len(created) < 2 else truthful["GetOrders"](request)

    handlers |= {"CreateOrderV2": create, "GetOrders": list_nothing_at_first}
    venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = venue.call(place, "sync", body=venue.new_order())
    assert created == [placed.client_order_id] * 2
    assert [order.order_id for order in venue.orders()] == [placed.order_id]


@pytest.mark.parametrize("mode", MODES)
def test_an_exchange_that_always_fails_leaves_no_order_and_says_so(venue: Venue, mode: str) -> None:
    venue.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(NotCarriedOutError, match="CreateOrderV2 3 times") as caught:
        venue.call(place, mode, body=venue.new_order(client_order_id="mine"))
    assert caught.value.client_order_id == "mine"
    assert venue.orders() == []


@pytest.mark.parametrize("mode", MODES)
def test_what_can_not_be_found_out_in_time_is_declared_unknown(venue: Venue, mode: str) -> None:
    venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2")
    venue.exchange.faults.add(Status(500), operation="GetOrders")
    began = venue.exchange.clock()
    with pytest.raises(OrderStateUnknownError, match="look for the order") as caught:
        venue.call(place, mode, body=venue.new_order(), deadline=10)
    (order,) = venue.orders()
    assert caught.value.client_order_id == order.client_order_id
    assert caught.value.tried["CreateOrderV2"] == 1
    assert {type(error).__name__ for error in caught.value.errors} == {"KalshiServerError"}
    # The client's own retries wait within the time, too.
    assert venue.exchange.clock() - began <= 11


def test_an_exchange_that_can_not_be_reached_gets_no_order(venue: Venue) -> None:
    with venue.exchange.refusing_connections(), pytest.raises(KalshiNetworkError) as caught:
        venue.call(place, "sync", body=venue.new_order())
    assert not caught.value.may_have_reached_exchange
    assert venue.orders() == []


def test_an_exchange_that_can_be_reached_again_gets_the_order(venue: Venue) -> None:
    with contextlib.ExitStack() as refusing:
        refusing.enter_context(venue.exchange.refusing_connections())
        # It ends at the first wait.
        venue.on_wait = refusing.close
        placed: PlacedOrder = venue.call(place, "sync", body=venue.new_order())
    assert placed.answer is not None


def test_an_httpx_client_of_the_callers_own_is_as_safe(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    client = venue.exchange.client(venue.account)
    with httpx.Client(base_url=venue.exchange.base_url) as own:
        client.set_httpx_client(own)
        placed: PlacedOrder = place.sync(client=client, body=venue.new_order())
    assert placed.order is not None
    assert rule.calls == 1


@pytest.mark.parametrize("deadline", [0, -1, float("inf"), float("nan"), True, "30"])
def test_a_deadline_that_is_none_is_refused(venue: Venue, deadline: float) -> None:
    with pytest.raises(InvalidRequestError, match="deadline"):
        venue.call(place, "sync", body=venue.new_order(), deadline=deadline)


def test_what_is_no_order_is_refused_before_anything_is_sent(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="body: must be a CreateOrderV2Request, not dict"):
        venue.call(place, "sync", body={"ticker": venue.ticker})
    with pytest.raises(InvalidRequestError, match="client_order_id"):
        venue.call(place, "sync", body=venue.new_order(client_order_id=7))
    public = cast("KalshiAuthenticatedClient", venue.exchange.public_client())
    with pytest.raises(AuthRequiredError):
        place.sync(client=public, body=venue.new_order())
    assert rule.calls == 0


def test_a_canceled_task_ends_at_once(venue: Venue) -> None:
    venue.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")

    async def canceled() -> None:
        task = asyncio.ensure_future(place.asyncio(client=venue.client, body=venue.new_order()))
        venue.on_wait = task.cancel
        await task

    with pytest.raises(asyncio.CancelledError):
        venue.runner.run(canceled())
    assert venue.orders() == []
