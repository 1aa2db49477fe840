"""Canceling an order, and knowing that it no longer rests."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError
from kalshi_overlay.orders import CanceledOrder, cancel
from kalshi_sandbox.faults import Lag, Reset, Status
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


def test_an_order_that_does_not_rest_is_not_found(harness: Harness) -> None:
    order = harness.rest("10")
    harness.fill(order, "10")
    began = harness.exchange.clock()
    with pytest.raises(KalshiNotFoundError):
        harness.call(cancel, "sync", order_id=order.order_id)
    assert harness.exchange.clock() == began


def test_a_read_that_lags_does_not_override_a_404_from_the_shard_of_the_order(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.exchange.engine.orders.cancel(harness.account, order.order_id)
    harness.exchange.faults.add(Lag(2))
    with pytest.raises(KalshiNotFoundError):
        harness.call(cancel, "sync", order_id=order.order_id, market_ticker=order.ticker)


def test_that_no_such_order_rests_is_known_though_it_can_not_be_read_how_it_ended(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.exchange.faults.add(Reset("before_answering"), operation="CancelOrderV2", times=1)
    # Reads show the order resting to the end.
    harness.exchange.faults.add(Lag(9))
    with pytest.raises(KalshiNotFoundError):
        harness.call(cancel, "sync", order_id=order.order_id, market_ticker=order.ticker, timeout=5)
    assert harness.order(order.order_id).status == "canceled"


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
