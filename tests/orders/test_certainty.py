"""When it is certain that a request did not take effect: not before its signature has expired."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from kalshi_gen.errors import KalshiConflictError, KalshiValidationError
from kalshi_overlay import clock
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError, PlacedOrder, place
from kalshi_overlay.orders.reading import CLOCK_SLACK, READ_LAG, SIGNATURE_WINDOW
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.application import Application
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Delay, Lag, Reset, Status
from kalshi_sandbox.live.formats import time
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import MODES, Harness


@pytest.fixture
def sent_at(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When an order was sent, each time."""
    activate, sent = harness.exchange.faults.activate, list[float]()

    def noted(operation_id: str | None, *others: Any) -> object:
        if operation_id == "CreateOrderV2":
            sent.append(harness.exchange.clock())
        return activate(operation_id, *others)

    monkeypatch.setattr(harness.exchange.faults, "activate", noted)
    return sent


@pytest.mark.parametrize("mode", MODES)
def test_within_the_usual_timeout_an_exchange_that_always_fails_leaves_it_unknown(harness: Harness, mode: str) -> None:
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError) as caught:
        harness.call(place, mode, body=harness.new_order(client_order_id="mine"))
    assert caught.value.client_order_id == "mine"
    # Sent again to the end, since any of them could have made it definite, but less and less often.
    assert 8 <= caught.value.tried["CreateOrderV2"] <= 12


@pytest.mark.parametrize("mode", MODES)
def test_once_the_last_signature_has_expired_nothing_was_done(
    harness: Harness, sent_at: list[float], mode: str
) -> None:
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderNotAppliedError, match="the signatures of its requests have expired") as caught:
        harness.call(place, mode, body=harness.new_order(client_order_id="mine"), timeout=90)
    assert caught.value.client_order_id == "mine"
    # Its words begin with the id, so no note says it again.
    assert not hasattr(caught.value, "__notes__")
    waited = harness.exchange.clock() - sent_at[-1]
    assert SIGNATURE_WINDOW + READ_LAG <= waited <= SIGNATURE_WINDOW + READ_LAG + 4.1
    assert harness.orders() == []


def test_a_request_that_arrives_just_before_its_signature_expires_is_found(hasty_harness: Harness) -> None:
    faults = hasty_harness.exchange.faults
    # It goes on at the end of a wait, which is three seconds at most.
    faults.add(Delay(56.5), operation="CreateOrderV2", times=1)
    faults.add(Lag(2))
    hasty_harness.on_wait = fail_from_now_on(hasty_harness)
    placed: PlacedOrder = hasty_harness.call(place, "sync", body=hasty_harness.new_order(), timeout=90)
    assert [order.order_id for order in hasty_harness.orders()] == [placed.order_id]


def fail_from_now_on(harness: Harness) -> Callable[[], None]:
    """Lets every request for an order fail from the first wait on."""
    rules = list[object]()

    def fail() -> None:
        if not rules:
            rules.append(harness.exchange.faults.add(Status(503), operation="CreateOrderV2"))

    return fail


@pytest.mark.parametrize("ahead", [3.0, -20.0, 20.0])
def test_a_signature_expires_by_the_clock_of_the_exchange_and_no_sooner_than_by_this_one(
    harness: Harness, sent_at: list[float], ahead: float
) -> None:
    # If this machine is ahead, its signatures are accepted for longer.
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    real = clock.unix_milliseconds
    is_known_in_time = ahead < 5
    with (
        patch.object(clock, "unix_milliseconds", lambda: real() + int(ahead * 1000)),
        pytest.raises(OrderNotAppliedError if is_known_in_time else OrderStateUnknownError),
    ):
        harness.call(place, "sync", body=harness.new_order(), timeout=90)
    if is_known_in_time:
        assert harness.exchange.clock() - sent_at[-1] >= SIGNATURE_WINDOW + READ_LAG + max(ahead, 0)


