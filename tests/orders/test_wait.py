"""Waiting until an order no longer rests, by reads."""

from __future__ import annotations

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError
from kalshi_overlay.errors import OrderRestingError
from kalshi_overlay.orders import wait
from kalshi_sandbox.faults import Reset, Status
from tests.orders.harness import MODES, Harness


@pytest.mark.parametrize("mode", MODES)
def test_an_order_is_returned_once_it_no_longer_rests(harness: Harness, mode: str) -> None:
    order, waits = harness.rest(), []

    def end_later() -> None:
        waits.append(None)
        if len(waits) == 5:
            harness.end(order)

    harness.on_wait = end_later
    found = harness.call(wait, mode, order_id=order.order_id)
    assert (found.order_id, found.status) == (order.order_id, "canceled")


def test_an_order_that_still_rests_in_the_end_is_an_error_that_says_so(harness: Harness) -> None:
    order = harness.rest()
    with pytest.raises(OrderRestingError, match=order.order_id) as caught:
        wait.sync(order.order_id, client=harness.client, timeout=20)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.order_id == order.order_id


@pytest.mark.parametrize("fault", [Status(503), Reset("before_answering")])
def test_reads_that_fail_are_tried_again(harness: Harness, fault: Status | Reset) -> None:
    order = harness.rest()
    harness.end(order)
    harness.exchange.faults.add(fault, operation="GetOrder", times=3)
    assert wait.sync(order.order_id, client=harness.client).status == "canceled"


def test_reads_that_always_fail_are_named_in_the_error(harness: Harness) -> None:
    order = harness.rest()
    harness.exchange.faults.add(Status(503), operation="GetOrder")
    with pytest.raises(OrderRestingError, match="503"):
        wait.sync(order.order_id, client=harness.client, timeout=20)


def test_an_order_that_does_not_exist_is_not_found(harness: Harness) -> None:
    with pytest.raises(KalshiNotFoundError):
        wait.sync("00000000-0000-4000-8000-000000000000", client=harness.client)


def test_a_timeout_that_is_no_number_of_seconds_is_refused(harness: Harness) -> None:
    with pytest.raises(InvalidRequestError, match="timeout"):
        wait.sync("00000000-0000-4000-8000-000000000000", client=harness.client, timeout=0)
