"""A plain rejection is raised and nothing is sent again, whatever the body and the status that it comes in."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from kalshi_gen.errors import KalshiError, UnexpectedStatus
from kalshi_overlay.orders import (
    OrderNotAppliedError,
    OrderRejectedError,
    PlacedOrder,
    amend,
    cancel,
    decrease,
    place,
    place_batch,
)
from kalshi_overlay.orders.resending import is_rejection
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import CHANGES
from tests.orders.harness import MODES, Harness
from tests.orders.test_place_batch import batch
from tests.walking import walked

REASON = {"code": "insufficient_balance", "message": "insufficient balance", "details": "needs 5.00"}


def answer_always(harness: Harness, operation: str, status: int, body: Any) -> list[CheckedRequest]:
    """Let an operation do nothing but answer so; the list gets its requests."""
    requests: list[CheckedRequest] = []

    def handler(request: CheckedRequest) -> Answer:
        requests.append(request)
        return Answer(status, body)

    harness.exchange.answers.handlers[operation] = handler
    return requests


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("status", [200, 201, 400, 402, 409, 429, 500, 503])
@pytest.mark.parametrize("body", [{"error": REASON}, REASON], ids=["nested", "flat"])
def test_a_refused_order_is_sent_once_and_its_reason_raised(
    harness: Harness, body: dict[str, Any], status: int, mode: str
) -> None:
    requests = answer_always(harness, "CreateOrderV2", status, body)
    with pytest.raises(KalshiError) as caught:
        harness.call(place, mode, body=harness.new_order(client_order_id="mine"))
    assert len(requests) == 1
    assert getattr(caught.value, "code", None) == REASON["code"]
    assert all(text in str(caught.value) for text in REASON.values())
    assert "accepted" not in str(caught.value)
    assert caught.value.client_order_id == "mine"


@pytest.mark.parametrize("status", [200, 201, 400, 429, 500, 503])
@pytest.mark.parametrize(
    "body",
    [
        {"error": "insufficient_balance"},
        {"errors": [{"code": "insufficient_balance"}]},
        {"error": {"code": "insufficient_balance", "details": {"needs": "5.00"}}, "service": "exchange"},
        {"msg": "insufficient_balance"},
    ],
    ids=str,
)
def test_a_refusal_in_another_form_is_one_too(harness: Harness, body: dict[str, Any], status: int) -> None:
    requests = answer_always(harness, "CreateOrderV2", status, body)
    with pytest.raises(KalshiError, match="insufficient_balance"):
        harness.call(place, "sync", body=harness.new_order())
    assert len(requests) == 1


FLAWED = [
    b'{"error":{"code":"insufficient_balance","message":"caf\xe9"}}',
    rb'{"error":{"code":"insufficient_balance","message":"\ud800"}}',
    b'{"error":{"code":"insufficient_balance","details":{"n":1e999}}}',
    b'{"error":{"code":"insufficient_balance"}}}',
    '\ufeff{"error":{"code":"insufficient_balance"}}'.encode("utf-16-le"),
    b'[{"error":{"code":"insufficient_balance"}}]',
    b'"insufficient_balance"',
    b'{"client_order_id":"mine","error":{"code":"insufficient_balance"}}',
    b'{"order_id":"","client_order_id":"mine","fill_count":"0.00","remaining_count":"0.00","ts_ms":0,'
    b'"error":{"code":"insufficient_balance"}}',
]


def answer_on_the_wire(harness: Harness, status: int, content: bytes) -> list[httpx.Request]:
    """Let each write get these bytes; the list gets the requests."""
    requests: list[httpx.Request] = []
    send = harness.client.get_httpx_client()._transport.handle_request

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return send(request)
        requests.append(request)
        return httpx.Response(status, content=content, request=request)

    harness.client.get_httpx_client()._transport.handle_request = handle  # type: ignore[method-assign]
    return requests


@pytest.mark.parametrize("content", FLAWED, ids=repr)
@pytest.mark.parametrize("status", [200, 201])
def test_a_refusal_with_a_flaw_in_it_is_one_too(harness: Harness, status: int, content: bytes) -> None:
    requests = answer_on_the_wire(harness, status, content)
    with pytest.raises(UnexpectedStatus, match="insufficient_balance"):
        harness.call(place, "sync", body=harness.new_order(client_order_id="mine"))
    assert len(requests) == 1


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_refusal_beside_the_orders_own_id_is_one_too(harness: Harness, name: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    requests = answer_always(harness, change.operation, 200, {"order_id": order.order_id, "error": REASON})
    with pytest.raises(UnexpectedStatus, match="insufficient_balance"):
        change.call(harness, "sync", order)
    assert len(requests) == 1


@pytest.mark.parametrize("name", list(CHANGES))
@pytest.mark.parametrize("status", [200, 409, 500])
def test_a_refused_change_is_sent_once_and_its_reason_raised(harness: Harness, status: int, name: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    reason = {**REASON, "code": "trading_is_paused"}
    requests = answer_always(harness, change.operation, status, {"error": reason})
    with pytest.raises(KalshiError, match="trading_is_paused"):
        change.call(harness, "sync", order)
    assert len(requests) == 1


@pytest.mark.parametrize("status", [200, 201, 503])
def test_a_refused_batch_is_sent_once_and_its_reason_raised(harness: Harness, status: int) -> None:
    requests = answer_always(harness, "BatchCreateOrdersV2", status, {"error": REASON})
    with pytest.raises(KalshiError, match="insufficient_balance") as caught:
        harness.call(place_batch, "sync", body=batch(harness.new_order(client_order_id="x"), harness.new_order()))
    (request,) = requests
    note = "".join(caught.value.__notes__)
    assert all(order["client_order_id"] in note for order in request.body["orders"])


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, {"error": {"code": "internal_error", "message": "internal error"}}),
        (201, {"error": {}}),
        (201, {"error": True}),
        (201, {"success": False, "reason": "nope"}),
        (201, {"data": {"error": REASON}}),
        (201, "maintenance"),
        (201, ["maintenance"]),
        (200, [{"order_id": "1", "error": REASON}]),
        (200, {"order": {"order_id": "1"}, "error": REASON}),
        (200, {"order_id": "1", "error": REASON}),
        (500, {"error": {"code": "something_new", "message": "it went wrong"}}),
        (503, {"error": {"code": "service_unavailable", "message": "maintenance until 8:00 ET"}}),
        (429, {"error": "too many requests"}),
    ],
)
def test_what_is_no_plain_refusal_is_sent_again(harness: Harness, status: int, body: Any) -> None:
    create, calls = harness.exchange.answers.handlers["CreateOrderV2"], list[CheckedRequest]()

    def fail_once(request: CheckedRequest) -> Answer:
        calls.append(request)
        return create(request) if len(calls) > 1 else Answer(status, body)

    harness.exchange.answers.handlers["CreateOrderV2"] = fail_once
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order())
    assert placed.answer is not None
    assert len(calls) == 2


class AnyError(KalshiError):
    """An error of no class that is known."""

    status_code, content = 200, b'\xef\xbb\xbf {"error": "insufficient_balance"}'
    code, message, details = None, "insufficient_balance", None


@walked(
    ("first", "last", "is_rejected"),
    [(100, 199, False), (200, 299, True), (300, 399, False), (400, 407, True), (409, 424, True), (430, 499, True)],
)
def test_words_that_nobody_knows_are_a_refusal_with_a_success_or_a_4xx(
    first: int, last: int, is_rejected: bool
) -> None:
    error = AnyError()
    error.message = "something_new"
    for status in (first, last):
        error.status_code = status
        assert is_rejection(error) is is_rejected


def test_an_error_that_another_decoder_makes_of_a_refusal_is_one_too() -> None:
    """Whatever its class is: it has the status and the exchange's code."""

    refused = AnyError()
    assert is_rejection(refused)
    # The title of a page that no exchange has sent.
    refused.content = b"<html><title>Sign in</title></html>"
    assert not is_rejection(refused)


