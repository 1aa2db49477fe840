"""A rejection for want of cash says which shard pays for the order, and how much there is on each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from attrs import evolve

from kalshi_gen.errors import KalshiError, KalshiNotFoundError, KalshiValidationError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.get_balance_response import GetBalanceResponse
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.orders import OrderRejectedError, OrderStateUnknownError, PlacedOrder, place, place_batch
from kalshi_overlay.orders.shard_cash import cash_of
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Delay, Drift, Fault, Lag, Refuse, Reset, Status
from kalshi_sandbox.rest_differences import ShardRejection
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.conftest import STRICT
from tests.orders.harness import FILLING, MODES, Harness

SHARDED = evolve(STRICT, shards=4)


@pytest.fixture
def harness_with(
    harness_of: Callable[..., AbstractContextManager[Harness]],
) -> Callable[[str], AbstractContextManager[Harness]]:
    """Gives the harness of an exchange that rejects with so a code."""
    return lambda code: harness_of(evolve(SHARDED, empty_shard_rejection=code))


@pytest.fixture
def harness(harness_of: Callable[[Behaviour], AbstractContextManager[Harness]]) -> Iterator[Harness]:
    with harness_of(SHARDED) as harness:
        yield harness


def poor(harness: Harness, ticker: str, **fields: Any) -> Any:
    """An order of a subaccount that has $100, on shard 0 alone."""
    engine = harness.exchange.engine
    number = engine.accounts.add_subaccount(harness.account)
    engine.accounts.deposit(harness.account, Decimal(100), subaccount=number, exchange_index=0)
    return harness.new_order(ticker=ticker, price=FILLING, subaccount=number, **fields)


def notes(error: KalshiError) -> str:
    return " ".join(error.__notes__)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", get_args(ShardRejection))
def test_an_order_on_a_shard_without_cash_says_where_the_cash_is(
    harness_with: Callable[[str], AbstractContextManager[Harness]], code: str, mode: str
) -> None:
    kind = KalshiValidationError if code == "insufficient_balance" else KalshiNotFoundError
    with harness_with(code) as harness:
        ticker = harness.open_market(exchange_index=2)
        with pytest.raises(kind) as caught:
            harness.call(place, mode, body=poor(harness, ticker))
        assert type(caught.value) is kind
        assert caught.value.code == code
        said = notes(caught.value)
        assert f"{ticker} is on shard 2" in said
        assert "it has $0" in said
        assert "you can move what the others have ($100.0000 on shard 0) with kalshi_gen" in said


def test_the_primary_account_is_shown_our_transfer(harness: Harness) -> None:
    ticker = harness.open_market(exchange_index=2)
    with pytest.raises(KalshiValidationError) as caught:
        harness.call(place, "sync", body=harness.new_order(ticker=ticker, price=FILLING, count=Decimal(5_000_000)))
    assert "on shard 3) with kalshi_overlay.shards.transfer" in notes(caught.value)
    assert "it has $250000.0000" in notes(caught.value)


@pytest.mark.parametrize("mode", MODES)
def test_a_rejected_order_of_a_batch_says_it_and_the_others_are_placed(harness: Harness, mode: str) -> None:
    ticker = harness.open_market(exchange_index=2)
    body = BatchCreateOrdersV2Request(orders=[harness.new_order(), poor(harness, ticker), poor(harness, ticker)])
    balances = harness.exchange.faults.add(Lag(0), operation="GetBalance")
    markets = harness.exchange.faults.add(Lag(0), operation="GetMarkets")
    placed, *rejected = harness.call(place_batch, mode, body=body)
    assert isinstance(placed, PlacedOrder)
    for error in rejected:
        assert isinstance(error, OrderRejectedError)
        assert f"{ticker} is on shard 2" in notes(error)
    # One read of the markets, and one of the balance of each subaccount.
    assert (markets.calls, balances.calls) == (1, 2)


@pytest.mark.parametrize("operation", ["GetBalance", "GetMarkets"])
@pytest.mark.parametrize(
    "fault", [Status(500), Status(429), Refuse(0), Reset("before_answering"), Body("html"), Drift("missing-fields")]
)
def test_what_can_not_be_read_leaves_the_rejection_as_it_is(harness: Harness, operation: str, fault: Fault) -> None:
    rule = harness.exchange.faults.add(fault, operation=operation)
    with pytest.raises(KalshiNotFoundError) as caught:
        harness.call(place, "sync", body=poor(harness, harness.open_market(exchange_index=2)))
    assert caught.value.code == "user_not_found"
    assert rule.calls == 1


@pytest.mark.parametrize("field", ["ticker", "exchange_index"])
def test_a_market_whose_shard_is_not_said_explains_nothing(harness: Harness, field: str) -> None:
    handlers = harness.exchange.answers.handlers
    read = handlers["GetMarkets"]

    def without_it(request: CheckedRequest) -> Answer:
        answer = read(request)
        markets = [{name: value for name, value in each.items() if name != field} for each in answer.body["markets"]]
        return evolve(answer, body={**answer.body, "markets": markets})

    handlers["GetMarkets"] = without_it
    with pytest.raises(KalshiNotFoundError) as caught:
        harness.call(place, "sync", body=poor(harness, harness.open_market(exchange_index=2)))
    assert "is on shard" not in notes(caught.value)


def test_an_order_that_was_sent_to_another_shard_says_so(harness: Harness) -> None:
    ticker = harness.open_market(exchange_index=2)
    with pytest.raises(KalshiNotFoundError) as caught:
        harness.call(place, "sync", body=harness.new_order(ticker=ticker, exchange_index=1))
    assert f"the order was sent to shard 1, but {ticker} is on shard 2" in notes(caught.value)


def test_a_market_that_there_is_not_is_said_to_be_nowhere(harness: Harness) -> None:
    with pytest.raises(KalshiNotFoundError) as caught:
        harness.call(place, "sync", body=harness.new_order(ticker="KXNONE"))
    assert "is on shard" not in notes(caught.value)


def test_any_other_rejection_reads_nothing(harness: Harness) -> None:
    balances = harness.exchange.faults.add(Lag(0), operation="GetBalance")
    with pytest.raises(KalshiValidationError):
        harness.call(place, "sync", body=harness.new_order(price=Decimal("0.0123")))
    assert balances.calls == 0


def test_an_order_that_is_unknown_reads_no_balance(harness: Harness) -> None:
    """Its last words are about cash, but of a later request than the one that may have placed it."""
    create = harness.exchange.answers.handlers["CreateOrderV2"]

    def placed_once(request: CheckedRequest) -> Answer:
        if harness.orders():
            raise ErrorAnswer(400, "insufficient_balance", "insufficient balance", "")
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = placed_once
    harness.exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", times=1)
    harness.exchange.faults.add(Reset("before_acting"), operation="GetOrders")
    balances = harness.exchange.faults.add(Lag(0), operation="GetBalance")
    with pytest.raises(OrderStateUnknownError) as caught:
        harness.call(place, "sync", body=harness.new_order())
    assert caught.value.code == "insufficient_balance"
    assert balances.calls == 0


def test_a_task_that_is_canceled_meanwhile_knows_what_was_placed(harness: Harness) -> None:
    poor_order = poor(harness, harness.open_market(exchange_index=2))
    body = BatchCreateOrdersV2Request(orders=[harness.new_order(client_order_id="rests"), poor_order])
    reads = harness.exchange.faults.add(Delay(30, "before_answering"), operation="GetBalance")

    async def cancel_while_it_reads() -> None:
        task = asyncio.create_task(place_batch.asyncio(client=harness.client, body=body))
        while not reads.calls:
            await asyncio.sleep(0.001)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError) as caught:
        harness.runner.run(cancel_while_it_reads())
    assert caught.value.__notes__ == ["may have been placed: client_order_id rests"]
    assert [order.status for order in harness.orders("rests")] == ["resting"]


def entry(shard: Any, dollars: Any) -> dict[str, Any]:
    return {"exchange_index": shard, "balance": dollars}


@pytest.mark.parametrize(
    "breakdown", [None, [], [entry(0, None)], [entry("0", "1.00")], [entry(0, "1.00"), entry(0, "2.00")]]
)
def test_a_breakdown_that_can_not_be_read_is_not_taken_for_no_cash(breakdown: Any) -> None:
    answer = GetBalanceResponse.from_dict(
        {"balance": 1, "balance_dollars": "1.00", "portfolio_value": 0, "updated_ts": 0}
    )
    if breakdown is not None:
        entries = [
            SimpleNamespace(**{**each, "balance": each["balance"] and Decimal(each["balance"])}) for each in breakdown
        ]
        answer.balance_breakdown = entries
    with pytest.raises(UnusableAnswerError, match="balance_breakdown"):
        cash_of(answer)
