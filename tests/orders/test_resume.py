"""Going on after `OrderStateUnknownError`, and what that and `OrderNotAppliedError` say."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.models import CreateOrderV2Request, DecreaseOrderV2Request
from kalshi_overlay.errors import KalshiConfigError, KalshiNetworkError
from kalshi_overlay.orders import (
    CanceledOrder,
    OrderNotAppliedError,
    OrderStateUnknownError,
    PlacedOrder,
    decrease,
    place,
    place_batch,
)
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Body, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import CHANGES
from tests.orders.harness import MODES, Harness, Mode
from tests.orders.test_place_batch import batch

MAINTENANCE = {"error": {"code": "service_unavailable", "message": "maintenance until 8:00 ET"}}
READS = ("GetOrder", "GetOrders", "GetHistoricalOrders", "GetUserDataTimestamp")


def resumed(harness: Harness, mode: Mode, error: OrderStateUnknownError, **arguments: Any) -> Any:
    """Go on in one of the two ways."""
    if mode == "sync":
        return error.resume(client=harness.client, **arguments)
    return harness.runner.run(error.resume_async(client=harness.client, **arguments))


def unknown(call: Callable[..., Any], *arguments: Any, **keywords: Any) -> OrderStateUnknownError:
    """The error of a call whose outcome is unknown."""
    with pytest.raises(OrderStateUnknownError) as caught:
        call(*arguments, **keywords)
    return caught.value


def in_maintenance(harness: Harness) -> Callable[[], None]:
    """Let the exchange answer each call about orders with 503 and words of its own; call the result to end that."""
    handlers = harness.exchange.answers.handlers
    operations = [*READS, "CreateOrderV2", "BatchCreateOrdersV2", *(change.operation for change in CHANGES.values())]
    before = {operation: handlers[operation] for operation in operations}
    handlers |= dict.fromkeys(operations, lambda _: Answer(503, MAINTENANCE))
    return lambda: handlers.update(before)


@pytest.mark.parametrize("mode", MODES)
def test_a_placed_order_is_found_when_the_exchange_can_be_read_again(harness: Harness, mode: str) -> None:
    sent = harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2")
    for operation in READS:
        harness.exchange.faults.add(Status(500), operation=operation)
    error = unknown(harness.call, place, mode, body=harness.new_order(), timeout=10)
    (order,) = harness.orders()
    harness.exchange.faults.clear()
    requests = sent.calls
    placed: PlacedOrder = resumed(harness, mode, error)
    assert (placed.order_id, placed.client_order_id) == (order.order_id, error.client_order_id)
    assert sent.calls == requests
    assert len(harness.orders()) == 1


@pytest.mark.parametrize("mode", MODES)
def test_the_same_order_under_the_same_id_is_sent_again_while_it_may_still_take_effect(
    harness: Harness, mode: str
) -> None:
    create, bodies = harness.exchange.answers.handlers["CreateOrderV2"], list[dict[str, Any]]()
    end = in_maintenance(harness)
    body = harness.new_order()
    error = unknown(harness.call, place, mode, body=body)
    end()

    def noted(request: CheckedRequest) -> Answer:
        bodies.append(request.body)
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = noted
    placed: PlacedOrder = resumed(harness, mode, error)
    assert isinstance(error.order, CreateOrderV2Request)
    assert bodies == [error.order.to_dict()]
    assert placed.client_order_id == error.client_order_id == error.order.client_order_id
    assert body.client_order_id != error.client_order_id


@pytest.mark.parametrize("mode", MODES)
def test_nothing_is_sent_any_more_once_the_first_requests_can_not_take_effect(harness: Harness, mode: str) -> None:
    end = in_maintenance(harness)
    error = unknown(harness.call, place, mode, body=harness.new_order())
    end()
    harness.exchange.clock.advance(3600)
    with pytest.raises(OrderNotAppliedError) as caught:
        resumed(harness, mode, error)
    assert caught.value.client_order_id == error.client_order_id
    assert harness.orders() == []


def test_one_may_go_on_as_often_as_it_is_unknown(harness: Harness) -> None:
    end = in_maintenance(harness)
    error = unknown(harness.call, place, "sync", body=harness.new_order(client_order_id="mine"))
    for _ in range(3):
        again = error
        error = unknown(again.resume, client=harness.client, timeout=5)
        assert error.client_order_id == "mine"
        assert error.tried["CreateOrderV2"] > again.tried["CreateOrderV2"]
    end()
    placed = error.resume(client=harness.client)
    assert [order.order_id for order in harness.orders("mine")] == [placed.order_id]


def test_with_its_own_timeout_a_resumed_call_becomes_certain(harness: Harness) -> None:
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    error = unknown(harness.call, place, "sync", body=harness.new_order())
    with pytest.raises(OrderNotAppliedError):
        error.resume(client=harness.client)


@pytest.mark.parametrize("mode", MODES)
def test_each_unknown_order_of_a_batch_goes_on_alone(harness: Harness, mode: str) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2")
    for operation in READS:
        harness.exchange.faults.add(Status(500), operation=operation)
    body = batch(harness.new_order(), harness.new_order())
    errors = harness.call(place_batch, mode, body=body, timeout=10)
    harness.exchange.faults.clear()
    for error, order in zip(errors, harness.orders(), strict=True):
        assert error.order.client_order_id == error.client_order_id == order.client_order_id
        assert resumed(harness, mode, error).order_id == order.order_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", list(CHANGES))
@pytest.mark.parametrize("acted", [True, False])
def test_a_change_goes_on(harness: Harness, acted: bool, name: str, mode: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    harness.exchange.faults.add(Reset("before_answering" if acted else "before_acting"), operation=change.operation)
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    error = unknown(change.call, harness, mode, order, timeout=10)
    assert error.order == change.arguments(order).get("body")
    harness.exchange.faults.clear()
    found = resumed(harness, mode, error)
    assert found.order_id == order.order_id
    assert change.is_applied(harness.order(order.order_id))


def test_a_decrease_by_an_amount_is_not_sent_again(harness: Harness) -> None:
    order = harness.rest("10")
    sent = harness.exchange.faults.add(Reset("before_acting"), operation="DecreaseOrderV2")
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    body = DecreaseOrderV2Request(reduce_by=harness.order(order.order_id).remaining_count)
    error = unknown(harness.call, decrease, "sync", order_id=order.order_id, body=body, timeout=20)
    assert error.order == body
    harness.exchange.faults.clear()
    harness.exchange.clock.advance(3600)
    unknown(error.resume, client=harness.client)
    assert sent.calls == 1


def test_an_error_that_was_copied_elsewhere_says_what_to_do_instead(harness: Harness) -> None:
    in_maintenance(harness)
    error = unknown(harness.call, place, "sync", body=harness.new_order(), timeout=1)
    copied = pickle.loads(pickle.dumps(error))
    assert str(copied) == str(error)
    assert copied.order == error.order
    with pytest.raises(KalshiConfigError, match="look for the order"):
        copied.resume(client=harness.client)


@pytest.mark.parametrize("mode", MODES)
def test_the_last_words_of_the_exchange_are_shown(harness: Harness, mode: str) -> None:
    end = in_maintenance(harness)
    order = harness.rest("10")
    errors = [unknown(harness.call, place, mode, body=harness.new_order())]
    errors += harness.call(place_batch, mode, body=batch(harness.new_order()))
    errors += [unknown(change.call, harness, mode, order) for change in CHANGES.values()]
    end()
    assert len(errors) == 5
    for error in errors:
        assert (error.code, error.message, error.details) == (*MAINTENANCE["error"].values(), None)
        assert "answered 503; service_unavailable; maintenance until 8:00 ET" in str(error)
        assert "time is not known" not in str(error)


def test_the_words_are_kept_though_later_requests_got_none(harness: Harness) -> None:
    create, calls = harness.exchange.answers.handlers["CreateOrderV2"], list[CheckedRequest]()

    def say_it_once(request: CheckedRequest) -> Answer:
        calls.append(request)
        return create(request) if len(calls) > 1 else Answer(503, MAINTENANCE)

    harness.exchange.answers.handlers["CreateOrderV2"] = say_it_once
    harness.on_wait = lambda: harness.exchange.faults.add(Reset("before_acting"))
    error = unknown(harness.call, place, "sync", body=harness.new_order())
    assert error.message == "maintenance until 8:00 ET"
    assert "maintenance until 8:00 ET" in str(error)


def test_the_words_about_one_order_of_a_batch_are_those_of_its_entry(harness: Harness) -> None:
    trouble = {"code": "internal_error", "message": "the ledger is down"}

    def fail(request: CheckedRequest) -> Answer:
        entries = [{"client_order_id": order["client_order_id"], "error": trouble} for order in request.body["orders"]]
        return Answer(201, {"orders": entries})

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = fail
    (error,) = harness.call(place_batch, "sync", body=batch(harness.new_order()))
    assert isinstance(error, OrderStateUnknownError)
    assert error.message == "the ledger is down"
    assert "internal_error; the ledger is down" in str(error)
    assert "rejected" not in str(error)


@pytest.mark.parametrize("fault", [Reset("before_acting"), Reset("before_answering"), Body("html"), Body("truncated")])
@pytest.mark.parametrize("timeout", [10, 90])
def test_no_sentence_contradicts_itself(harness: Harness, fault: Any, timeout: float) -> None:
    """What is advised after one request isn't what is known after all of them."""
    handlers, empty = harness.exchange.answers.handlers, Answer(200, {"orders": [], "cursor": ""})
    handlers |= {"GetOrders": lambda _: empty, "GetHistoricalOrders": lambda _: empty}
    harness.exchange.faults.add(fault, operation="CreateOrderV2")
    with pytest.raises((OrderStateUnknownError, OrderNotAppliedError)) as caught:
        harness.call(place, "sync", body=harness.new_order(), timeout=timeout)
    said = str(caught.value)
    advice = ["check before sending again", "can't have reached", "don't send it again", "accepted the request"]
    assert [each for each in advice if each in said] == []
    if isinstance(caught.value, OrderNotAppliedError):
        assert "may have" not in said


