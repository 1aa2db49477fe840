"""An order id alone is no address: a 404 is taken at its word only where the order is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.api.orders import cancel_order_v2
from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay.orders import OrderNotAppliedError, OrderStateUnknownError, amend, cancel, decrease, place
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.engine import NewOrder, Order
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import CHANGES, amendment
from tests.orders.conftest import STRICT
from tests.orders.harness import MODES, RESTING, Harness

SHARDED = evolve(STRICT, shards=4)
EACH = pytest.mark.parametrize("name", list(CHANGES))
UNADDRESSED = pytest.mark.parametrize("name", ["cancel", "decrease"])


@pytest.fixture
def harness(harness_of: Callable[[Behaviour], AbstractContextManager[Harness]]) -> Iterator[Harness]:
    with harness_of(SHARDED) as harness:
        yield harness


@pytest.fixture
def elsewhere(harness: Harness) -> Order:
    """An order that rests on shard 2."""
    return harness.rest("10", ticker=harness.open_market(exchange_index=2))


def test_the_exchange_of_these_tests_looks_for_a_bare_id_on_shard_0(harness: Harness, elsewhere: Order) -> None:
    with pytest.raises(KalshiNotFoundError):
        cancel_order_v2.sync(elsewhere.order_id, client=harness.client)
    assert harness.order(elsewhere.order_id).status == "resting"


@pytest.mark.parametrize("name", ["subaccount", "market_ticker", "exchange_index"])
@pytest.mark.parametrize("mode", MODES)
def test_none_is_left_out_of_a_cancel(harness: Harness, elsewhere: Order, mode: str, name: str) -> None:
    assert harness.call(cancel, mode, order_id=elsewhere.order_id, **{name: None}).answer is not None
    assert harness.order(elsewhere.order_id).status == "canceled"


@EACH
def test_a_subaccount_of_none_is_left_out(harness: Harness, elsewhere: Order, name: str) -> None:
    assert CHANGES[name].call(harness, "sync", elsewhere, subaccount=None).answer is not None
    assert CHANGES[name].is_applied(harness.order(elsewhere.order_id))


@pytest.mark.parametrize("contracts", ["reduce_to", "reduce_by"])
def test_none_is_left_out_of_a_body(harness: Harness, elsewhere: Order, contracts: str) -> None:
    body = DecreaseOrderV2Request(**{contracts: 5}, market_ticker=None, exchange_index=None)
    found = harness.call(decrease, "sync", order_id=elsewhere.order_id, body=body, subaccount=None)
    assert found.remaining_count == 5


@EACH
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("lag", [0, 2])
def test_an_order_on_another_shard_is_changed(
    harness: Harness, elsewhere: Order, lag: float, mode: str, name: str
) -> None:
    harness.exchange.faults.add(Lag(lag))
    found = CHANGES[name].call(harness, mode, elsewhere)
    assert found.answer is not None
    assert CHANGES[name].is_applied(harness.order(elsewhere.order_id))


@UNADDRESSED
def test_an_order_on_shard_0_costs_no_read(harness: Harness, name: str) -> None:
    order = harness.rest("10")
    rule = harness.exchange.faults.add(Lag(0), operation="GetOrder")
    CHANGES[name].call(harness, "sync", order)
    assert rule.calls == 0


@EACH
@pytest.mark.parametrize("lag", [0, 2])
def test_the_outcome_after_a_lost_answer_is_known_on_another_shard_too(
    harness: Harness, elsewhere: Order, lag: float, name: str
) -> None:
    harness.exchange.faults.add(Lag(lag))
    harness.exchange.faults.add(Reset("before_answering"), operation=CHANGES[name].operation, times=1)
    CHANGES[name].call(harness, "sync", elsewhere)
    assert CHANGES[name].is_applied(harness.order(elsewhere.order_id))


@pytest.mark.parametrize("wrong", [{"exchange_index": 0}, {"exchange_index": 1}, {"market_ticker": "other"}])
def test_an_address_that_is_wrong_is_corrected(harness: Harness, elsewhere: Order, wrong: dict[str, Any]) -> None:
    wrong = {**wrong, "market_ticker": harness.ticker} if "market_ticker" in wrong else wrong
    found = harness.call(cancel, "sync", order_id=elsewhere.order_id, **wrong)
    assert found.reduced_by == 10


def test_a_shard_that_is_wrong_is_corrected_in_a_body_too(harness: Harness, elsewhere: Order) -> None:
    body = amendment(elsewhere, count=Decimal(5), exchange_index=1)
    assert harness.call(amend, "sync", order_id=elsewhere.order_id, body=body).answer is not None


@pytest.mark.parametrize(
    "address", [{"exchange_index": 2}, {"exchange_index": -1, "market_ticker": "own"}, {"market_ticker": "own"}]
)
def test_an_address_that_is_right_is_used_as_it_is(harness: Harness, elsewhere: Order, address: dict[str, Any]) -> None:
    address = {**address, "market_ticker": elsewhere.ticker} if "market_ticker" in address else address
    reads = harness.exchange.faults.add(Lag(0), operation="GetOrder")
    assert harness.call(cancel, "sync", order_id=elsewhere.order_id, **address).reduced_by == 10
    assert reads.calls == 0


def test_an_amendment_in_another_market_than_the_order_s_says_nothing_of_the_order(
    harness: Harness, elsewhere: Order
) -> None:
    body = amendment(elsewhere, ticker=harness.ticker, count=Decimal(5))
    with pytest.raises(OrderNotAppliedError, match="in the market or subaccount that you named"):
        harness.call(amend, "sync", order_id=elsewhere.order_id, body=body)
    assert harness.order(elsewhere.order_id) == elsewhere


@EACH
def test_an_order_that_can_not_be_read_is_not_reported_as_gone(harness: Harness, elsewhere: Order, name: str) -> None:
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    arguments = {"body": amendment(elsewhere, count=Decimal(5), exchange_index=0)} if name == "amend" else {}
    with pytest.raises(OrderNotAppliedError, match="may be on another shard"):
        CHANGES[name].call(harness, "sync", elsewhere, **arguments)
    assert harness.order(elsewhere.order_id) == elsewhere


@EACH
def test_after_a_lost_answer_an_order_that_can_not_be_read_is_unknown(
    harness: Harness, elsewhere: Order, name: str
) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation=CHANGES[name].operation, times=1)
    harness.exchange.faults.add(Status(500), operation="GetOrder")
    arguments = {"body": amendment(elsewhere, count=Decimal(5), exchange_index=0)} if name == "amend" else {}
    with pytest.raises(OrderStateUnknownError):
        CHANGES[name].call(harness, "sync", elsewhere, **arguments)


@EACH
def test_an_order_on_another_shard_that_has_ended_is_read_back(harness: Harness, elsewhere: Order, name: str) -> None:
    harness.fill(elsewhere, "10")
    if name == "amend":
        with pytest.raises(OrderNotAppliedError, match="ended without the change: it is executed"):
            CHANGES[name].call(harness, "sync", elsewhere)
    else:
        assert CHANGES[name].call(harness, "sync", elsewhere).order.status == "executed"


def test_a_new_order_on_another_shard_is_canceled_though_reads_do_not_show_it_yet(harness: Harness) -> None:
    ticker = harness.open_market(exchange_index=3)
    harness.exchange.faults.add(Lag(2))
    placed = harness.call(place, "sync", body=harness.new_order(ticker=ticker))
    found = harness.call(cancel, "sync", order_id=placed.order_id)
    assert found.reduced_by == 1


@pytest.fixture
def in_subaccount(harness: Harness) -> Order:
    """An order that rests in another subaccount than the primary one."""
    engine = harness.exchange.engine
    number = engine.accounts.add_subaccount(harness.account)
    engine.accounts.deposit(harness.account, Decimal(100), subaccount=number)
    order = NewOrder(ticker=harness.ticker, side="bid", count=Decimal(10), price=RESTING, subaccount=number)
    return engine.orders.place(harness.account, order).order


@EACH
def test_an_order_in_another_subaccount_is_found_there(harness: Harness, in_subaccount: Order, name: str) -> None:
    found = CHANGES[name].call(harness, "sync", in_subaccount)
    assert found.answer is not None
    assert CHANGES[name].is_applied(harness.order(in_subaccount.order_id))


@EACH
def test_a_subaccount_that_is_named_is_not_corrected(harness: Harness, in_subaccount: Order, name: str) -> None:
    with pytest.raises(OrderNotAppliedError, match="in the market or subaccount that you named"):
        CHANGES[name].call(harness, "sync", in_subaccount, subaccount=0)
    assert harness.order(in_subaccount.order_id) == in_subaccount


def test_an_amount_goes_to_the_shard_of_the_order(harness: Harness, elsewhere: Order) -> None:
    body = DecreaseOrderV2Request(reduce_by=Decimal(4))
    assert harness.call(decrease, "sync", order_id=elsewhere.order_id, body=body).remaining_count == 6


@pytest.mark.parametrize("address", [{"exchange_index": 2}, {"exchange_index": 2, "subaccount": 0}])
def test_a_404_from_the_address_of_an_order_that_rests_is_reported_and_nothing_is_sent_again(
    harness: Harness, elsewhere: Order, address: dict[str, Any]
) -> None:
    def not_found(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(404, "not_found", "not found", "")

    harness.exchange.answers.handlers["CancelOrderV2"] = not_found
    sent = harness.exchange.faults.add(Lag(0), operation="CancelOrderV2")
    with pytest.raises(OrderNotAppliedError, match="404, but reads show that the order rests"):
        harness.call(cancel, "sync", order_id=elsewhere.order_id, **address)
    assert sent.calls == 1
