"""Placing an order exactly once, whatever becomes of the request."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID

import httpx
import pytest

from kalshi_gen.errors import (
    AuthRequiredError,
    InvalidRequestError,
    KalshiConflictError,
    KalshiError,
    KalshiValidationError,
)
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.errors import KalshiNetworkError
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError, PlacedOrder, place
from kalshi_overlay.orders.reading import READ_LAG
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Delay, Fault, Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import answers_with
from tests.orders.harness import FILLING, MODES, Harness

ACTED: list[Fault] = [
    Reset("before_answering"),
    Reset("mid_answer"),
    Status(503, acting=True),
    Status(429, acting=True),
    Body("html"),
    Body("truncated"),
]
NOT_ACTED: list[Fault] = [Reset("before_reading"), Reset("before_acting"), Status(500), Status(429)]


@pytest.mark.parametrize("mode", MODES)
def test_an_answered_order_is_returned_as_answered(harness: Harness, mode: str) -> None:
    body = harness.new_order(price=FILLING)
    placed: PlacedOrder = harness.call(place, mode, body=body)
    (order,) = harness.orders()
    assert placed.answer is not None
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))
    assert not body.client_order_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ACTED, ids=repr)
def test_an_order_that_was_placed_is_read_back(harness: Harness, fault: Fault, mode: str) -> None:
    rule = harness.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = harness.call(place, mode, body=harness.new_order())
    assert placed.order is not None
    assert [order.order_id for order in harness.orders()] == [placed.order_id]
    # The second is refused with 409, since the id is used.
    assert rule.calls == 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "answered",
    [
        {"client_order_id": "another"},
        {"order_id": None},
        {"order_id": ""},
        {"order_id": 7},
        {"order_id": ["it"]},
        {"fill_count": None},
        {"remaining_count": "many"},
    ],
    ids=str,
)
def test_an_answer_with_one_wrong_field_is_none_and_the_order_is_read_back(
    harness: Harness, answered: dict[str, object], mode: str
) -> None:
    answers_with(harness, "CreateOrderV2", **answered)
    placed: PlacedOrder = harness.call(place, mode, body=harness.new_order())
    (order,) = harness.orders()
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert placed.answer is None
    assert placed.order is not None


def test_an_answer_that_leaves_the_client_order_id_out_is_an_answer(harness: Harness) -> None:
    answers_with(harness, "CreateOrderV2", client_order_id=None)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order(client_order_id="mine"))
    assert placed.answer is not None
    assert placed.client_order_id == "mine"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", NOT_ACTED, ids=repr)
def test_an_order_that_was_not_placed_is_sent_again_at_once(harness: Harness, fault: Fault, mode: str) -> None:
    rule = harness.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    began = harness.exchange.clock()
    placed: PlacedOrder = harness.call(place, mode, body=harness.new_order())
    assert placed.answer is not None
    assert [order.order_id for order in harness.orders()] == [placed.order_id]
    assert rule.calls == 2
    assert harness.exchange.clock() - began == pytest.approx(0.1)


def test_it_waits_for_as_long_as_the_exchange_asks(harness: Harness) -> None:
    harness.exchange.faults.add(Status(429, retry_after=3), operation="CreateOrderV2", times=1)
    began = harness.exchange.clock()
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert placed.answer is not None
    assert 3 <= harness.exchange.clock() - began <= 5


@pytest.mark.parametrize("lag", [0.5, 2.0, 8.0])
def test_reads_that_lag_are_waited_for(harness: Harness, lag: float) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Lag(lag))
    began = harness.exchange.clock()
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert [order.order_id for order in harness.orders()] == [placed.order_id]
    assert lag <= harness.exchange.clock() - began <= 1.5 * lag + 1


def test_the_outcome_after_a_lost_answer_is_known_within_a_second(harness: Harness) -> None:
    taken = []
    for fault in [*ACTED, *NOT_ACTED]:
        harness.exchange.faults.clear()
        harness.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
        harness.exchange.faults.add(Lag(0.3))
        began = harness.exchange.clock()
        harness.call(place, "sync", body=harness.new_order())
        taken.append(harness.exchange.clock() - began)
    assert statistics.median(taken) < 0.6
    assert max(taken) < 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seconds", [4, 59])
@pytest.mark.parametrize("when", ["before_acting", "before_answering"])
def test_a_request_that_arrives_late_places_nothing_more(
    hasty_harness: Harness, when: str, seconds: float, mode: str
) -> None:
    fault = Delay(seconds, "before_acting" if when == "before_acting" else "before_answering")
    hasty_harness.exchange.faults.add(fault, operation="CreateOrderV2", times=1)
    placed: PlacedOrder = hasty_harness.call(place, mode, body=hasty_harness.new_order())
    hasty_harness.arrive()
    assert [order.order_id for order in hasty_harness.orders()] == [placed.order_id]


@pytest.mark.parametrize("time_in_force", ["immediate_or_cancel", "fill_or_kill"])
def test_an_order_that_leaves_nothing_on_the_book_is_found(harness: Harness, time_in_force: str) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Lag(2))
    body = harness.new_order(price=FILLING, time_in_force=time_in_force)
    placed: PlacedOrder = harness.call(place, "sync", body=body)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))


def test_a_killed_order_is_known_to_be_killed_once_reads_would_show_it(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    began = harness.exchange.clock()
    with pytest.raises(OrderNotAppliedError, match="the order was killed unfilled"):
        harness.call(place, "sync", body=harness.new_order(time_in_force="fill_or_kill"))
    assert READ_LAG <= harness.exchange.clock() - began <= READ_LAG + 3
    assert harness.orders() == []


def test_it_counts_from_when_the_exchange_said_that_the_id_is_used(hasty_harness: Harness) -> None:
    """The first request arrives late, so that reads which show all of before show nothing of it."""
    exchange = hasty_harness.exchange
    began = exchange.clock()
    exchange.faults.add(Delay(6), operation="CreateOrderV2", times=1)
    exchange.faults.add(Lag(4))

    def fail_until_it_has_arrived() -> None:
        if len(exchange.faults.rules) == 2:
            exchange.faults.add(Status(503), operation="CreateOrderV2")
        elif exchange.clock() - began > 4.5:
            exchange.faults.clear()
            exchange.faults.add(Lag(4))

    hasty_harness.on_wait = fail_until_it_has_arrived
    body = hasty_harness.new_order(price=FILLING, time_in_force="fill_or_kill")
    placed: PlacedOrder = hasty_harness.call(place, "sync", body=body)
    assert placed.order is not None
    assert [order.order_id for order in hasty_harness.orders()] == [placed.order_id]


def test_an_order_that_may_rest_is_never_thought_killed(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    empty = Answer(200, {"orders": [], "cursor": ""})
    harness.exchange.answers.handlers |= {"GetOrders": lambda _: empty, "GetHistoricalOrders": lambda _: empty}
    with pytest.raises(OrderStateUnknownError):
        harness.call(place, "sync", body=harness.new_order())


def test_a_rejection_of_the_first_request_is_raised_as_it_is(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Reset("mid_answer"), operation="GetUserDataTimestamp")
    with pytest.raises(KalshiValidationError):
        harness.call(place, "sync", body=harness.new_order(count=Decimal(1_000_000_000)))
    with pytest.raises(KalshiConflictError, match="fill_or_kill"):
        harness.call(place, "sync", body=harness.new_order(time_in_force="fill_or_kill"))
    assert rule.calls == 0


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "insufficient_balance"),
        (409, "market_closed"),
        (404, "market_not_found"),
        (404, "user_not_found"),
        (401, "expired"),
    ],
)
def test_a_rejection_of_a_later_request_does_not_speak_for_the_first(
    harness: Harness, refusal: tuple[int, str]
) -> None:
    create, sends = harness.exchange.answers.handlers["CreateOrderV2"], list[str]()

    def create_once(request: CheckedRequest) -> Answer:
        sends.append(request.body["client_order_id"])
        if len(sends) > 1:
            status, code = refusal
            raise ErrorAnswer(status, code, code, "")
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = create_once
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Lag(1))
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert [order.order_id for order in harness.orders()] == [placed.order_id]
    assert sends == [placed.client_order_id] * 2


def test_an_id_that_the_caller_has_used_before_is_a_conflict(harness: Harness) -> None:
    body = harness.new_order(client_order_id="mine")
    harness.call(place, "sync", body=body)
    with pytest.raises(KalshiConflictError):
        harness.call(place, "sync", body=body)
    assert len(harness.orders()) == 1


def test_a_new_id_that_is_used_at_once_is_this_order_s(harness: Harness) -> None:
    create = harness.exchange.answers.handlers["CreateOrderV2"]

    def create_twice(request: CheckedRequest) -> Answer:
        # As by a proxy on the way that repeats what it has got no answer to.
        create(request)
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = create_twice
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert [order.order_id for order in harness.orders()] == [placed.order_id]


@pytest.mark.parametrize("age", [30, 3600])
@pytest.mark.parametrize("time_in_force", ["good_till_canceled", "fill_or_kill"])
def test_an_older_order_under_the_same_id_is_not_taken_for_this_one(
    harness: Harness, time_in_force: str, age: float
) -> None:
    older = harness.rest(name="mine")
    harness.exchange.clock.advance(age)
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    began = harness.exchange.clock()
    body = harness.new_order(client_order_id="mine", time_in_force=time_in_force)
    with pytest.raises(KalshiConflictError):
        harness.call(place, "sync", body=body)
    assert harness.exchange.clock() - began <= READ_LAG + 3
    assert [order.order_id for order in harness.orders()] == [older.order_id]


@pytest.mark.parametrize("mode", MODES)
def test_what_can_not_be_read_in_time_is_unknown(harness: Harness, mode: str) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2")
    harness.exchange.faults.add(Status(500), operation="GetOrders")
    began = harness.exchange.clock()
    with pytest.raises(OrderStateUnknownError, match="look for the order") as caught:
        harness.call(place, mode, body=harness.new_order(), timeout=10)
    (order,) = harness.orders()
    assert caught.value.client_order_id == order.client_order_id
    # The used id is known after the second.
    assert caught.value.tried["CreateOrderV2"] > 1
    assert "KalshiServerError" in {type(error).__name__ for error in caught.value.errors}
    assert 9 < harness.exchange.clock() - began < 10


def test_nothing_begins_after_the_deadline(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    began, begun = harness.exchange.clock(), list[float]()
    activate = harness.exchange.faults.activate

    def noted(*arguments: str | None) -> object:
        begun.append(harness.exchange.clock() - began)
        return activate(*arguments)

    monkeypatch.setattr(harness.exchange.faults, "activate", noted)
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError):
        harness.call(place, "sync", body=harness.new_order(), timeout=3)
    assert 2.9 < max(begun) < 3


def test_an_exchange_that_can_not_be_reached_gets_no_order(harness: Harness) -> None:
    with harness.exchange.refusing_connections(), pytest.raises(KalshiNetworkError) as caught:
        harness.call(place, "sync", body=harness.new_order())
    assert not caught.value.may_have_reached_exchange
    assert harness.orders() == []


def test_an_exchange_that_can_be_reached_again_gets_the_order(harness: Harness) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(harness.exchange.refusing_connections())
        # Refusing ends at the first wait.
        harness.on_wait = stack.close
        placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert placed.answer is not None


def test_an_httpx_client_of_the_callers_own_is_as_safe(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    client = harness.exchange.client(harness.account)
    with httpx.Client(base_url=harness.exchange.base_url) as own:
        client.set_httpx_client(own)
        placed: PlacedOrder = place.sync(client=client, body=harness.new_order())
    assert placed.order is not None
    assert rule.calls == 2


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), True, "30"])
def test_a_timeout_that_is_not_seconds_above_0_is_refused(harness: Harness, timeout: float) -> None:
    with pytest.raises(InvalidRequestError, match="timeout"):
        harness.call(place, "sync", body=harness.new_order(), timeout=timeout)


def test_what_is_no_order_is_refused_before_anything_is_sent(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="body: must be a CreateOrderV2Request, not dict"):
        harness.call(place, "sync", body={"ticker": harness.ticker})
    with pytest.raises(InvalidRequestError, match="client_order_id"):
        harness.call(place, "sync", body=harness.new_order(client_order_id=7))
    public = cast("KalshiAuthenticatedClient", harness.exchange.public_client())
    with pytest.raises(AuthRequiredError):
        place.sync(client=public, body=harness.new_order())
    assert rule.calls == 0


def test_a_canceled_task_ends_at_once(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")

    async def canceled() -> None:
        task = asyncio.ensure_future(place.asyncio(client=harness.client, body=harness.new_order()))
        harness.on_wait = task.cancel
        await task

    with pytest.raises(asyncio.CancelledError):
        harness.runner.run(canceled())
    assert harness.orders() == []


def test_a_canceled_task_says_by_which_id_the_order_is_found(harness: Harness) -> None:
    harness.exchange.faults.add(Delay(60, "before_answering"), operation="CreateOrderV2")

    async def canceled() -> asyncio.CancelledError:
        placing = asyncio.create_task(place.asyncio(client=harness.client, body=harness.new_order()))
        while not harness.orders():
            await asyncio.sleep(0.001)
        placing.cancel()
        with pytest.raises(asyncio.CancelledError) as raised:
            await placing
        return raised.value

    note = "".join(asyncio.run(canceled()).__notes__)
    (order,) = harness.orders()
    assert note == f"may have been placed: client_order_id {order.client_order_id}"


def test_an_order_that_has_moved_to_the_archive_is_found(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.historical_cutoff = harness.exchange.clock.now() + timedelta(days=1)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order(price=FILLING))
    assert placed.fill_count == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_second_call_with_the_same_body_without_an_id_is_a_new_order(harness: Harness, mode: str) -> None:
    body = harness.new_order()
    placed = [harness.call(place, mode, body=body) for _ in range(2)]
    assert len({each.client_order_id for each in placed}) == 2
    assert [order.client_order_id for order in harness.orders()] == [each.client_order_id for each in placed]


def failing(harness: Harness, name: str) -> AbstractContextManager[object]:
    """Let placing fail in one of its ways: by the exchange's answer, on the way there, or before it."""
    answers: dict[str, Answer] = {
        "rejected": Answer(400, {"error": {"code": "invalid_order", "message": "post only cross"}}),
        "conflict": Answer(409, {"error": {"code": "market_closed", "message": "closed"}}),
        "not found": Answer(404, {"error": {"code": "market_not_found"}}),
        "rejected with 201": Answer(201, {"error": {"code": "insufficient_balance"}}),
        "unauthorized": Answer(401, {"error": {"code": "authentication_error"}}),
    }
    if name in answers:
        harness.exchange.answers.handlers["CreateOrderV2"] = lambda _: answers[name]
    if name == "not reached":
        return harness.exchange.refusing_connections()
    if name == "unknown":
        harness.exchange.faults.add(Status(503))
    if name == "used":
        empty = Answer(200, {"orders": [], "cursor": ""})
        harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
        harness.exchange.answers.handlers |= {"GetOrders": lambda _: empty, "GetHistoricalOrders": lambda _: empty}
    return contextlib.nullcontext()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        *((name, {}) for name in ("rejected", "conflict", "not found", "rejected with 201", "unauthorized")),
        ("not reached", {}),
        ("unknown", {}),
        ("used", {"time_in_force": "fill_or_kill"}),
        ("not encoded", {"price": Decimal("0.123456789")}),
        ("impossible", {"count": Decimal(0)}),
    ],
)
def test_each_error_gives_back_the_id_that_was_filled_in(
    harness: Harness, name: str, changes: dict[str, object], mode: str
) -> None:
    with failing(harness, name), pytest.raises(KalshiError) as caught:
        harness.call(place, mode, body=harness.new_order(**changes))
    assert str(UUID(caught.value.client_order_id)) == caught.value.client_order_id
    shown = "".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    assert caught.value.client_order_id in shown
