"""None, clients that can't send, refusals and flawed lists, with orders of perpetual futures."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from kalshi_gen.errors import KalshiError
from kalshi_overlay import clock
from kalshi_overlay.errors import ClientStateError
from kalshi_overlay.orders import OrderStateUnknownError
from kalshi_overlay.orders.perps import PlacedOrder, decrease, place
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Reset
from tests.orders.harness import MODES
from tests.orders.perps_harness import PerpsHarness
from tests.orders.test_perps_changes import CHANGES, Change, each_change
from tests.orders.test_perps_place import CREATE, answer_always, count_calls, lose_the_answer

REASON = {"code": "insufficient_balance", "message": "insufficient balance", "details": "needs 5.00"}


@each_change
@pytest.mark.parametrize("mode", MODES)
def test_a_subaccount_of_none_is_left_out(perps: PerpsHarness, change: Change, mode: str) -> None:
    order = perps.rest("10")
    assert change.call(perps, mode, order, subaccount=None).answer is not None
    assert change.is_applied(perps.order(order.order_id))


@each_change
def test_none_is_left_out_when_an_order_is_read_back(perps: PerpsHarness, change: Change) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_answering"), operation=change.operation, times=1)
    assert change.call(perps, "sync", order, subaccount=None).order is not None
    assert change.is_applied(perps.order(order.order_id))


@pytest.mark.parametrize("mode", MODES)
def test_a_closed_client_is_said_at_once(perps: PerpsHarness, mode: str) -> None:
    order, began = perps.rest("10"), clock.now()
    perps.client = perps.exchange.client(perps.account)
    perps.client.close()
    calls: list[Any] = [lambda change=change: change.call(perps, mode, order) for change in CHANGES.values()]
    calls.append(lambda: perps.call(decrease, mode, order_id=order.order_id, body=perps.new_decrease(reduce_by="1")))
    calls.append(lambda: perps.call(place, mode, body=perps.new_order()))
    for call in calls:
        with pytest.raises(ClientStateError, match="closed"):
            call()
    assert clock.now() == began


def test_a_client_that_is_closed_meanwhile_leaves_the_order_unknown_at_once(perps: PerpsHarness) -> None:
    perps.exchange.faults.add(Reset("before_answering"), operation=CREATE)
    perps.client = perps.exchange.client(perps.account)
    perps.on_wait = perps.client.close
    began = clock.now()
    with pytest.raises(OrderStateUnknownError) as caught:
        perps.call(place, "sync", body=perps.new_order(client_order_id="mine"))
    assert clock.now() - began < 1
    perps.exchange.faults.clear()
    with perps.exchange.client(perps.account) as client:
        assert caught.value.resume(client=client).client_order_id == "mine"


@pytest.mark.parametrize("status", [200, 201, 400, 429, 500, 503])
@pytest.mark.parametrize(
    "body",
    [{"error": REASON}, REASON, {"error": "insufficient_balance"}, {"errors": [{"code": "insufficient_balance"}]}],
    ids=["nested", "flat", "text", "list"],
)
def test_a_refusal_in_any_form_is_sent_once_and_raised(perps: PerpsHarness, body: Any, status: int) -> None:
    answer_always(perps, CreateMarginOrder=Answer(status, body))
    requests = count_calls(perps, CREATE)
    with pytest.raises(KalshiError, match="insufficient_balance"):
        perps.call(place, "sync", body=perps.new_order())
    assert len(requests) == 1


@each_change
@pytest.mark.parametrize("status", [200, 409, 500])
def test_a_refused_change_is_sent_once_and_its_reason_raised(perps: PerpsHarness, change: Change, status: int) -> None:
    order = perps.rest("10")
    body = {"error": {**REASON, "code": "trading_is_paused"}}
    answer_always(perps, **{change.operation: Answer(status, body)})
    requests = count_calls(perps, change.operation)
    with pytest.raises(KalshiError, match="trading_is_paused"):
        change.call(perps, "sync", order)
    assert len(requests) == 1


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_order_is_found_in_lists_with_a_byte_order_mark(
    perps: PerpsHarness, encoding: str, *, is_listed: bool
) -> None:
    transport: Any = perps.client.get_httpx_client()._transport
    send = transport.handle_request

    def marked(request: httpx.Request) -> httpx.Response:
        response = send(request)
        if request.method != "GET":
            return response
        content = response.read().decode().encode(encoding)
        headers = {name: response.headers[name] for name in ("date", "content-type")}
        return httpx.Response(response.status_code, headers=headers, content=content, request=request)

    transport.handle_request = marked
    if not is_listed:
        perps.hide_ended()
    lose_the_answer(perps)
    placed: PlacedOrder = perps.call(place, "sync", body=perps.new_order(price=perps.prices[-1]))
    assert placed.order is not None


@pytest.mark.parametrize("failed", ["GetMarginOrders", "GetMarginFills"])
def test_a_list_that_states_a_failure_proves_nothing(perps: PerpsHarness, failed: str) -> None:
    handlers, name = perps.exchange.answers.handlers, "orders" if failed == "GetMarginOrders" else "fills"
    handlers[failed] = lambda _: Answer(200, {name: [], "cursor": "", "success": False})
    if failed == "GetMarginFills":
        perps.hide_ended()
    lose_the_answer(perps)
    with pytest.raises(OrderStateUnknownError):
        perps.call(
            place, "sync", body=perps.new_order(price=perps.prices[-1], time_in_force="fill_or_kill"), timeout=200
        )
