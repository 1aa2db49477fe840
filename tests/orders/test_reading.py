"""Orders that are looked for by the caller's ids: lists that don't show all prove nothing."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from attrs import evolve

from kalshi_gen.api.orders import get_order
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError, PlacedOrder, place
from kalshi_overlay.orders.reading import READ_LAG
from kalshi_sandbox.answers import Answer, Handler
from kalshi_sandbox.faults import Reset, drift
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import FILLING, Harness


def kill(harness: Harness, **changes: Any) -> Any:
    """Place an order that is killed, and whose answer is lost: only reads that show all can tell."""
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    body = harness.new_order(time_in_force="fill_or_kill", **changes)
    return harness.call(place, "sync", body=body, timeout=READ_LAG + 5)


def test_complete_lists_without_the_order_prove_that_it_was_not_placed(harness: Harness) -> None:
    with pytest.raises(OrderNotAppliedError):
        kill(harness)


def test_an_order_on_a_later_page_is_found(harness: Harness) -> None:
    handlers = harness.exchange.answers.handlers
    create, get_orders = handlers["CreateOrderV2"], handlers["GetOrders"]

    def create_and_some_more(request: CheckedRequest) -> Answer:
        answer = create(request)
        for _ in range(3):
            harness.rest("1")
        return answer

    def one_a_page(request: CheckedRequest) -> Answer:
        return get_orders(evolve(request, query={**request.query, "limit": 1}))

    handlers |= {"CreateOrderV2": create_and_some_more, "GetOrders": one_a_page}
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert harness.order(placed.order_id).client_order_id == placed.client_order_id


def test_an_order_that_moves_to_the_archive_between_the_two_lists_is_found(harness: Harness) -> None:
    """It moves just after the first list was read of those from which its absence is concluded."""
    exchange, began = harness.exchange, harness.exchange.clock()
    handlers = exchange.answers.handlers

    def moving(handler: Handler) -> Handler:
        def read(request: CheckedRequest) -> Answer:
            if exchange.clock() - began < READ_LAG:
                return Answer(200, {"orders": [], "cursor": ""})
            answer = handler(request)
            exchange.historical_cutoff = exchange.clock.now() + timedelta(days=1)
            return answer

        return read

    handlers |= {name: moving(handlers[name]) for name in ("GetOrders", "GetHistoricalOrders")}
    placed: PlacedOrder = kill(harness, price=FILLING)
    assert placed.fill_count == 1
    assert exchange.historical_cutoff is not None


@pytest.mark.parametrize("name", ["null-outer-lists", "nulls-in-lists"])
@pytest.mark.parametrize("operation", ["GetOrders", "GetHistoricalOrders"])
def test_a_list_that_does_not_show_all_proves_nothing(harness: Harness, operation: str, name: str) -> None:
    # Something for nulls to be put in.
    harness.rest("1")
    harness.exchange.historical_cutoff = None
    harness.exchange.faults.add(drift(name), operation=operation)
    if (operation, name) == ("GetHistoricalOrders", "nulls-in-lists"):
        harness.exchange.engine.orders.cancel_all(harness.account)
        harness.exchange.historical_cutoff = harness.exchange.clock.now() + timedelta(days=1)
    with pytest.raises(OrderStateUnknownError):
        kill(harness)


@pytest.mark.parametrize(
    "change",
    [
        {"client_order_id": None},
        {"client_order_id": "mine", "status": None},
        {"client_order_id": "mine", "fill_count_fp": "NaN"},
        {"client_order_id": "mine", "remaining_count_fp": "Infinity"},
        {"client_order_id": "mine", "yes_price_dollars": "-Infinity"},
    ],
)
def test_an_order_that_can_not_be_read_may_be_the_one(harness: Harness, change: dict[str, Any]) -> None:
    get_orders = harness.exchange.answers.handlers["GetOrders"]

    def spoiled(request: CheckedRequest) -> Answer:
        answer = get_orders(request)
        answer.body["orders"] = [{**order, **change} for order in answer.body["orders"]]
        return answer

    harness.rest("1", name="another")
    harness.exchange.answers.handlers["GetOrders"] = spoiled
    with pytest.raises(OrderStateUnknownError):
        kill(harness, client_order_id="mine")


@pytest.mark.parametrize("operation", ["GetOrders", "GetHistoricalOrders"])
@pytest.mark.parametrize(("size", "is_proof"), [(1000, False), (999, True)])
def test_a_full_page_without_a_cursor_may_not_be_the_last(
    harness: Harness, operation: str, size: int, is_proof: bool
) -> None:
    other = get_order.sync(client=harness.client, order_id=harness.rest("1").order_id).order.to_dict()
    page = {"orders": [{**other, "client_order_id": f"other {number}"} for number in range(size)]}
    harness.exchange.answers.handlers[operation] = lambda _: Answer(200, page)
    with pytest.raises(OrderNotAppliedError if is_proof else OrderStateUnknownError):
        kill(harness)


@pytest.mark.parametrize("operation", ["GetOrders", "GetHistoricalOrders"])
@pytest.mark.parametrize("length", [1, 3])
def test_a_cursor_that_goes_round_is_left_and_proves_nothing(harness: Harness, operation: str, length: int) -> None:
    pages, asked = count(), list[str | None]()

    def go_round(request: CheckedRequest) -> Answer:
        asked.append(request.query.get("cursor"))
        # The clock does not move here, so a walk that goes on would not even end at the deadline.
        assert len(asked) < 1000
        return Answer(200, {"orders": [], "cursor": f"page {next(pages) % length}"})

    harness.exchange.answers.handlers[operation] = go_round
    with pytest.raises(OrderStateUnknownError):
        kill(harness)
    # Each walk ends where it meets a page again.
    walks = sum(cursor is None for cursor in asked)
    assert len(asked) == walks * (length + 1)


def test_a_cursor_that_never_ends_is_left_at_the_deadline(harness: Harness) -> None:
    pages = count()

    def slow_page(request: CheckedRequest) -> Answer:
        harness.exchange.clock.advance(0.5)
        return Answer(200, {"orders": [], "cursor": f"page {next(pages)}"})

    harness.exchange.answers.handlers["GetOrders"] = slow_page
    with pytest.raises(OrderStateUnknownError):
        kill(harness)
    assert next(pages) <= 2 * (READ_LAG + 5) + 1


def test_an_empty_page_with_a_cursor_is_not_the_last(harness: Harness) -> None:
    get_orders = harness.exchange.answers.handlers["GetOrders"]

    def behind_an_empty_page(request: CheckedRequest) -> Answer:
        if "cursor" in request.query:
            return get_orders(evolve(request, query={**request.query, "cursor": ""}))
        return Answer(200, {"orders": [], "cursor": "further"})

    harness.exchange.answers.handlers["GetOrders"] = behind_an_empty_page
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert [order.order_id for order in harness.orders()] == [placed.order_id]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_order_is_found_in_a_list_with_a_byte_order_mark(harness: Harness, encoding: str) -> None:
    transport: Any = harness.client.get_httpx_client()._transport
    send = transport.handle_request

    def marked(request: httpx.Request) -> httpx.Response:
        response = send(request)
        if request.method != "GET":
            return response
        content = response.read().decode().encode(encoding)
        headers = {name: response.headers[name] for name in ("date", "content-type")}
        return httpx.Response(response.status_code, headers=headers, content=content, request=request)

    transport.handle_request = marked
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert placed.order is not None


def test_a_list_that_states_a_failure_proves_nothing(harness: Harness) -> None:
    def failed(_: CheckedRequest) -> Answer:
        return Answer(200, {"orders": [], "cursor": "", "success": False})

    harness.exchange.answers.handlers |= {"GetOrders": failed, "GetHistoricalOrders": failed}
    with pytest.raises(OrderStateUnknownError):
        kill(harness)
