"""Amending an order, and knowing that it is as asked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiValidationError
from kalshi_overlay.orders import AmendedOrder, OrderNotAppliedError, OrderStateUnknownError, amend
from kalshi_overlay.orders.reading import READ_LAG
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import amendment, answers_with
from tests.orders.harness import FILLING, MODES, RESTING, Harness

FIELDS: list[dict[str, Any]] = [
    {"price": Decimal("0.02")},
    {"count": Decimal(12)},
    {"count": Decimal(5)},
    {"expiration_time": 1893456000},
    {"updated_client_order_id": "renamed"},
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("changes", FIELDS, ids=lambda changes: next(iter(changes)))
def test_a_lost_amendment_of_a_field_alone_is_read_back(harness: Harness, changes: dict[str, Any], mode: str) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    harness.exchange.faults.add(Lag(1))
    found: AmendedOrder = harness.call(amend, mode, order_id=order.order_id, body=amendment(order, **changes))
    assert found.order is not None
    now = harness.order(order.order_id)
    assert found.remaining_count == now.remaining_count == changes.get("count", 10)
    assert now != order


@pytest.mark.parametrize("changes", FIELDS, ids=lambda changes: next(iter(changes)))
def test_an_amendment_of_a_field_alone_that_did_not_take_effect_is_not_called_done(
    harness: Harness, changes: dict[str, Any]
) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Status(503), operation="AmendOrderV2")
    with pytest.raises(OrderStateUnknownError):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, **changes), timeout=READ_LAG + 5)
    assert harness.order(order.order_id) == order


@pytest.mark.parametrize("changes", FIELDS, ids=lambda changes: next(iter(changes)))
def test_an_amendment_whose_every_answer_is_lost_is_read_back_once_reads_are_current(
    harness: Harness, changes: dict[str, Any]
) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Status(503, acting=True), operation="AmendOrderV2", times=1)
    harness.on_wait = fail_to_amend(harness)
    began = harness.exchange.clock()
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, **changes))
    assert found.order is not None
    assert READ_LAG <= harness.exchange.clock() - began <= READ_LAG + 3


def fail_to_amend(harness: Harness) -> Callable[[], None]:
    """Lets every amendment fail from the first wait on."""
    rules: list[object] = []

    def fail() -> None:
        if not rules:
            rules.append(harness.exchange.faults.add(Status(503), operation="AmendOrderV2"))

    return fail


def test_an_amendment_by_which_the_order_fills_is_proven_by_its_size(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=FILLING))
    assert found.order is not None
    assert (found.order.status, found.order.fill_count_fp, found.remaining_count) == (
        "executed",
        Decimal(10),
        Decimal(0),
    )


@pytest.mark.parametrize("expiry", [0, 1893456000])
def test_an_amended_expiry_is_read_back(harness: Harness, expiry: int) -> None:
    order = harness.rest("10")
    before = 1893456001
    harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, expiration_time=before))
    harness.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    body = amendment(order, expiration_time=expiry)
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=body)
    assert found.order is not None
    assert (found.order.expiration_time is None) == (expiry == 0)


@pytest.mark.parametrize("mode", MODES)
def test_an_amendment_that_changes_nothing_is_done(harness: Harness, mode: str) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Lag(1))
    found: AmendedOrder = harness.call(amend, mode, order_id=order.order_id, body=amendment(order))
    assert found.order is not None
    assert (found.remaining_count, found.order.client_order_id) == (Decimal(10), order.client_order_id or "")
    assert harness.order(order.order_id) == order


def test_that_nothing_changes_is_an_error_where_fresh_reads_show_otherwise(harness: Harness) -> None:
    def refuse(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(400, "AMEND_ORDER_NO_OP", "nothing changes", "")

    order = harness.rest("10")
    harness.exchange.answers.handlers["AmendOrderV2"] = refuse
    with pytest.raises(KalshiValidationError, match="AMEND_ORDER_NO_OP"):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(5)))


def test_an_order_as_it_was_some_time_ago_proves_nothing(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.clock.advance(10)
    harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=Decimal("0.02")))
    # No request for it takes effect, and reads still show the price of before, which is asked for again.
    harness.exchange.faults.add(Status(503), operation="AmendOrderV2")
    harness.exchange.faults.add(Lag(3))
    with pytest.raises(OrderStateUnknownError):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=RESTING))
    assert harness.order(order.order_id).price == Decimal("0.02")


def test_an_order_that_bears_the_new_id_is_amended_however_old_the_read_is(harness: Harness) -> None:
    order = harness.rest("10", name="before")
    changes = {"client_order_id": "before", "updated_client_order_id": "after", "price": Decimal("0.02")}
    harness.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    began = harness.exchange.clock()
    # The second request is refused, since the order no longer bears the id of before.
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, **changes))
    assert found.order is not None
    assert found.order.client_order_id == "after"
    assert harness.exchange.clock() - began < 1


@pytest.mark.parametrize("same", [{"client_order_id": "it"}, {"updated_client_order_id": "it"}, {}])
def test_an_id_that_it_had_before_proves_nothing(harness: Harness, same: dict[str, str]) -> None:
    order = harness.rest("10", name="it")
    harness.exchange.clock.advance(10)
    harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=Decimal("0.02")))
    harness.exchange.faults.add(Status(503), operation="AmendOrderV2")
    harness.exchange.faults.add(Lag(3))
    with pytest.raises(OrderStateUnknownError):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, price=RESTING, **same), timeout=8)


def test_an_order_that_was_canceled_meanwhile_does_not_show_how_it_was_amended(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_answering"), operation="AmendOrderV2", times=1)
    harness.on_wait = lambda: harness.exchange.engine.orders.cancel_all(harness.account)
    with pytest.raises(OrderStateUnknownError):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(5)))


def test_an_order_that_was_filled_unamended_was_not_amended(harness: Harness) -> None:
    order = harness.rest("10")
    harness.exchange.faults.add(Reset("before_acting"), operation="AmendOrderV2", times=1)
    harness.on_wait = lambda: harness.fill_once(order, "10")
    with pytest.raises(OrderNotAppliedError, match="the order ended without the change"):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(20)))


def test_a_rejection_of_the_first_request_is_raised_as_it_is(harness: Harness) -> None:
    order = harness.rest("10")
    with pytest.raises(KalshiValidationError):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(1_000_000_000)))


@pytest.mark.parametrize("fault", [None, Reset("before_acting"), Reset("before_answering")], ids=repr)
def test_an_order_that_has_ended_was_not_amended(harness: Harness, fault: Reset | None) -> None:
    """The same whichever answer was lost."""
    order = harness.rest("10")
    harness.fill(order, "10")
    if fault is not None:
        harness.exchange.faults.add(fault, operation="AmendOrderV2", times=1)
    with pytest.raises(OrderNotAppliedError, match=r"it is executed, with 10\.00 contracts filled"):
        harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(20)))


@pytest.mark.parametrize("acted", [True, False])
def test_a_rejection_of_a_later_request_does_not_speak_for_the_first(harness: Harness, acted: bool) -> None:
    order = harness.rest("10")
    amend_order, calls = harness.exchange.answers.handlers["AmendOrderV2"], []

    def refuse_later(request: CheckedRequest) -> Answer:
        calls.append(request)
        if len(calls) > acted:
            raise ErrorAnswer(400, "insufficient_balance", "insufficient balance", "")
        return amend_order(request)

    harness.exchange.answers.handlers["AmendOrderV2"] = refuse_later
    when = "before_answering" if acted else "before_acting"
    harness.exchange.faults.add(Reset(when), operation="AmendOrderV2", times=1)  # type: ignore[arg-type]
    body = amendment(order, count=Decimal(20))
    if acted:
        assert harness.call(amend, "sync", order_id=order.order_id, body=body).order is not None
    else:
        with pytest.raises(KalshiValidationError, match="insufficient_balance"):
            harness.call(amend, "sync", order_id=order.order_id, body=body, timeout=90)


@pytest.mark.parametrize("answered", [{"remaining_count": "NaN"}, {"remaining_count": "many"}])
def test_an_answer_with_a_count_that_is_none_is_none(harness: Harness, answered: dict[str, object]) -> None:
    order = harness.rest("10")
    answers_with(harness, "AmendOrderV2", **answered)
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, count=Decimal(12)))
    assert found.remaining_count == 12


def test_an_answer_without_a_count_changed_none(harness: Harness) -> None:
    order = harness.rest("10")
    body = amendment(order, expiration_time=1893456000)
    found: AmendedOrder = harness.call(amend, "sync", order_id=order.order_id, body=body)
    assert found.answer is not None
    assert found.remaining_count is None


def test_what_is_no_amendment_is_refused_before_anything_is_sent(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Status(500))
    with pytest.raises(InvalidRequestError, match="body: must be an AmendOrderV2Request, not dict"):
        harness.call(amend, "sync", order_id="any", body={})
    assert rule.calls == 0
