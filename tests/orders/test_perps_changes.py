"""Canceling, amending and decreasing orders of perpetual futures, whose state is in their counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from types import ModuleType
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from attrs import evolve

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError
from kalshi_gen.perps.models import DecreaseMarginOrderRequest
from kalshi_gen.types import UNSET
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError
from kalshi_overlay.orders.perps import AmendedOrder, CanceledOrder, DecreasedOrder, amend, cancel, decrease
from kalshi_overlay.orders.reading import READ_LAG, SIGNATURE_WINDOW
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.behaviour import SIMPLE
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Delay, Fault, Lag, Reset, Status
from kalshi_sandbox.perps.engine import Order
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import answers_with
from tests.orders.harness import MODES
from tests.orders.perps_harness import FILLING, PerpsHarness
from tests.orders.test_perps_place import count_calls

ACTED: list[Fault] = [Reset("before_answering"), Body("html"), Status(500, acting=True), Status(429, acting=True)]
NOT_ACTED: list[Fault] = [Reset("before_acting"), Status(503), Status(429)]


class Change(NamedTuple):
    """A change of an order that makes it smaller, or ends it."""

    module: ModuleType
    operation: str

    def call(self, perps: PerpsHarness, mode: str, order: Order, **arguments: Any) -> Any:
        """Call it."""
        given: dict[str, Any] = {}
        if self.module is amend:
            given["body"] = perps.new_amendment(order, count=order.fill_count + 1)
        elif self.module is decrease:
            given["body"] = perps.new_decrease(reduce_to="1")
        return perps.call(self.module, mode, order_id=order.order_id, **{**given, **arguments})

    def is_applied(self, order: Order) -> bool:
        """Whether an order is as the call asked."""
        return order.status == "canceled" if self.module is cancel else order.remaining_count == 1


CHANGES = {
    "cancel": Change(cancel, "CancelMarginOrder"),
    "amend": Change(amend, "AmendMarginOrder"),
    "decrease": Change(decrease, "DecreaseMarginOrder"),
}
HarnessOf = Callable[..., AbstractContextManager[PerpsHarness]]

each_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def not_found(request: CheckedRequest) -> Answer:
    """Find no order."""
    raise ErrorAnswer(404, "not_found", "not found", "")


@each_change
@pytest.mark.parametrize("mode", MODES)
def test_an_answered_change_is_returned_as_answered(perps: PerpsHarness, change: Change, mode: str) -> None:
    order, reads = perps.rest("10"), count_calls(perps, "GetMarginOrder")
    result = change.call(perps, mode, order)
    assert (result.order_id, result.order) == (order.order_id, None)
    assert change.is_applied(perps.order(order.order_id))
    assert reads == []


@each_change
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [*ACTED, *NOT_ACTED], ids=repr)
def test_a_change_without_an_answer_is_made_once(perps: PerpsHarness, change: Change, fault: Fault, mode: str) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(fault, operation=change.operation, times=1)
    perps.exchange.faults.add(Lag(0.3))
    began = perps.exchange.clock()
    result = change.call(perps, mode, order)
    assert result.order_id == order.order_id
    assert change.is_applied(perps.order(order.order_id))
    assert perps.exchange.clock() - began < 2


@each_change
def test_an_answer_about_another_order_is_none_and_the_order_is_read_back(perps: PerpsHarness, change: Change) -> None:
    order = perps.rest("10")
    answers_with(perps, change.operation, order_id=perps.rest("3").order_id)
    result = change.call(perps, "sync", order, timeout=90)
    assert (result.order_id, result.answer) == (order.order_id, None)
    assert change.is_applied(perps.order(order.order_id))


@each_change
def test_an_id_that_the_exchange_does_not_have_is_not_found(perps: PerpsHarness, change: Change) -> None:
    unknown = evolve(perps.rest("10"), order_id=str(uuid4()))
    with pytest.raises(KalshiNotFoundError):
        change.call(perps, "sync", unknown)


@each_change
def test_an_order_that_is_not_shown_after_a_lost_answer_is_unknown(perps: PerpsHarness, change: Change) -> None:
    """The request may have ended it, or filled it, and it may be kept no longer."""
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_answering"), operation=change.operation, times=1)
    perps.on_wait = lambda: perps.exchange.answers.handlers.update(
        {"GetMarginOrder": not_found, change.operation: not_found}
    )
    with pytest.raises(OrderStateUnknownError) as caught:
        change.call(perps, "sync", order, timeout=120)
    assert (caught.value.order_id, caught.value.code) == (order.order_id, "not_found")


@each_change
def test_an_order_of_another_subaccount_rests_on_and_is_said_to(perps: PerpsHarness, change: Change) -> None:
    """An order doesn't show its subaccount, so the request can't be sent there."""
    accounts = perps.exchange.perps.accounts
    number = accounts.add_subaccount(perps.account)
    accounts.deposit(perps.account, Decimal(1000), subaccount=number)
    order = perps.rest("10", subaccount=number)
    requests = count_calls(perps, change.operation)
    with pytest.raises(OrderNotAppliedError, match="answered with 404, but reads show that the order rests"):
        change.call(perps, "sync", order)
    assert perps.order(order.order_id) == order
    assert len(requests) == 1
    change.call(perps, "sync", order, subaccount=number)
    assert change.is_applied(perps.order(order.order_id))


@each_change
@pytest.mark.parametrize("mode", MODES)
def test_what_can_not_be_read_in_time_is_unknown_and_can_be_resumed(
    perps: PerpsHarness, change: Change, mode: str
) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_answering"), operation=change.operation)
    perps.exchange.faults.add(Status(500), operation="GetMarginOrder")
    with pytest.raises(OrderStateUnknownError) as caught:
        change.call(perps, mode, order, timeout=8)
    error = caught.value
    assert error.order_id == order.order_id
    assert (error.order is None) == (change.module is cancel)
    perps.exchange.faults.clear()
    if mode == "sync":
        result = error.resume(client=perps.client)
    else:
        result = perps.runner.run(error.resume_async(client=perps.client))
    assert isinstance(result, AmendedOrder | CanceledOrder | DecreasedOrder)
    assert result.order is not None
    assert change.is_applied(perps.order(order.order_id))


@each_change
def test_once_the_last_signature_has_expired_the_order_is_known_to_be_unchanged(
    perps: PerpsHarness, change: Change
) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Status(503), operation=change.operation)
    began = perps.exchange.clock()
    with pytest.raises(OrderNotAppliedError, match="reads show the order unchanged"):
        change.call(perps, "sync", order, timeout=90)
    assert perps.order(order.order_id) == order
    assert perps.exchange.clock() - began >= SIGNATURE_WINDOW + READ_LAG


@each_change
@pytest.mark.parametrize("mode", MODES)
def test_a_request_that_arrives_late_changes_nothing_more(hasty_perps: PerpsHarness, change: Change, mode: str) -> None:
    order = hasty_perps.rest("10")
    hasty_perps.exchange.faults.add(Delay(20), operation=change.operation, times=1)
    change.call(hasty_perps, mode, order)
    after = hasty_perps.order(order.order_id)
    assert change.is_applied(after)
    hasty_perps.arrive()
    # A late amendment that changes nothing is noted in the order.
    now = hasty_perps.order(order.order_id)
    assert evolve(now, last_update_time=after.last_update_time) == after


@each_change
@pytest.mark.parametrize("count", ["NaN", "-1", None, "many"])
def test_counts_that_say_nothing_prove_nothing(perps: PerpsHarness, change: Change, count: object) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_acting"), operation=change.operation)
    get_order = perps.exchange.answers.handlers["GetMarginOrder"]

    def broken(request: CheckedRequest) -> Answer:
        answer = get_order(request)
        return evolve(answer, body={"order": {**answer.body["order"], "remaining_count": count, "fill_count": count}})

    perps.exchange.answers.handlers["GetMarginOrder"] = broken
    with pytest.raises(OrderStateUnknownError):
        change.call(perps, "sync", order, timeout=30)


@pytest.mark.parametrize("fault", [None, *ACTED], ids=repr)
@pytest.mark.parametrize("filled", ["0", "4", "10"])
def test_an_order_that_has_ended_before_is_returned_with_what_was_filled(
    perps: PerpsHarness, filled: str, fault: Fault | None
) -> None:
    order = perps.rest("10")
    if filled != "0":
        perps.fill(order, filled)
    if filled != "10":
        perps.end(order)
    if fault is not None:
        perps.exchange.faults.add(fault, operation="CancelMarginOrder", times=1)
    found: CanceledOrder = perps.call(cancel, "sync", order_id=order.order_id)
    assert (found.status, found.fill_count, found.reduced_by) == ("ended", Decimal(filled), None)


def test_a_cancel_that_is_answered_has_what_it_took_off(perps: PerpsHarness) -> None:
    order = perps.rest("10")
    perps.fill(order, "4")
    found: CanceledOrder = perps.call(cancel, "sync", order_id=order.order_id)
    assert (found.status, found.reduced_by, found.fill_count) == ("canceled", Decimal(6), None)


def test_an_amendment_that_filled_entirely_is_read_back_by_its_counts(perps: PerpsHarness) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_answering"), operation="AmendMarginOrder", times=1)
    body = perps.new_amendment(order, price=FILLING)
    amended: AmendedOrder = perps.call(amend, "sync", order_id=order.order_id, body=body)
    assert amended.order is not None
    assert (amended.remaining_count, amended.order.fill_count) == (Decimal(0), Decimal(10))


def test_an_amendment_of_an_order_that_was_canceled_meanwhile_is_unknown(perps: PerpsHarness) -> None:
    """What it had left is gone, so that its size doesn't show."""
    order = perps.rest("10")
    perps.exchange.faults.add(Reset("before_answering"), operation="AmendMarginOrder", times=1)
    perps.on_wait = lambda: perps.order(order.order_id).status == "resting" and perps.end(order)
    body = perps.new_amendment(order, count=5)
    with pytest.raises(OrderStateUnknownError):
        perps.call(amend, "sync", order_id=order.order_id, body=body)


