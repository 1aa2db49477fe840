"""What was not sent is said at once, and what is wrong with an argument is said as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kalshi_gen.errors import AuthRequiredError, InvalidRequestError, KalshiError, WrongClientError
from kalshi_gen.models import BatchCreateOrdersV2Request, DecreaseOrderV2Request
from kalshi_overlay import clock
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.errors import ClientStateError, KalshiConfigError
from kalshi_overlay.orders import OrderStateUnknownError, decrease, place, place_batch
from kalshi_sandbox.faults import Reset, Status
from tests.orders.changes import CHANGES
from tests.orders.harness import MODES, Harness
from tests.orders.test_place_batch import batch


def closed(harness: Harness) -> KalshiAuthenticatedClient:
    client = harness.exchange.client(harness.account)
    client.close()
    return client


def calls(harness: Harness) -> dict[str, Any]:
    order = harness.rest("10")
    each = {name: lambda mode, change=change: change.call(harness, mode, order) for name, change in CHANGES.items()}
    by = DecreaseOrderV2Request(reduce_by=1)
    return {
        **each,
        "decrease by": lambda mode: harness.call(decrease, mode, order_id=order.order_id, body=by),
        "place": lambda mode: harness.call(place, mode, body=harness.new_order(client_order_id="mine")),
        "place_batch": lambda mode: harness.call(place_batch, mode, body=batch(harness.new_order())),
    }


@pytest.mark.parametrize("mode", MODES)
def test_a_closed_client_is_said_at_once(harness: Harness, mode: str) -> None:
    began, every = clock.now(), calls(harness)
    harness.client = closed(harness)
    for call in every.values():
        with pytest.raises(ClientStateError, match="closed") as caught:
            call(mode)
    assert clock.now() == began
    assert caught.value.__notes__


@pytest.mark.parametrize(
    "error",
    [
        ClientStateError("open in another loop; nothing was sent"),
        WrongClientError("of another API; nothing was sent"),
        AuthRequiredError("can't sign; nothing was sent"),
        KalshiConfigError("no such proxy; nothing was sent"),
        InvalidRequestError("ticker", "must be a text"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_was_not_sent_is_said_at_once(
    harness: Harness, error: KalshiError, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, every = clock.now(), calls(harness)

    def refuse(_: Any) -> Any:
        raise error

    monkeypatch.setattr(KalshiAuthenticatedClient, "get_httpx_client", refuse)
    for call in every.values():
        with pytest.raises(type(error)) as caught:
            call("sync")
        assert caught.value is error
    assert clock.now() == began


def test_a_client_that_is_closed_meanwhile_leaves_the_order_unknown_at_once(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2")
    harness.client = harness.exchange.client(harness.account)
    harness.on_wait = harness.client.close
    began = clock.now()
    with pytest.raises(OrderStateUnknownError) as caught:
        harness.call(place, "sync", body=harness.new_order(client_order_id="mine"))
    assert clock.now() - began < 1
    assert isinstance(caught.value.errors[-1], ClientStateError)
    harness.exchange.faults.clear()
    with harness.exchange.client(harness.account) as client:
        assert caught.value.resume(client=client).client_order_id == "mine"


def test_resuming_with_a_closed_client_says_so_and_can_be_tried_again(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Status(503), operation="GetOrders")
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError) as caught:
        harness.call(place, "sync", body=harness.new_order(client_order_id="mine"), timeout=1)
    harness.exchange.faults.clear()
    began = clock.now()
    with pytest.raises(ClientStateError):
        caught.value.resume(client=closed(harness))
    with pytest.raises(AuthRequiredError):
        caught.value.resume(client=harness.exchange.public_client())  # type: ignore[arg-type]
    assert clock.now() == began
    assert caught.value.resume(client=harness.client).client_order_id == "mine"


def test_a_batch_without_its_orders_is_named(harness: Harness) -> None:
    body = BatchCreateOrdersV2Request(orders=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequestError, match="orders: must be a list of CreateOrderV2Request, not NoneType"):
        harness.call(place_batch, "sync", body=body)


def test_a_datetime_is_never_taken_for_milliseconds(harness: Harness) -> None:
    body = harness.new_order(expiration_time=datetime(9999, 12, 31, tzinfo=UTC))
    assert harness.call(place, "sync", body=body).answer is not None
