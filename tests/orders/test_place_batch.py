"""Placing several orders with one request, each exactly once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiError, KalshiValidationError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.orders import (
    DuplicateOrderError,
    OrderNotAppliedError,
    OrderRejectedError,
    OrderStateUnknownError,
    PlacedOrder,
    place_batch,
)
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Fault, Lag, Reset, Status, drift
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import FILLING, MODES, Harness

Found = list[PlacedOrder | KalshiError]


def batch(*orders: CreateOrderV2Request) -> BatchCreateOrdersV2Request:
    return BatchCreateOrdersV2Request(orders=list(orders))


@pytest.mark.parametrize("mode", MODES)
def test_each_order_has_its_own_outcome_in_the_callers_order(harness: Harness, mode: str) -> None:
    body = batch(
        harness.new_order(client_order_id="b"),
        harness.new_order(time_in_force="fill_or_kill", client_order_id="c"),
        harness.new_order(price=FILLING, client_order_id="a"),
    )
    resting, rejected, filled = harness.call(place_batch, mode, body=body)
    assert (resting.client_order_id, resting.remaining_count) == ("b", 1)
    assert isinstance(rejected, OrderRejectedError)
    assert rejected.client_order_id == "c"
    assert rejected.code
    assert rejected.code in str(rejected)
    assert (filled.client_order_id, filled.fill_count) == ("a", 1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [Reset("before_answering"), Body("truncated"), Status(504, acting=True)], ids=repr)
def test_orders_that_were_placed_are_read_back(harness: Harness, fault: Fault, mode: str) -> None:
    rule = harness.exchange.faults.add(fault, operation="BatchCreateOrdersV2", times=1)
    harness.exchange.faults.add(Lag(1))
    found: Found = harness.call(place_batch, mode, body=batch(harness.new_order(), harness.new_order(price=FILLING)))
    assert [each.order_id for each in found if isinstance(each, PlacedOrder)] == [
        order.order_id for order in harness.orders()
    ]
    # The second is refused order by order, since the ids are used.
    assert rule.calls == 2


def test_an_order_of_which_the_answer_says_nothing_is_sent_again_alone(harness: Harness) -> None:
    create = harness.exchange.answers.handlers["BatchCreateOrdersV2"]
    sent: list[list[str]] = []

    def create_the_first_only(request: CheckedRequest) -> Answer:
        orders = request.body["orders"]
        sent.append([order["client_order_id"] for order in orders])
        if len(sent) == 1:
            del orders[1:]
        return create(request)

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = create_the_first_only
    body = batch(*(harness.new_order(client_order_id=name) for name in ("x", "y", "z")))
    found: Found = harness.call(place_batch, "sync", body=body)
    assert sent == [["x", "y", "z"], ["y", "z"]]
    assert [each.client_order_id for each in found if isinstance(each, PlacedOrder)] == ["x", "y", "z"]
    assert len(harness.orders()) == 3


@pytest.mark.parametrize(
    "unusable",
    [{"order_id": None}, {"client_order_id": None}, {"client_order_id": "another"}, {"fill_count": "many"}, None],
)
def test_entries_behind_an_unusable_one_are_read(harness: Harness, unusable: dict[str, Any] | None) -> None:
    create, calls = harness.exchange.answers.handlers["BatchCreateOrdersV2"], list[CheckedRequest]()

    def spoil_the_first(request: CheckedRequest) -> Answer:
        answer = create(request)
        calls.append(request)
        if len(calls) == 1:
            entry = answer.body["orders"][0]
            answer.body["orders"][0] = None if unusable is None else {**entry, **unusable}
        return answer

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = spoil_the_first
    body = batch(
        harness.new_order(),
        harness.new_order(time_in_force="fill_or_kill"),
        harness.new_order(price=FILLING),
    )
    first, rejected, filled = harness.call(place_batch, "sync", body=body)
    assert first.order is not None
    assert filled.answer is not None
    assert isinstance(rejected, OrderRejectedError)
    assert len(harness.orders()) == 2
    # Only of the first was it not known.
    assert [len(call.body["orders"]) for call in calls] == [3, 1]


@pytest.mark.parametrize(
    ("error", "is_rejected"),
    [
        ({"code": "insufficient_balance", "message": "", "details": ""}, True),
        ({"message": "order rejected"}, True),
        ({"code": "internal_error", "message": "internal error"}, False),
        ({"code": "too_many_requests"}, False),
        ({}, False),
    ],
)
def test_an_error_of_an_order_is_a_rejection_unless_it_means_passing_trouble(
    harness: Harness, error: dict[str, str], is_rejected: bool
) -> None:
    create, calls = harness.exchange.answers.handlers["BatchCreateOrdersV2"], list[CheckedRequest]()

    def fail_once(request: CheckedRequest) -> Answer:
        calls.append(request)
        if len(calls) > 1:
            return create(request)
        return Answer(
            201, {"orders": [{"client_order_id": request.body["orders"][0]["client_order_id"], "error": error}]}
        )

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = fail_once
    (outcome,) = harness.call(place_batch, "sync", body=batch(harness.new_order()))
    assert isinstance(outcome, OrderRejectedError if is_rejected else PlacedOrder)
    assert len(calls) == (1 if is_rejected else 2)


def test_an_id_of_a_batch_that_was_used_before_is_rejected(harness: Harness) -> None:
    harness.rest(name="mine")
    harness.exchange.clock.advance(60)
    rejected, placed = harness.call(
        place_batch, "sync", body=batch(harness.new_order(client_order_id="mine"), harness.new_order())
    )
    assert isinstance(rejected, OrderRejectedError)
    assert rejected.code == "order_already_exists"
    assert rejected.client_order_id == "mine"
    assert isinstance(placed, PlacedOrder)


def test_orders_in_several_markets_are_found(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    body = batch(harness.new_order(), harness.new_order(ticker=harness.open_market()))
    found: Found = harness.call(place_batch, "sync", body=body)
    assert all(isinstance(each, PlacedOrder) for each in found)
    assert len(harness.orders()) == 2


@pytest.mark.parametrize("subaccounts", [(0, 1), (1, 1)])
def test_orders_of_subaccounts_are_found(harness: Harness, subaccounts: tuple[int, int]) -> None:
    accounts = harness.exchange.engine.accounts
    accounts.add_subaccount(harness.account)
    accounts.transfer(harness.account, "to 1", 0, 1, Decimal(10))
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    body = batch(*(harness.new_order(subaccount=subaccount) for subaccount in subaccounts))
    found: Found = harness.call(place_batch, "sync", body=body)
    assert all(isinstance(each, PlacedOrder) for each in found)
    assert [order.owner.subaccount for order in harness.orders()] == list(subaccounts)


def test_orders_of_which_nothing_can_be_read_are_unknown_each(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2")
    harness.exchange.faults.add(Status(500), operation="GetOrders")
    body = batch(harness.new_order(client_order_id="x"), harness.new_order(client_order_id="y"))
    found: Found = harness.call(place_batch, "sync", body=body)
    assert [(type(each), each.client_order_id) for each in found if isinstance(each, OrderStateUnknownError)] == [
        (OrderStateUnknownError, "x"),
        (OrderStateUnknownError, "y"),
    ]


def test_orders_that_were_seen_are_returned_beside_those_that_are_unknown(harness: Harness) -> None:
    create = harness.exchange.answers.handlers["BatchCreateOrdersV2"]

    def create_the_first_only(request: CheckedRequest) -> Answer:
        del request.body["orders"][1:]
        return create(request)

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = create_the_first_only
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    harness.on_wait = lambda: harness.exchange.faults.add(Status(503), operation="BatchCreateOrdersV2")
    seen, unknown = harness.call(place_batch, "sync", body=batch(harness.new_order(), harness.new_order()))
    assert [order.order_id for order in harness.orders()] == [seen.order_id]
    assert isinstance(unknown, OrderStateUnknownError)


def test_killed_orders_of_a_lost_batch_are_known_beside_the_others(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    harness.exchange.faults.add(Lag(1))
    body = batch(harness.new_order(time_in_force="fill_or_kill"), harness.new_order())
    killed, placed = harness.call(place_batch, "sync", body=body)
    assert isinstance(killed, OrderNotAppliedError)
    assert [order.order_id for order in harness.orders()] == [placed.order_id]


def test_an_order_that_was_placed_later_than_another_is_not_taken_for_killed_with_it(harness: Harness) -> None:
    """Reads show that the first was killed, and don't show yet that the second was filled by a later request."""
    create, began = harness.exchange.answers.handlers["BatchCreateOrdersV2"], harness.exchange.clock()
    filled = list[float]()

    def one_by_one(request: CheckedRequest) -> Answer:
        orders, elapsed = request.body["orders"], harness.exchange.clock() - began
        is_first = orders[0]["client_order_id"] == "first"
        if not is_first and elapsed < 2:
            return Answer(503, {})
        del orders[1:]
        answer = create(request)
        if is_first:
            # It was killed at once, and its id is used from then on.
            return answer if elapsed > 0.4 else Answer(503, {})
        filled.append(elapsed)
        return answer if len(filled) > 1 else Answer(503, {})

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = one_by_one
    harness.exchange.faults.add(Lag(5))
    body = batch(
        harness.new_order(time_in_force="fill_or_kill", client_order_id="first"),
        harness.new_order(time_in_force="fill_or_kill", client_order_id="second", price=FILLING),
    )
    first, second = harness.call(place_batch, "sync", body=body, timeout=90)
    assert isinstance(first, OrderNotAppliedError)
    assert [order.order_id for order in harness.orders()] == [second.order_id]


