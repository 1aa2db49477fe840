"""Canceling an order, and knowing that it no longer rests."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError
from kalshi_overlay.orders import CanceledOrder, OrderStateUnknownError, cancel
from kalshi_sandbox.engine import Order
from kalshi_sandbox.faults import Body, Fault, Lag, Reset, Status
from tests.orders.changes import answers_with
from tests.orders.harness import Harness


def test_an_answered_cancellation_says_what_it_took_off(harness: Harness) -> None:
    order = harness.rest("10")
    harness.fill(order, "3")
    found: CanceledOrder = harness.call(cancel, "sync", order_id=order.order_id)
    assert found.reduced_by == 7
    assert found.answer is not None


def test_an_order_that_was_filled_before_its_lost_cancellation_is_read_back_as_filled(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_acting"), operation="CancelOrderV2", times=1)
    harness.exchange.faults.add(Lag(1))
    harness.on_wait = lambda: harness.fill_once(order, "10")
    found: CanceledOrder = harness.call(cancel, "sync", order_id=order.order_id)
    assert found.order is not None
    assert (found.order.status, found.order.fill_count_fp) == ("executed", Decimal(10))
    assert found.reduced_by is None


ENDS: dict[str, tuple[Callable[[Harness, Order], object], tuple[str, Decimal]]] = {
    "filled": (lambda harness, order: harness.fill(order, "10"), ("executed", Decimal(10))),
    "filled in part and canceled": (
        lambda harness, order: (harness.fill(order, "3"), harness.end(order)),
        ("canceled", Decimal(3)),
    ),
    "canceled": (lambda harness, order: harness.end(order), ("canceled", Decimal(0))),
    "expired": (lambda harness, order: harness.exchange.clock.advance(120), ("canceled", Decimal(0))),
}


# Any two of these meet.
@pytest.mark.parametrize(
    ("is_addressed", "lag", "mode"),
    [(True, 0, "sync"), (True, 2, "asyncio"), (False, 0, "asyncio"), (False, 2, "sync")],
)
@pytest.mark.parametrize("how", list(ENDS))
@pytest.mark.parametrize(
    "fault", [None, Reset("before_acting"), Reset("before_answering"), Status(503), Body("html")], ids=repr
)
def test_an_order_that_has_ended_already_is_returned_as_it_is(
    harness: Harness, fault: Fault | None, lag: float, is_addressed: bool, how: str, mode: str
) -> None:
    """The same whichever answer was lost."""
    order, (end, expected) = harness.rest("10", expires_in=60), ENDS[how]
    end(harness, order)
    harness.exchange.faults.add(Lag(lag))
    if fault is not None:
        harness.exchange.faults.add(fault, operation="CancelOrderV2", times=1)
    address = {"market_ticker": order.ticker} if is_addressed else {}
    found: CanceledOrder = harness.call(cancel, mode, order_id=order.order_id, **address)
    assert (found.order_id, found.status, found.fill_count) == (order.order_id, *expected)
    assert found.order is not None
    assert found.reduced_by is None


def test_a_cancellation_that_was_answered_has_its_status_too(harness: Harness) -> None:
    found: CanceledOrder = harness.call(cancel, "sync", order_id=harness.rest("10").order_id)
    assert (found.status, found.fill_count) == ("canceled", None)


def test_a_read_that_lags_is_waited_for_after_a_404_from_the_shard_of_the_order(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.end(order)
    harness.exchange.faults.add(Lag(2))
    began = harness.exchange.clock()
    found: CanceledOrder = harness.call(cancel, "sync", order_id=order.order_id, market_ticker=order.ticker)
    assert found.status == "canceled"
    assert harness.exchange.clock() - began <= 4


def test_an_id_that_the_exchange_never_had_is_not_found(harness: Harness) -> None:
    with pytest.raises(KalshiNotFoundError):
        harness.call(cancel, "sync", order_id="no-such-order")


def test_how_an_order_ended_is_unknown_while_reads_show_it_resting_after_a_lost_answer(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.exchange.faults.add(Reset("before_answering"), operation="CancelOrderV2", times=1)
    # Reads show the order resting to the end.
    harness.exchange.faults.add(Lag(9))
    with pytest.raises(OrderStateUnknownError) as caught:
        harness.call(cancel, "sync", order_id=order.order_id, market_ticker=order.ticker, timeout=5)
    assert harness.order(order.order_id).status == "canceled"
    assert caught.value.resume(client=harness.client).status == "canceled"


@pytest.mark.parametrize("answered", [{"reduced_by": None}, {"reduced_by": "NaN"}, {"reduced_by": "some"}])
def test_an_answer_that_does_not_say_what_it_took_off_is_none(harness: Harness, answered: dict[str, object]) -> None:
    order = harness.rest("10")
    answers_with(harness, "CancelOrderV2", **answered)
    found: CanceledOrder = harness.call(cancel, "sync", order_id=order.order_id)
    assert found.order is not None
    assert found.order.status == "canceled"


def test_what_is_no_order_id_is_refused_before_anything_is_sent(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="order_id"):
        harness.call(cancel, "sync", order_id="")
    assert rule.calls == 0
