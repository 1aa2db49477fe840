"""What holds for canceling, amending and decreasing alike."""

from __future__ import annotations

import statistics

import pytest
from attrs import evolve

from kalshi_gen.errors import KalshiNotFoundError
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError
from kalshi_overlay.orders.reading import READ_LAG, SIGNATURE_WINDOW
from kalshi_sandbox.faults import Delay, Fault, Lag, Reset, Status, drift
from tests.orders.changes import ACTED, CHANGES, NOT_ACTED, answers_with
from tests.orders.harness import MODES, Harness

EACH = pytest.mark.parametrize("name", list(CHANGES))


@EACH
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [None, *ACTED, *NOT_ACTED], ids=repr)
def test_an_order_is_changed_whatever_becomes_of_the_request(
    harness: Harness, fault: Fault | None, mode: str, name: str
) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    rule = harness.exchange.faults.add(fault or Lag(0), operation=change.operation, times=1)
    found = change.call(harness, mode, order)
    assert change.is_applied(harness.order(order.order_id))
    assert found.order_id == order.order_id
    assert (found.order is None) == (fault not in ACTED)
    assert rule.calls == (1 if fault is None else 2)


@EACH
def test_the_outcome_after_a_lost_answer_is_known_within_a_second(harness: Harness, name: str) -> None:
    change, taken = CHANGES[name], []
    for fault in [*ACTED, *NOT_ACTED]:
        order = harness.rest("10")
        harness.exchange.clock.advance(10)
        harness.exchange.faults.clear()
        harness.exchange.faults.add(fault, operation=change.operation, times=1)
        harness.exchange.faults.add(Lag(0.3))
        began = harness.exchange.clock()
        change.call(harness, "sync", order)
        taken.append(harness.exchange.clock() - began)
    assert statistics.median(taken) < 0.6
    assert max(taken) < 1


@EACH
@pytest.mark.parametrize("mode", MODES)
def test_a_request_that_arrives_late_changes_nothing_more(hasty_harness: Harness, mode: str, name: str) -> None:
    change = CHANGES[name]
    order = hasty_harness.rest("10")
    hasty_harness.exchange.faults.add(Delay(50), operation=change.operation, times=1)
    change.call(hasty_harness, mode, order)
    after = hasty_harness.order(order.order_id)
    hasty_harness.arrive()
    assert hasty_harness.order(order.order_id) == after


@EACH
@pytest.mark.parametrize("mode", MODES)
def test_what_can_not_be_read_in_time_is_unknown(harness: Harness, name: str, mode: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    harness.exchange.faults.add(Reset("before_answering"), operation=change.operation)
    harness.exchange.faults.add(drift("unknown-enum-values"), operation="GetOrder")
    with pytest.raises(OrderStateUnknownError) as caught:
        change.call(harness, mode, order, timeout=8)
    assert caught.value.order_id == order.order_id
    # The request's failure, and why what was read is of no use.
    assert {"KalshiNetworkError", "UnusableAnswerError"} <= {type(error).__name__ for error in caught.value.errors}


@EACH
def test_within_the_usual_timeout_an_exchange_that_always_fails_leaves_it_unknown(harness: Harness, name: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    harness.exchange.faults.add(Status(503), operation=change.operation)
    with pytest.raises(OrderStateUnknownError) as caught:
        change.call(harness, "sync", order)
    assert 8 <= caught.value.tried[change.operation] <= 12


@EACH
def test_once_the_last_signature_has_expired_the_order_is_known_to_be_unchanged(harness: Harness, name: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    rule = harness.exchange.faults.add(Status(503), operation=change.operation)
    began = harness.exchange.clock()
    with pytest.raises(OrderNotAppliedError, match="reads show the order unchanged") as caught:
        change.call(harness, "sync", order, timeout=90)
    assert caught.value.order_id == order.order_id
    assert caught.value.tried[change.operation] == rule.calls > 1
    assert harness.order(order.order_id) == order
    assert harness.exchange.clock() - began >= SIGNATURE_WINDOW + READ_LAG


@EACH
@pytest.mark.parametrize("answered", [{"order_id": "another"}, {"order_id": None}, {"order_id": 7}])
def test_an_answer_for_another_order_is_none(harness: Harness, name: str, answered: dict[str, object]) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    answers_with(harness, change.operation, **answered)
    found = change.call(harness, "sync", order)
    assert found.order_id == order.order_id
    assert found.answer is None
    assert change.is_applied(harness.order(order.order_id))


@EACH
def test_an_order_read_back_under_another_id_proves_nothing(harness: Harness, name: str) -> None:
    other, order, change = harness.rest("1"), harness.rest("10"), CHANGES[name]
    harness.exchange.engine.orders.cancel(harness.account, other.order_id)
    get_order = harness.exchange.answers.handlers["GetOrder"]
    harness.exchange.answers.handlers["GetOrder"] = lambda request: get_order(
        evolve(request, path={"order_id": other.order_id})
    )
    harness.exchange.faults.add(Status(503), operation=change.operation)
    with pytest.raises(OrderStateUnknownError):
        change.call(harness, "sync", order, timeout=10)


@EACH
def test_an_order_that_was_never_there_is_not_found(harness: Harness, name: str) -> None:
    order, change = harness.rest("10"), CHANGES[name]
    unknown = evolve(order, order_id="no-such-order")
    harness.exchange.faults.add(Reset("before_acting"), operation=change.operation, times=1)
    with pytest.raises(KalshiNotFoundError):
        change.call(harness, "sync", unknown)