def test_orders_that_are_never_placed_are_errors_once_it_is_certain(harness: Harness) -> None:
    harness.exchange.faults.add(Status(500), operation="BatchCreateOrdersV2")
    body = batch(harness.new_order(), harness.new_order())
    found: Found = harness.call(place_batch, "sync", body=body, timeout=90)
    assert [type(each) for each in found] == [OrderNotAppliedError] * 2
    assert harness.orders() == []


def test_a_rejection_of_an_entire_batch_is_raised(harness: Harness) -> None:
    def refuse(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(400, "too_many_orders", "too many orders", "")

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = refuse
    with pytest.raises(KalshiValidationError):
        harness.call(place_batch, "sync", body=batch(harness.new_order()))


def test_a_list_with_nulls_hides_no_order(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    harness.exchange.faults.add(drift("nulls-in-lists"), operation="GetOrders")
    found: Found = harness.call(place_batch, "sync", body=batch(harness.new_order(), harness.new_order()))
    assert [type(each) for each in found] == [PlacedOrder] * 2


def test_what_is_no_batch_is_refused_before_anything_is_sent(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Status(500))
    twice = batch(harness.new_order(client_order_id="x"), harness.new_order(client_order_id="x"))
    with pytest.raises(InvalidRequestError, match=r"orders\[1\].client_order_id: is used by an earlier order"):
        harness.call(place_batch, "sync", body=twice)
    with pytest.raises(InvalidRequestError, match=r"orders\[0\]: must be a CreateOrderV2Request, not NoneType"):
        harness.call(place_batch, "sync", body=batch(cast("CreateOrderV2Request", None)))
    with pytest.raises(InvalidRequestError, match=r"orders\[0\].client_order_id: must be a str, not int"):
        harness.call(place_batch, "sync", body=batch(harness.new_order(client_order_id=7)))
    with pytest.raises(
        InvalidRequestError, match="body: must be a BatchCreateOrdersV2Request, not CreateOrderV2Request"
    ):
        harness.call(place_batch, "sync", body=harness.new_order())
    assert rule.calls == 0


def answer_entries(harness: Harness, change: Callable[[list[Any]], list[Any]]) -> list[int]:
    """Change the entries of the first answer to a batch; the list gets the sizes of the batches."""
    create, sizes = harness.exchange.answers.handlers["BatchCreateOrdersV2"], list[int]()

    def handler(request: CheckedRequest) -> Answer:
        sizes.append(len(request.body["orders"]))
        answer = create(request)
        if len(sizes) == 1:
            answer.body["orders"] = change(answer.body["orders"])
        return answer

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = handler
    return sizes


def test_an_id_under_which_two_orders_are_answered_is_a_duplicate(harness: Harness) -> None:
    sizes = answer_entries(harness, lambda entries: [*entries, {**entries[0], "order_id": "another"}])
    orders = [harness.new_order(client_order_id=name) for name in ("x", "y")]
    twice, once = harness.call(place_batch, "sync", body=batch(*orders))
    assert isinstance(twice, DuplicateOrderError)
    first = next(order.order_id for order in harness.orders("x"))
    assert (twice.client_order_id, twice.order_ids) == ("x", (first, "another"))
    assert isinstance(once, PlacedOrder)
    assert sizes == [2]


def test_an_order_that_is_answered_twice_is_one(harness: Harness) -> None:
    sizes = answer_entries(harness, lambda entries: [*entries, entries[0]])
    (placed,) = harness.call(place_batch, "sync", body=batch(harness.new_order()))
    assert isinstance(placed, PlacedOrder)
    assert sizes == [1]


def test_one_order_for_two_ids_is_no_answer_for_either(harness: Harness) -> None:
    sizes = answer_entries(
        harness, lambda entries: [entries[0], {**entries[1], "order_id": entries[0]["order_id"]}, entries[2]]
    )
    orders = [harness.new_order(client_order_id=name) for name in ("x", "y", "z")]
    found: Found = harness.call(place_batch, "sync", body=batch(*orders))
    assert [each.order_id for each in found if isinstance(each, PlacedOrder)] == [
        order.order_id for order in harness.orders()
    ]
    assert sizes == [3, 2]


def test_an_order_that_is_both_answered_and_refused_is_looked_for(harness: Harness) -> None:
    refused = {"client_order_id": "x", "error": {"code": "insufficient_balance"}}
    sizes = answer_entries(harness, lambda entries: [*entries, refused])
    (placed,) = harness.call(place_batch, "sync", body=batch(harness.new_order(client_order_id="x")))
    assert isinstance(placed, PlacedOrder)
    assert placed.order is not None
    assert sizes == [1, 1]
