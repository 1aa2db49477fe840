"""New orders on an exchange that differs from the usual one as a few users have reported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.errors import KalshiError, KalshiNotFoundError, KalshiValidationError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.orders import OrderRejectedError, OrderStateUnknownError, PlacedOrder, place, place_batch
from kalshi_sandbox.faults import Delay, Lag, Reset
from tests.orders.conftest import STRICT
from tests.orders.harness import FILLING, MODES, Harness

Opens = Callable[..., AbstractContextManager[Harness]]

SHARDED = evolve(STRICT, shards=4)
CREATE = {"place": "CreateOrderV2", "place_batch": "BatchCreateOrdersV2"}
BY_SHARD = {"its shard": 2, "its ticker": -1}
CODES: dict[str, type[KalshiError]] = {
    "insufficient_balance": KalshiValidationError,
    "user_not_found": KalshiNotFoundError,
    "market_not_found": KalshiNotFoundError,
}

EACH = pytest.mark.parametrize("name", list(CREATE))
IN_BOTH_MODES = pytest.mark.parametrize("mode", MODES)


def outcome_of(harness: Harness, name: str, mode: str, order: CreateOrderV2Request, **arguments: Any) -> Any:
    """What placing an order comes to, alone or as a batch of one."""
    try:
        if name == "place":
            return harness.call(place, mode, body=order, **arguments)
        (outcome,) = harness.call(place_batch, mode, body=BatchCreateOrdersV2Request(orders=[order]), **arguments)
    except KalshiError as error:
        return error
    return outcome


def assert_rejected(outcome: Any, name: str, kind: type[KalshiError], code: str) -> None:
    """Check that an order was rejected with a code, alone or as one of a batch."""
    assert isinstance(outcome, kind if name == "place" else OrderRejectedError)
    assert getattr(outcome, "code", None) == code


@EACH
@IN_BOTH_MODES
@pytest.mark.parametrize("difference", ["creates_answer_200", "unfilled_averages_are_zero"])
@pytest.mark.parametrize("price", [Decimal("0.01"), FILLING], ids=["resting", "filling"])
def test_an_answer_of_another_form_is_an_answer(
    harness_of: Opens, difference: str, mode: str, name: str, price: Decimal
) -> None:
    with harness_of(evolve(STRICT, **{difference: True})) as harness:
        rule = harness.exchange.faults.add(Lag(0), operation=CREATE[name])
        placed = outcome_of(harness, name, mode, harness.new_order(price=price))
        assert isinstance(placed, PlacedOrder)
        assert placed.answer is not None
        (order,) = harness.orders()
        assert (placed.order_id, placed.fill_count, placed.remaining_count) == (
            order.order_id,
            order.fill_count,
            order.remaining_count,
        )
        assert rule.calls == 1


@EACH
@pytest.mark.parametrize("when", ["before_acting", "before_answering"])
@pytest.mark.parametrize("difference", ["creates_answer_200", "unfilled_averages_are_zero"])
def test_a_lost_answer_of_another_form_is_recovered(harness_of: Opens, difference: str, name: str, when: str) -> None:
    with harness_of(evolve(STRICT, **{difference: True})) as harness:
        harness.exchange.faults.add(Reset(when), operation=CREATE[name], times=1)  # type: ignore[arg-type]
        placed = outcome_of(harness, name, "sync", harness.new_order())
        assert isinstance(placed, PlacedOrder)
        assert (placed.answer is None) == (when == "before_answering")
        assert [order.order_id for order in harness.orders()] == [placed.order_id]


@EACH
@IN_BOTH_MODES
def test_a_new_order_that_lacks_its_shard_is_rejected_with_nothing_placed(
    harness_of: Opens, name: str, mode: str
) -> None:
    with harness_of(evolve(SHARDED, new_orders_need_their_shard=True)) as harness:
        rule = harness.exchange.faults.add(Lag(0), operation=CREATE[name])
        order = harness.new_order(ticker=harness.open_market(exchange_index=2))
        outcome = outcome_of(harness, name, mode, order)
        assert_rejected(outcome, name, KalshiNotFoundError, "market_not_found")
        assert harness.orders() == []
        assert rule.calls == 1


@EACH
@pytest.mark.parametrize("index", BY_SHARD.values(), ids=list(BY_SHARD))
@pytest.mark.parametrize("when", [None, "before_acting", "before_answering"])
def test_a_new_order_that_names_its_shard_is_placed_once(
    harness_of: Opens, name: str, index: int, when: str | None
) -> None:
    with harness_of(evolve(SHARDED, new_orders_need_their_shard=True)) as harness:
        if when is not None:
            harness.exchange.faults.add(Reset(when), operation=CREATE[name], times=1)  # type: ignore[arg-type]
        order = harness.new_order(ticker=harness.open_market(exchange_index=2), exchange_index=index)
        placed = outcome_of(harness, name, "sync", order)
        assert isinstance(placed, PlacedOrder)
        assert [order.order_id for order in harness.orders()] == [placed.order_id]


@EACH
def test_a_new_order_that_lacks_its_shard_is_not_called_rejected_before_the_lost_request_has_expired(
    harness_of: Opens, name: str
) -> None:
    with harness_of(evolve(SHARDED, new_orders_need_their_shard=True)) as harness:
        order = harness.new_order(ticker=harness.open_market(exchange_index=2))
        for timeout, kind in ((30, OrderStateUnknownError), (90, None)):
            harness.exchange.faults.clear()
            harness.exchange.faults.add(Reset("before_acting"), operation=CREATE[name], times=1)
            outcome = outcome_of(harness, name, "sync", order, timeout=timeout)
            if kind is None:
                assert_rejected(outcome, name, KalshiNotFoundError, "market_not_found")
            else:
                assert isinstance(outcome, kind)
        assert harness.orders() == []


def poor_on(harness: Harness, ticker: str, left: Decimal = Decimal(0)) -> int:
    """A subaccount with so much cash on the shard of a market, and some on shard 0."""
    engine = harness.exchange.engine
    number = engine.accounts.add_subaccount(harness.account)
    engine.accounts.deposit(harness.account, Decimal(100), subaccount=number, exchange_index=0)
    if left:
        engine.accounts.deposit(harness.account, left, subaccount=number, exchange_index=engine.shards.of(ticker))
    return number


@EACH
@IN_BOTH_MODES
@pytest.mark.parametrize("code", list(CODES))
def test_an_order_on_a_shard_without_cash_is_rejected_however_that_is_said(
    harness_of: Opens, name: str, mode: str, code: str
) -> None:
    with harness_of(evolve(SHARDED, empty_shard_rejection=code)) as harness:
        ticker = harness.open_market(exchange_index=2)
        rule = harness.exchange.faults.add(Lag(0), operation=CREATE[name])
        outcome = outcome_of(harness, name, mode, harness.new_order(ticker=ticker, subaccount=poor_on(harness, ticker)))
        assert_rejected(outcome, name, CODES[code], code)
        assert harness.orders() == []
        assert rule.calls == 1


@EACH
@pytest.mark.parametrize("code", list(CODES))
def test_an_order_that_took_the_last_cash_of_its_shard_is_found_though_its_answer_was_lost(
    harness_of: Opens, name: str, code: str
) -> None:
    with harness_of(evolve(SHARDED, empty_shard_rejection=code)) as harness:
        ticker = harness.open_market(exchange_index=2)
        order = harness.new_order(ticker=ticker, subaccount=poor_on(harness, ticker, left=Decimal("0.01")))
        harness.exchange.faults.add(Reset("before_answering"), operation=CREATE[name], times=1)
        harness.exchange.faults.add(Lag(1))
        placed = outcome_of(harness, name, "sync", order)
        assert isinstance(placed, PlacedOrder)
        assert [order.order_id for order in harness.orders()] == [placed.order_id]


@EACH
@pytest.mark.parametrize("code", list(CODES))
def test_a_late_request_is_found_though_a_later_one_was_rejected_for_lack_of_cash(
    harness_of: Opens, name: str, code: str
) -> None:
    """The first request arrives late, when there is cash; the second was rejected for the lack of it."""
    with harness_of(evolve(SHARDED, empty_shard_rejection=code), timeout=None) as harness:
        exchange, ticker = harness.exchange, harness.open_market(exchange_index=2)
        number, began = poor_on(harness, ticker), exchange.clock()
        rule = exchange.faults.add(Delay(10), operation=CREATE[name], times=1)

        def pay_in_once_the_second_was_rejected() -> None:
            if rule.calls > 1 and exchange.clock() - began < 5:
                exchange.engine.accounts.deposit(harness.account, Decimal(1), subaccount=number, exchange_index=2)

        harness.on_wait = pay_in_once_the_second_was_rejected
        placed = outcome_of(harness, name, "sync", harness.new_order(ticker=ticker, subaccount=number))
        assert isinstance(placed, PlacedOrder)
        assert [order.order_id for order in harness.orders()] == [placed.order_id]
        assert rule.calls == 2