def refuse_leg(harness: Harness, index: int, entry: dict[str, Any], *, count: int = 9) -> list[int]:
    """Refuse one order of the first batch with this entry, and place the others; the list gets the sizes of batches.

    The answer has no more than `count` entries.
    """
    create, sizes = harness.exchange.answers.handlers["BatchCreateOrdersV2"], list[int]()

    def handler(request: CheckedRequest) -> Answer:
        sizes.append(len(request.body["orders"]))
        refused = request.body["orders"].pop(index) if len(sizes) == 1 else None
        answer = create(request)
        if refused is not None:
            answer.body["orders"].insert(index, entry)
            del answer.body["orders"][count:]
        return answer

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = handler
    return sizes


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize(
    "entry",
    [
        {"client_order_id": None, "error": REASON},
        {"client_order_id": None, "order_id": None, "fill_count": None, "error": REASON},
        {"error": REASON},
    ],
)
def test_a_refused_order_without_its_id_is_known_by_its_place(
    harness: Harness, entry: dict[str, Any], index: int, mode: str
) -> None:
    sizes = refuse_leg(harness, index, entry)
    names = ["x", "y", "z"]
    found = harness.call(place_batch, mode, body=batch(*(harness.new_order(client_order_id=each) for each in names)))
    refused = found.pop(index)
    assert isinstance(refused, OrderRejectedError)
    assert (refused.code, refused.message, refused.details) == tuple(REASON.values())
    assert refused.client_order_id == names.pop(index)
    assert [each.client_order_id for each in found] == names
    assert sizes == [3]