def test_an_amendment_is_recognized_by_its_new_id_however_old_a_read_is(perps: PerpsHarness) -> None:
    order = perps.rest("10", name="old")
    perps.exchange.faults.add(Reset("before_answering"), operation="AmendMarginOrder", times=1)
    ids = {"client_order_id": "old", "updated_client_order_id": "new"}
    body = perps.new_amendment(order, count=5, **ids)
    began = perps.exchange.clock()
    amended: AmendedOrder = perps.call(amend, "sync", order_id=order.order_id, body=body)
    assert amended.order is not None
    assert amended.order.client_order_id == "new"
    assert perps.exchange.clock() - began < 1


def test_an_amendment_that_changes_nothing_is_no_error(harness_of: HarnessOf) -> None:
    with harness_of(evolve(SIMPLE, signature_window=60.0, empty_changes_are_rejected=True), kind=PerpsHarness) as perps:
        order = perps.rest("10")
        body = perps.new_amendment(order)
        amended: AmendedOrder = perps.call(amend, "sync", order_id=order.order_id, body=body)
        assert amended.order is not None
        assert amended.remaining_count == 10


@pytest.mark.parametrize("fault", [*ACTED, *NOT_ACTED], ids=repr)
def test_a_decrease_by_a_count_is_made_once(perps: PerpsHarness, fault: Fault) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(fault, operation="DecreaseMarginOrder", times=2)
    requests = count_calls(perps, "DecreaseMarginOrder")
    body = perps.new_decrease(reduce_by="3")
    decreased: DecreasedOrder = perps.call(decrease, "sync", order_id=order.order_id, body=body)
    assert decreased.remaining_count == perps.order(order.order_id).remaining_count == 7
    assert all(request.body == {"reduce_to": "7.00"} for request in requests)
    assert body.reduce_to is UNSET