def test_a_signature_from_before_the_clock_was_set_back_is_waited_for(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is set back by 20 s while the request is under way, whose signature is accepted for 20 s longer."""

    def refuse(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(400, "insufficient_balance", "insufficient balance", "")

    real, activate, ahead = clock.unix_milliseconds, harness.exchange.faults.activate, [20_000]

    def set_back(operation_id: str | None, *others: Any) -> object:
        if operation_id == "CreateOrderV2":
            ahead[0] = 0
        return activate(operation_id, *others)

    monkeypatch.setattr(harness.exchange.faults, "activate", set_back)
    monkeypatch.setattr(clock, "unix_milliseconds", lambda: real() + ahead[0])
    harness.exchange.answers.handlers["CreateOrderV2"] = refuse
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    began = harness.exchange.clock()
    with pytest.raises(KalshiValidationError, match="insufficient_balance"):
        harness.call(place, "sync", body=harness.new_order(), timeout=120)
    assert harness.exchange.clock() - began >= 20 + SIGNATURE_WINDOW + READ_LAG


def test_a_rejection_counts_once_the_first_request_s_signature_has_expired(harness: Harness) -> None:
    def refuse(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(400, "insufficient_balance", "insufficient balance", "")

    harness.exchange.answers.handlers["CreateOrderV2"] = refuse
    rule = harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    with pytest.raises(OrderStateUnknownError):
        harness.call(place, "sync", body=harness.new_order())
    assert rule.calls == 2
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    with pytest.raises(KalshiValidationError, match="insufficient_balance") as refused:
        harness.call(place, "sync", body=harness.new_order(client_order_id="mine"), timeout=90)
    assert refused.value.client_order_id == "mine"
    assert "client_order_id mine" in refused.value.__notes__


@pytest.mark.parametrize(
    "shown",
    [
        lambda now: {"as_of_time": time(now - timedelta(hours=1))},
        lambda now: {"as_of_time": time(now - timedelta(seconds=READ_LAG + 70))},
        lambda now: {"as_of_time": None},
        lambda now: {},
    ],
    ids=["of long ago", "of before", "null", "missing"],
)
def test_a_user_data_timestamp_that_is_behind_or_missing_leaves_it_unknown(harness: Harness, shown: Any) -> None:
    began = harness.exchange.clock.now()
    harness.exchange.answers.handlers["GetUserDataTimestamp"] = lambda _: Answer(200, shown(began))
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError):
        harness.call(place, "sync", body=harness.new_order(), timeout=90)


def test_a_user_data_timestamp_that_is_ahead_concludes_nothing(harness: Harness, sent_at: list[float]) -> None:
    harness.exchange.answers.handlers["GetUserDataTimestamp"] = lambda _: Answer(
        200, {"as_of_time": time(harness.exchange.clock.now() + timedelta(hours=1))}
    )
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with pytest.raises(OrderNotAppliedError):
        harness.call(place, "sync", body=harness.new_order(), timeout=90)
    assert harness.exchange.clock() - sent_at[-1] >= SIGNATURE_WINDOW + READ_LAG


@pytest.mark.parametrize("which", ["monotonic", "wall", "none"])
def test_an_order_is_found_though_a_clock_of_this_machine_paused(harness: Harness, which: str) -> None:
    """The first answer is lost, and reads come back 50 s later: the order is not taken for an older one."""
    real, slept = (clock.now, clock.unix_milliseconds), [0.0]

    def sleep() -> None:
        if not slept[0]:
            slept[0] = 50.0
            harness.exchange.clock.advance(50)

    harness.on_wait = sleep
    paused: dict[str, dict[str, Any]] = {
        "monotonic": {"now": lambda: real[0]() - slept[0]},
        "wall": {"unix_milliseconds": lambda: real[1]() - int(slept[0] * 1000)},
        "none": {},
    }
    faults = harness.exchange.faults
    faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    with contextlib.ExitStack() as stack:
        for name, fake in paused[which].items():
            stack.enter_context(patch.object(clock, name, fake))
        placed: PlacedOrder = harness.call(
            place, "sync", body=harness.new_order(client_order_id=f"mine {which}"), timeout=200
        )
    assert [order.order_id for order in harness.orders()] == [placed.order_id]


@pytest.mark.parametrize("difference", [-CLOCK_SLACK + 0.5, 30.0])
def test_an_order_is_found_though_the_exchange_s_clocks_differ(harness: Harness, difference: float) -> None:
    get_orders = harness.exchange.answers.handlers["GetOrders"]

    def with_another_clock(request: CheckedRequest) -> Answer:
        answer = get_orders(request)
        for order in answer.body["orders"]:
            created = msgspec.convert(order["created_time"], harness.exchange.clock.now().__class__)
            order["created_time"] = time(created + timedelta(seconds=difference))
        return answer

    harness.exchange.answers.handlers["GetOrders"] = with_another_clock
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    placed: PlacedOrder = harness.call(place, "sync", body=harness.new_order(client_order_id="mine"))
    assert placed.order is not None


def test_an_order_that_is_a_few_seconds_older_is_not_taken_for_this_one(harness: Harness) -> None:
    harness.rest(name="mine")
    harness.exchange.clock.advance(CLOCK_SLACK + 2)
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2", times=1)
    with pytest.raises(KalshiConflictError):
        harness.call(place, "sync", body=harness.new_order(client_order_id="mine"))


def test_without_the_exchange_s_time_nothing_is_concluded(harness: Harness) -> None:
    harness.exchange.faults.add(Status(503), operation="CreateOrderV2")
    with patch.object(Application, "_now", lambda self: "some time"), pytest.raises(OrderStateUnknownError):
        harness.call(place, "sync", body=harness.new_order(), timeout=90)