def test_a_refusal_in_words_alone_is_the_reason(harness: Harness) -> None:
    sizes = refuse_leg(harness, 1, {"client_order_id": None, "error": "insufficient_balance"})
    _, refused = harness.call(place_batch, "sync", body=batch(harness.new_order(), harness.new_order()))
    assert isinstance(refused, OrderRejectedError)
    assert "insufficient_balance" in str(refused)
    assert sizes == [2]


@pytest.mark.parametrize("name", ["y", None])
def test_a_refusal_that_is_flat_is_the_reason(harness: Harness, name: str | None) -> None:
    sizes = refuse_leg(harness, 1, {"client_order_id": name, **REASON})
    orders = [harness.new_order(client_order_id=each) for each in ("x", "y")]
    placed, refused = harness.call(place_batch, "sync", body=batch(*orders))
    assert isinstance(placed, PlacedOrder)
    assert isinstance(refused, OrderRejectedError)
    assert (refused.code, refused.message, refused.details) == tuple(REASON.values())
    assert sizes == [2]


@pytest.mark.parametrize(
    "entry", [{"client_order_id": "y", "message": "resting"}, {"client_order_id": "y", "error": True}]
)
def test_words_without_a_code_refuse_no_order_of_a_batch(harness: Harness, entry: dict[str, Any]) -> None:
    sizes = refuse_leg(harness, 1, entry)
    orders = [harness.new_order(client_order_id=each) for each in ("x", "y")]
    found = harness.call(place_batch, "sync", body=batch(*orders))
    assert [type(each) for each in found] == [PlacedOrder] * 2
    assert sizes == [2, 1]


def test_a_refused_order_without_its_id_is_not_guessed_where_entries_are_missing(harness: Harness) -> None:
    sizes = refuse_leg(harness, 0, {"client_order_id": None, "error": REASON}, count=1)
    found = harness.call(place_batch, "sync", body=batch(harness.new_order(), harness.new_order()))
    assert [type(each) for each in found] == [PlacedOrder] * 2
    assert sizes == [2, 2]


def test_a_refused_order_without_its_id_is_not_guessed_where_entries_are_in_another_order(harness: Harness) -> None:
    create, sizes = harness.exchange.answers.handlers["BatchCreateOrdersV2"], list[int]()

    def refuse_the_first_at_the_end(request: CheckedRequest) -> Answer:
        sizes.append(len(request.body["orders"]))
        if len(sizes) > 1:
            return create(request)
        del request.body["orders"][0]
        answer = create(request)
        answer.body["orders"].append({"client_order_id": None, "error": REASON})
        return answer

    harness.exchange.answers.handlers["BatchCreateOrdersV2"] = refuse_the_first_at_the_end
    found = harness.call(place_batch, "sync", body=batch(harness.new_order(), harness.new_order()))
    assert [type(each) for each in found] == [PlacedOrder] * 2
    assert sizes == [2, 1]


def test_the_reason_of_a_change_that_is_refused_later_is_with_what_is_known(harness: Harness) -> None:
    order = harness.rest("10")
    reason = {"code": "trading_is_paused", "message": "trading is paused"}
    for operation, call in (
        ("AmendOrderV2", lambda: CHANGES["amend"].call(harness, "sync", order, timeout=90)),
        ("DecreaseOrderV2", lambda: CHANGES["decrease"].call(harness, "sync", order, timeout=90)),
    ):
        calls: list[CheckedRequest] = []

        def handler(request: CheckedRequest, calls: list[CheckedRequest] = calls) -> Answer:
            calls.append(request)
            return Answer(503, {}) if len(calls) == 1 else Answer(409, {"error": reason})

        harness.exchange.answers.handlers[operation] = handler
        with pytest.raises((UnexpectedStatus, OrderNotAppliedError), match="trading_is_paused"):
            call()
        assert len(calls) == 2


def test_each_of_these_operations_exists() -> None:
    assert {change.module for change in CHANGES.values()} == {cancel, amend, decrease}
