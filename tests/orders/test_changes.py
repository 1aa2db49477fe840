"""Canceling, amending and decreasing orders: done once, and known to be."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType
from typing import Any, cast

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError, KalshiValidationError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay.orders import NotCarriedOutError, OrderStateUnknownError, amend, cancel, decrease
from kalshi_overlay.sandbox.engine import Order
from kalshi_overlay.sandbox.faults import Body, Fault, Lag, Reset, Status, drift
from tests.orders.venue import FILLING, RESTING, Venue

MODES = ["sync", "asyncio"]
ACTED: list[Fault] = [Reset("before_answering"), Body("html"), Status(500, acting=True), Status(429, acting=True)]
NOT_ACTED: list[Fault] = [Reset("before_acting"), Status(503), Status(429)]


def amendment(order: Order, **changes: Any) -> AmendOrderV2Request:
    fields = {"ticker": order.ticker, "side": "bid", "price": order.price, "count": order.initial_count}
    return AmendOrderV2Request(**{**fields, **changes})


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [None, *ACTED, *NOT_ACTED], ids=repr)
def test_an_order_is_canceled(venue: Venue, fault: Fault | None, mode: str) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(fault or Lag(0), operation="CancelOrderV2", times=1)
    found = venue.call(cancel, mode, order_id=order.order_id)
    assert venue.order(order.order_id).status == "canceled"
    assert found.order_id == order.order_id
    if fault in ACTED:
        assert found.order.status == "canceled"
    else:
        assert found.reduced_by == 10
    assert rule.calls == (2 if fault in NOT_ACTED else 1)


def test_an_order_that_was_filled_before_its_lost_cancellation_is_told_as_filled(venue: Venue) -> None:
    order = venue.rest("10")
    venue.exchange.faults.add(Reset("before_acting"), operation="CancelOrderV2", times=1)
    venue.on_wait = lambda: venue.fill_once(order, "10")
    found = venue.call(cancel, "sync", order_id=order.order_id)
    assert (found.order.status, found.order.fill_count_fp) == ("executed", 10)
    assert found.reduced_by is None


def test_an_order_that_does_not_rest_is_not_found(venue: Venue) -> None:
    order = venue.rest("10")
    venue.fill(order, "10")
    with pytest.raises(KalshiNotFoundError):
        venue.call(cancel, "sync", order_id=order.order_id)


def test_an_order_that_was_never_there_is_not_found_however_often_it_is_asked_for(venue: Venue) -> None:
    venue.exchange.faults.add(Reset("before_acting"), operation="CancelOrderV2", times=1)
    with pytest.raises(KalshiNotFoundError):
        venue.call(cancel, "sync", order_id="no-such-order")


def test_an_order_that_can_not_be_canceled_is_told_to_rest(venue: Venue) -> None:
    order = venue.rest("10")
    venue.exchange.faults.add(Status(503), operation="CancelOrderV2")
    with pytest.raises(NotCarriedOutError, match="CancelOrderV2 3 times") as caught:
        venue.call(cancel, "sync", order_id=order.order_id)
    assert caught.value.order_id == order.order_id
    assert venue.order(order.order_id).status == "resting"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["cancel", "amend", "decrease"])
def test_what_can_not_be_read_is_unknown(venue: Venue, name: str, mode: str) -> None:
    order = venue.rest("10")
    cases: dict[str, tuple[ModuleType, str, dict[str, Any]]] = {
        "cancel": (cancel, "CancelOrderV2", {}),
        "amend": (amend, "AmendOrderV2", {"body": amendment(order, count=Decimal(5))}),
        "decrease": (decrease, "DecreaseOrderV2", {"body": DecreaseOrderV2Request(reduce_to=Decimal(5))}),
    }
    operation, operation_id, arguments = cases[name]
    venue.exchange.faults.add(Reset("before_answering"), operation=operation_id)
    venue.exchange.faults.add(drift("unknown-enum-values"), operation="GetOrder")
    with pytest.raises(OrderStateUnknownError) as caught:
        venue.call(operation, mode, order_id=order.order_id, **arguments)
    assert caught.value.order_id == order.order_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [None, *ACTED, *NOT_ACTED], ids=repr)
def test_an_order_is_amended(venue: Venue, fault: Fault | None, mode: str) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(fault or Lag(0), operation="AmendOrderV2", times=1)
    body = amendment(order, price=Decimal("0.02"), count=Decimal(12), updated_client_order_id=f"{fault} {mode}")
    found = venue.call(amend, mode, order_id=order.order_id, body=body)
    now = venue.order(order.order_id)
    assert (now.price, now.client_order_id) == (body.price, body.updated_client_order_id)
    assert now.remaining_count == 12
    assert found.remaining_count == 12
    assert rule.calls == (2 if fault in NOT_ACTED else 1)


def test_an_amendment_by_which_the_order_fills_is_proven_by_its_size(venue: Venue) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    found = venue.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=FILLING))
    assert (found.order.status, found.order.fill_count_fp, found.remaining_count) == ("executed", 10, 0)
    assert rule.calls == 1


@pytest.mark.parametrize("expiry", [0, 1893456000])
def test_an_amended_expiry_is_proven(venue: Venue, expiry: int) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    body = amendment(order, expiration_time=expiry)
    found = venue.call(amend, "sync", order_id=order.order_id, body=body)
    assert (found.order.expiration_time is None) == (expiry == 0)
    assert rule.calls == 1


def test_an_order_as_it_was_some_time_ago_proves_nothing(venue: Venue) -> None:
    order = venue.rest("10")
    venue.exchange.clock.advance(10)
    venue.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=Decimal("0.02")))
    rule = venue.exchange.faults.add(Reset("before_acting"), operation="AmendOrderV2", times=1)
    # The reads still show the price of before, which is the one that is asked for again.
    venue.exchange.faults.add(Lag(3))
    found = venue.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=RESTING))
    assert found.answer is not None
    assert venue.order(order.order_id).price == RESTING
    assert rule.calls == 2


def test_an_order_that_was_canceled_meanwhile_does_not_tell_how_it_was_amended(venue: Venue) -> None:
    order = venue.rest("10")
    venue.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    venue.on_wait = lambda: venue.exchange.engine.cancel_all(venue.account)
    with pytest.raises(OrderStateUnknownError):
        venue.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(5)))


def test_an_order_that_was_filled_unamended_is_told_as_not_amended(venue: Venue) -> None:
    order = venue.rest("10")
    venue.exchange.faults.add(Reset("before_acting"), operation="AmendOrderV2", times=1)
    venue.on_wait = lambda: venue.fill_once(order, "10")
    with pytest.raises(NotCarriedOutError):
        venue.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(20)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["reduce_by", "reduce_to"])
@pytest.mark.parametrize("fault", [None, *ACTED, *NOT_ACTED], ids=repr)
def test_an_order_is_cut_once(venue: Venue, fault: Fault | None, name: str, mode: str) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(fault or Lag(0), operation="DecreaseOrderV2", times=1)
    body = DecreaseOrderV2Request.from_dict({name: "4"})
    found = venue.call(decrease, mode, order_id=order.order_id, body=body)
    left = 6 if name == "reduce_by" else 4
    assert found.remaining_count == left
    assert venue.order(order.order_id).remaining_count == left
    assert rule.calls == (2 if fault in NOT_ACTED else 1)


def test_fills_are_not_taken_for_a_cut(venue: Venue) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(Reset("before_acting"), operation="DecreaseOrderV2", times=1)
    venue.on_wait = lambda: rule.calls and venue.fill_once(order, "4")
    body = DecreaseOrderV2Request(reduce_by=Decimal(4))
    found = venue.call(decrease, "sync", order_id=order.order_id, body=body)
    assert found.remaining_count == 2
    assert venue.order(order.order_id).fill_count == 4
    assert rule.calls == 2


def test_a_size_that_someone_else_has_changed_proves_nothing(venue: Venue) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(Reset("before_acting"), operation="DecreaseOrderV2", times=1)
    venue.on_wait = lambda: rule.calls and venue.exchange.engine.cancel_all(venue.account)
    with pytest.raises(OrderStateUnknownError):
        venue.call(decrease, "sync", order_id=order.order_id, body=DecreaseOrderV2Request(reduce_by=Decimal(4)))


def test_an_order_that_can_not_be_read_before_is_not_cut_by_a_count(venue: Venue) -> None:
    order = venue.rest("10")
    rule = venue.exchange.faults.add(Reset("before_acting"), operation="DecreaseOrderV2")
    venue.exchange.faults.add(Status(500), operation="GetOrder")
    with pytest.raises(NotCarriedOutError):
        venue.call(decrease, "sync", order_id=order.order_id, body=DecreaseOrderV2Request(reduce_by=Decimal(4)))
    assert rule.calls == 0


def test_a_cut_that_the_exchange_refuses_is_raised(venue: Venue) -> None:
    order = venue.rest("10")
    with pytest.raises(KalshiValidationError):
        venue.call(decrease, "sync", order_id=order.order_id, body=DecreaseOrderV2Request(reduce_to=Decimal(11)))


@pytest.mark.parametrize("given", [{}, {"reduce_by": "1", "reduce_to": "1"}, {"reduce_by": None}])
def test_a_cut_is_by_a_count_or_to_one(venue: Venue, given: dict[str, Any]) -> None:
    rule = venue.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="give either reduce_by or reduce_to"):
        venue.call(decrease, "sync", order_id="any", body=DecreaseOrderV2Request.from_dict(given))
    assert rule.calls == 0


def test_what_is_no_change_is_refused_before_anything_is_sent(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="body: must be a DecreaseOrderV2Request, not dict"):
        venue.call(decrease, "sync", order_id="any", body={})
    with pytest.raises(InvalidRequestError, match="reduce_by: must be a finite Decimal, not float"):
        venue.call(decrease, "sync", order_id="any", body=DecreaseOrderV2Request(reduce_by=cast("Decimal", 1.5)))
    with pytest.raises(InvalidRequestError, match="body: must be an AmendOrderV2Request, not dict"):
        venue.call(amend, "sync", order_id="any", body={})
    with pytest.raises(InvalidRequestError, match="order_id"):
        venue.call(cancel, "sync", order_id="")
    assert rule.calls == 0