def test_no_such_order_is_the_same_after_going_on(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_answering"), operation="CancelOrderV2", times=1)
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    error = unknown(CHANGES["cancel"].call, harness, "sync", order, timeout=10)
    harness.exchange.faults.clear()
    found = error.resume(client=harness.client)
    assert isinstance(found, CanceledOrder)
    assert found.status == "canceled"
    with pytest.raises(KalshiNotFoundError):
        harness.call(CHANGES["cancel"].module, "sync", order_id="no-such-order")


def test_a_connection_that_broke_is_the_last_error_where_the_exchange_says_nothing(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"))
    error = unknown(harness.call, place, "sync", body=harness.new_order(), timeout=1)
    assert {type(each) for each in error.errors} == {KalshiNetworkError}


def test_an_exchange_whose_answers_have_no_date_is_named_as_the_reason(harness: Harness) -> None:
    transport: Any = harness.client.get_httpx_client()._transport
    send = transport.handle_request

    def undated(request: httpx.Request) -> httpx.Response:
        response = send(request)
        content, headers = response.read(), {"content-type": response.headers["content-type"]}
        return httpx.Response(response.status_code, headers=headers, content=content, request=request)

    transport.handle_request = undated
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")
    error = unknown(harness.call, place, "sync", body=harness.new_order(), timeout=5)
    assert "no Date header" in str(error)