def test_a_decrease_by_a_count_of_an_order_that_can_not_be_read_is_sent_once(perps: PerpsHarness) -> None:
    order = perps.rest("10")
    perps.exchange.faults.add(Status(500), operation="GetMarginOrder")
    perps.exchange.faults.add(Reset("before_answering"), operation="DecreaseMarginOrder", times=1)
    requests = count_calls(perps, "DecreaseMarginOrder")
    with pytest.raises(OrderStateUnknownError) as caught:
        perps.call(decrease, "sync", order_id=order.order_id, body=perps.new_decrease(reduce_by="3"))
    with pytest.raises(OrderStateUnknownError):
        caught.value.resume(client=perps.client)
    assert [request.body for request in requests] == [{"reduce_by": "3"}]
    assert perps.order(order.order_id).remaining_count == 7


@pytest.mark.parametrize(
    ("module", "body", "field"),
    [
        (amend, {"price": Decimal(0)}, "price: .*above 0"),
        (amend, {"price": Decimal(-1)}, "price: .*above 0"),
        (amend, {"count": Decimal(0)}, "count: .*above 0"),
        (amend, {"expiration_time": 1}, "expiration_time: .*in the past"),
        (decrease, {"reduce_by": "0"}, "reduce_by"),
        (decrease, {"reduce_by": "1", "reduce_to": "1"}, "reduce_"),
        (decrease, {}, "reduce_"),
    ],
)
def test_an_impossible_change_is_refused_before_anything_is_sent(
    perps: PerpsHarness, module: ModuleType, body: dict[str, Any], field: str
) -> None:
    order, rule = perps.rest("10"), perps.exchange.faults.add(Status(500))
    given = perps.new_amendment(order, **body) if module is amend else DecreaseMarginOrderRequest(**body)
    with pytest.raises(InvalidRequestError, match=field):
        perps.call(module, "sync", order_id=order.order_id, body=given)
    assert rule.calls == 0


def test_another_thing_than_a_change_is_refused(perps: PerpsHarness) -> None:
    with pytest.raises(InvalidRequestError, match="body: must be an AmendMarginOrderRequest, not dict"):
        perps.call(amend, "sync", order_id="any", body={})
    with pytest.raises(InvalidRequestError, match="body: must be a DecreaseMarginOrderRequest, not dict"):
        perps.call(decrease, "sync", order_id="any", body={})
