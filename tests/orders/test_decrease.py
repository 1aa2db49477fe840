"""Decreasing an order once, and knowing what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiValidationError
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay.orders import DecreasedOrder, OrderNotAppliedError, OrderStateUnknownError, decrease
from kalshi_overlay.orders.reading import READ_LAG
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.engine import Amendment
from kalshi_sandbox.faults import Fault, Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import ACTED, NOT_ACTED, answers_with
from tests.orders.harness import MODES, Harness


def by(contracts: int) -> DecreaseOrderV2Request:
    return DecreaseOrderV2Request(reduce_by=Decimal(contracts))


def to(contracts: int) -> DecreaseOrderV2Request:
    return DecreaseOrderV2Request(reduce_to=Decimal(contracts))


@pytest.fixture
def sent(harness: Harness) -> list[dict[str, Any]]:
    """The bodies of the decreases that come to the exchange."""
    handler, bodies = harness.exchange.answers.handlers["DecreaseOrderV2"], list[dict[str, Any]]()

    def keep(request: CheckedRequest) -> Answer:
        bodies.append(request.body)
        return handler(request)

    harness.exchange.answers.handlers["DecreaseOrderV2"] = keep
    return bodies


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("body", [by(4), to(6)], ids=["reduce_by", "reduce_to"])
@pytest.mark.parametrize("fault", [None, *ACTED, *NOT_ACTED], ids=repr)
def test_an_order_is_decreased_once(
    harness: Harness, fault: Fault | None, body: DecreaseOrderV2Request, mode: str
) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(fault or Lag(0), operation="DecreaseOrderV2", times=1)
    found: DecreasedOrder = harness.call(decrease, mode, order_id=order.order_id, body=body)
    assert found.remaining_count == harness.order(order.order_id).remaining_count == 6


def test_an_amount_goes_out_as_what_shall_be_left(harness: Harness, sent: list[dict[str, Any]]) -> None:
    order = harness.rest("10")
    harness.fill(order, "3")
    harness.call(decrease, "sync", order_id=order.order_id, body=by(4))
    assert [{name: Decimal(body[name]) for name in body if name.startswith("reduce")} for body in sent] == [
        {"reduce_to": Decimal(3)}
    ]


@pytest.mark.parametrize("fills", [2, 4, 6])
def test_fills_that_the_read_does_not_show_make_it_take_off_less(
    harness: Harness, sent: list[dict[str, Any]], fills: int
) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.fill(order, str(fills))
    harness.exchange.faults.add(Lag(2))
    if fills < 6:
        found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=by(5))
        assert found.remaining_count == 5
    elif fills == 6:
        # Fewer are left than shall be.
        with pytest.raises(KalshiValidationError):
            harness.call(decrease, "sync", order_id=order.order_id, body=by(5))
    assert harness.order(order.order_id).remaining_count == min(5, 10 - fills)
    assert len(sent) == 1


def test_a_decrease_to_what_is_left_already_is_done(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Lag(1))
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=to(10))
    assert found.order is not None
    assert found.remaining_count == 10
    assert harness.order(order.order_id) == order


def test_fills_between_two_requests_are_not_cut_once_more(harness: Harness) -> None:
    order = harness.rest("10")
    rule = harness.exchange.faults.add(Reset("before_answering"), operation="DecreaseOrderV2", times=1)
    harness.exchange.faults.add(Lag(1))
    harness.on_wait = lambda: rule.calls and harness.fill_once(order, "3")
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=by(4))
    # Six were left of ten, and three of these were filled.
    assert found.remaining_count == harness.order(order.order_id).remaining_count == 3


def test_a_decrease_to_nothing_cancels(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_answering"), operation="DecreaseOrderV2", times=1)
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=by(10))
    assert found.remaining_count == 0
    assert harness.order(order.order_id).status == "canceled"


@pytest.mark.parametrize("mode", MODES)
def test_an_amount_that_can_not_be_made_absolute_is_sent_once(
    harness: Harness, sent: list[dict[str, Any]], mode: str
) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    found: DecreasedOrder = harness.call(decrease, mode, order_id=order.order_id, body=by(4))
    assert found.remaining_count == 6
    harness.exchange.faults.add(Reset("before_answering"), operation="DecreaseOrderV2")
    began = harness.exchange.clock()
    with pytest.raises(OrderStateUnknownError):
        harness.call(decrease, mode, order_id=order.order_id, body=by(4))
    assert harness.order(order.order_id).remaining_count == 2
    assert len(sent) == 2
    assert harness.exchange.clock() - began <= READ_LAG + 1


def test_more_than_is_left_is_refused_by_the_exchange(harness: Harness, sent: list[dict[str, Any]]) -> None:
    order = harness.rest("10")
    with pytest.raises(KalshiValidationError):
        harness.call(decrease, "sync", order_id=order.order_id, body=by(11))
    assert [set(body) & {"reduce_by", "reduce_to"} for body in sent] == [{"reduce_by"}]
    with pytest.raises(KalshiValidationError):
        harness.call(decrease, "sync", order_id=order.order_id, body=to(11))


def test_a_new_order_is_waited_for(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Lag(2))
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=by(4))
    assert found.remaining_count == 6


@pytest.mark.parametrize("fault", [None, Reset("before_acting"), Reset("before_answering")], ids=repr)
def test_an_order_that_has_ended_has_no_more_left_than_was_asked(harness: Harness, fault: Reset | None) -> None:
    """The same whichever answer was lost."""
    order = harness.rest("10")
    harness.fill(order, "10")
    if fault is not None:
        harness.exchange.faults.add(fault, operation="DecreaseOrderV2", times=1)
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=to(1))
    assert found.order is not None
    assert (found.order.status, found.remaining_count) == ("executed", 0)


def test_an_order_that_has_ended_was_not_decreased_by_an_amount(harness: Harness) -> None:
    order = harness.rest("10")
    harness.fill(order, "10")
    with pytest.raises(OrderNotAppliedError, match="ended without the change: it is executed"):
        harness.call(decrease, "sync", order_id=order.order_id, body=by(1))


def test_an_order_that_can_not_be_read_in_time_is_not_decreased(harness: Harness) -> None:
    order = harness.rest("10")
    rule = harness.exchange.faults.add(Lag(0), operation="DecreaseOrderV2")
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    with pytest.raises(OrderNotAppliedError, match="the order could not be read in time"):
        harness.call(decrease, "sync", order_id=order.order_id, body=by(4), timeout=2)
    assert rule.calls == 0


def test_a_stale_read_of_fewer_contracts_proves_nothing(harness: Harness) -> None:
    order = harness.rest("3")
    harness.exchange.clock.advance(10)
    engine = harness.exchange.engine

    engine.orders.amend(
        harness.account,
        order.order_id,
        Amendment(ticker=order.ticker, side="bid", price=order.price, count=Decimal(20)),
    )
    harness.exchange.faults.add(Status(503), operation="DecreaseOrderV2")
    harness.exchange.faults.add(Lag(3))
    with pytest.raises(OrderStateUnknownError):
        harness.call(decrease, "sync", order_id=order.order_id, body=to(5), timeout=READ_LAG + 5)
    assert harness.order(order.order_id).remaining_count == 20


@pytest.mark.parametrize("answered", [{"remaining_count": None}, {"remaining_count": "NaN"}])
def test_an_answer_that_does_not_say_what_is_left_is_none(harness: Harness, answered: dict[str, object]) -> None:
    order = harness.rest("10")
    answers_with(harness, "DecreaseOrderV2", **answered)
    found: DecreasedOrder = harness.call(decrease, "sync", order_id=order.order_id, body=to(4))
    assert found.order is not None
    assert found.remaining_count == 4


@pytest.mark.parametrize("given", [{}, {"reduce_by": "1", "reduce_to": "1"}, {"reduce_by": None}])
def test_a_decrease_is_by_a_count_or_to_one(harness: Harness, given: dict[str, Any]) -> None:
    rule = harness.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="give exactly one of them"):
        harness.call(decrease, "sync", order_id="any", body=DecreaseOrderV2Request.from_dict(given))
    assert rule.calls == 0


def test_what_is_no_decrease_is_refused_before_anything_is_sent(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="body: must be a DecreaseOrderV2Request, not dict"):
        harness.call(decrease, "sync", order_id="any", body={})
    body = DecreaseOrderV2Request(reduce_by=1)
    msgspec.structs.force_setattr(body, "reduce_by", 1.5)
    with pytest.raises(InvalidRequestError, match="reduce_by: must be a Decimal, int or str, not float"):
        harness.call(decrease, "sync", order_id="any", body=body)
    assert rule.calls == 0
