"""Stopping: nothing rests, that is verified, and no further order leaves."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from attrs import evolve

from kalshi_gen.api.orders import create_order_v2, get_orders
from kalshi_gen.errors import InvalidRequestError, KalshiForeignAnswerError
from kalshi_overlay import create_public_client
from kalshi_overlay.errors import ClientStateError, TradingNotStoppedError, TradingStoppedError
from kalshi_overlay.orders import OrderStateUnknownError, cancel, decrease, place
from kalshi_overlay.orders.perps import place as place_perps
from kalshi_overlay.orders.reading import FINAL_AFTER, READ_LAG
from kalshi_overlay.safety import guarded, stop_trading
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.faults import Delay, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import MODES, Harness
from tests.orders.perps_harness import PerpsHarness
from tests.orders.trials import SHARDS


def resting(harness: Harness) -> list[str]:
    return [order.order_id for order in harness.orders() if order.status == "resting"]


@pytest.mark.parametrize("mode", MODES)
def test_what_rests_is_canceled_and_no_further_order_leaves(harness: Harness, mode: str) -> None:
    orders = [harness.rest() for _ in range(3)]
    harness.call(stop_trading, mode)
    assert resting(harness) == []
    assert {harness.order(order.order_id).status for order in orders} == {"canceled"}
    with pytest.raises(TradingStoppedError, match="release"):
        harness.call(create_order_v2, mode, body=harness.new_order())
    with pytest.raises(TradingStoppedError) as caught:
        harness.call(place, mode, body=harness.new_order(client_order_id="mine"))
    assert caught.value.client_order_id == "mine"
    assert (caught.value.method, caught.value.path) == ("POST", "/trade-api/v2/portfolio/events/orders")
    assert len(harness.orders()) == 3
    stop_trading.release(harness.client)
    assert harness.call(place, mode, body=harness.new_order()).remaining_count


def test_reads_cancels_and_decreases_still_leave(harness: Harness) -> None:
    stop_trading.sync(client=harness.client)
    order = harness.rest()
    assert get_orders.sync(client=harness.client).orders
    decreased = decrease.sync(order.order_id, client=harness.client, body=harness.new_decrease(reduce_to="3"))
    assert decreased.remaining_count == 3
    assert cancel.sync(order.order_id, client=harness.client).status == "canceled"


def test_clients_that_were_made_of_it_are_held_too(harness: Harness) -> None:
    other = harness.client.with_headers({"x-bot": "1"})
    stop_trading.sync(client=harness.client)
    with pytest.raises(TradingStoppedError):
        create_order_v2.sync(client=other, body=harness.new_order())
    own = httpx.Client(base_url=harness.exchange.base_url, auth=harness.client.auth)
    with own, pytest.raises(TradingStoppedError):
        own.post("/portfolio/events/orders", json=harness.new_order().to_dict())
    assert harness.orders() == []
    other.close()


def test_orders_on_every_shard_and_in_every_subaccount_are_canceled(
    harness_of: Callable[..., AbstractContextManager[Harness]],
) -> None:
    with harness_of(evolve(MEASURED, shards=SHARDS, signature_window=60.0)) as harness:
        tickers = [harness.open_market(exchange_index=shard) for shard in range(SHARDS)]
        for ticker in tickers:
            harness.rest(ticker=ticker)
        stop_trading.sync(client=harness.client)
        assert resting(harness) == []
        assert len(harness.orders()) == SHARDS


def test_orders_that_the_request_for_all_leaves_are_canceled_by_their_ids(harness: Harness) -> None:
    harness.exchange.faults.add(Status(503), operation="CancelAllOrders")
    harness.rest()
    harness.rest()
    stop_trading.sync(client=harness.client)
    assert resting(harness) == []


def test_it_returns_when_reads_show_every_order_that_was_answered(harness: Harness) -> None:
    place.sync(client=harness.client, body=harness.new_order())
    began = harness.exchange.clock()
    stop_trading.sync(client=harness.client)
    assert READ_LAG <= harness.exchange.clock() - began < READ_LAG + 3


def test_an_order_whose_request_was_lost_is_waited_for(hasty_harness: Harness) -> None:
    harness = hasty_harness
    harness.exchange.faults.add(Delay(50.0, "before_acting"), operation="CreateOrderV2", times=1)
    with pytest.raises(OrderStateUnknownError):
        place.sync(client=harness.client, body=harness.new_order(), timeout=0.01)
    assert harness.orders() == []
    began = harness.exchange.clock()
    stop_trading.sync(client=harness.client)
    (order,) = harness.orders()
    assert order.status == "canceled"
    assert harness.exchange.clock() - began >= FINAL_AFTER - 1


def test_a_request_that_can_not_have_arrived_is_not_waited_for(harness: Harness) -> None:
    harness.exchange.faults.add(Status(403), operation="CreateOrderV2", times=1)
    with pytest.raises(KalshiForeignAnswerError):
        create_order_v2.sync(client=harness.client, body=harness.new_order())
    began = harness.exchange.clock()
    stop_trading.sync(client=harness.client)
    assert harness.exchange.clock() - began < READ_LAG + 3


def test_an_order_that_is_under_way_is_waited_for(harness: Harness) -> None:
    create, is_there, go_on = harness.exchange.answers.handlers["CreateOrderV2"], threading.Event(), threading.Event()

    def slowly(request: CheckedRequest) -> Any:
        is_there.set()
        assert go_on.wait(30)
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = slowly
    failed: list[BaseException] = []

    def trade() -> None:
        try:
            create_order_v2.sync(client=harness.client, body=harness.new_order())
        except BaseException as error:
            failed.append(error)

    trader = threading.Thread(target=trade)
    trader.start()
    assert is_there.wait(30)
    stopping = threading.Thread(target=stop_trading.sync, kwargs={"client": harness.client, "timeout": 3600})
    stopping.start()
    go_on.set()
    trader.join()
    stopping.join()
    assert failed == []
    (order,) = harness.orders()
    assert order.status == "canceled"


def test_an_order_that_waits_to_be_retried_is_not_sent_any_more(harness: Harness) -> None:
    sent = harness.exchange.faults.add(Status(429), operation="CreateOrderV2", times=1)
    harness.on_wait = lambda: harness.client.auth.hold.stop("a test")
    with pytest.raises(TradingStoppedError):
        create_order_v2.sync(client=harness.client, body=harness.new_order())
    assert (sent.calls, harness.orders()) == (1, [])


def test_what_is_not_certain_in_time_is_an_error_and_orders_are_held(harness: Harness) -> None:
    order = harness.rest()
    for operation in ("CancelAllOrders", "CancelOrderV2"):
        harness.exchange.faults.add(Status(503), operation=operation)
    with pytest.raises(TradingNotStoppedError, match="503") as caught:
        stop_trading.sync(client=harness.client, timeout=5)
    assert caught.value.resting == (order.order_id,)
    with pytest.raises(TradingStoppedError):
        create_order_v2.sync(client=harness.client, body=harness.new_order())
    harness.exchange.faults.clear()
    stop_trading.sync(client=harness.client)
    assert resting(harness) == []


def test_an_exchange_that_is_not_reached_is_asked_again(harness: Harness) -> None:
    harness.rest()
    harness.exchange.faults.add(Reset("before_reading"))
    with pytest.raises(TradingNotStoppedError):
        stop_trading.sync(client=harness.client, timeout=5)
    harness.exchange.faults.clear()
    stop_trading.sync(client=harness.client)
    assert resting(harness) == []


def test_an_order_that_can_not_be_read_is_taken_for_one_that_rests(harness: Harness) -> None:
    read = harness.exchange.answers.handlers["GetOrders"]

    def odd(request: CheckedRequest) -> Any:
        answer = read(request)
        return evolve(answer, body={"orders": ["?"], "cursor": ""})

    harness.exchange.answers.handlers["GetOrders"] = odd
    with pytest.raises(TradingNotStoppedError):
        stop_trading.sync(client=harness.client, timeout=10)


def test_a_list_that_is_null_proves_nothing(harness: Harness) -> None:
    read = harness.exchange.answers.handlers["GetOrders"]
    harness.exchange.answers.handlers["GetOrders"] = lambda request: evolve(read(request), body={"orders": None})
    with pytest.raises(TradingNotStoppedError):
        stop_trading.sync(client=harness.client, timeout=10)


@pytest.mark.parametrize("mode", MODES)
def test_orders_of_perpetual_futures_are_canceled_if_asked_for(perps: PerpsHarness, mode: str) -> None:
    place_perps.sync(client=perps.client, body=perps.new_order())
    perps.call(stop_trading, mode)
    assert [order.remaining_count for order in perps.orders()] != [0]
    perps.call(stop_trading, mode, perps=True)
    assert not any(order.status == "resting" for order in perps.orders())
    with pytest.raises(TradingStoppedError):
        place_perps.sync(client=perps.client, body=perps.new_order())


def test_a_client_without_a_key_is_refused() -> None:
    public: Any = create_public_client()
    with pytest.raises(InvalidRequestError, match="API key"):
        stop_trading.sync(client=public)
    with pytest.raises(InvalidRequestError, match="API key"):
        stop_trading.release(public)
    public.close()


def test_what_can_not_be_stopped_with_is_refused_before_the_block(harness: Harness) -> None:
    public: Any = create_public_client()
    with pytest.raises(InvalidRequestError, match="API key"):
        guarded(public)
    with pytest.raises(InvalidRequestError, match="timeout"):
        guarded(harness.client, timeout=0)
    public.close()


def test_a_closed_client_can_not_stop_and_says_so(harness: Harness) -> None:
    other = harness.exchange.client(harness.account)
    other.close()
    with pytest.raises(TradingNotStoppedError) as caught:
        stop_trading.sync(client=other)
    assert isinstance(caught.value.errors[-1], ClientStateError)


def test_a_block_stops_trading_when_it_is_done(harness: Harness) -> None:
    with guarded(harness.client):
        place.sync(client=harness.client, body=harness.new_order())
    assert len(harness.orders()) == 1
    assert resting(harness) == []


def trade_until(harness: Harness, end: Callable[[], None], timeout: float = 90) -> None:
    with guarded(harness.client, timeout=timeout):
        harness.rest()
        end()


@pytest.mark.parametrize("error", [ValueError("a fault of the bot"), KeyboardInterrupt(), SystemExit(3)])
def test_a_block_that_raises_stops_trading_and_raises(harness: Harness, error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        trade_until(harness, fail)
    assert caught.value is error
    assert resting(harness) == []


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    # The handler runs at the latest when this returns.
    time.sleep(0)


def test_a_block_stops_trading_when_the_program_is_terminated(harness: Harness) -> None:
    with pytest.raises(SystemExit) as caught:
        trade_until(harness, terminate)
    assert caught.value.code == 143
    assert resting(harness) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_handler_of_the_program_is_left_alone(harness: Harness) -> None:
    handled: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: handled.append(number))
    try:
        trade_until(harness, terminate)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert handled == [signal.SIGTERM]
    assert resting(harness) == []


def test_a_block_in_asyncio_stops_trading_when_the_program_is_terminated(harness: Harness) -> None:
    async def trade() -> None:
        async with guarded(harness.client):
            await place.asyncio(client=harness.client, body=harness.new_order())
            terminate()
            await asyncio.sleep(30)

    with pytest.raises(asyncio.CancelledError):
        harness.runner.run(trade())
    assert resting(harness) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_block_in_asyncio_stops_trading_when_its_task_is_canceled(harness: Harness) -> None:
    async def trade() -> None:
        async with guarded(harness.client):
            await place.asyncio(client=harness.client, body=harness.new_order())
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        harness.runner.run(trade())
    assert len(harness.orders()) == 1
    assert resting(harness) == []


def test_a_block_that_can_not_stop_trading_says_so_above_its_own_error(harness: Harness) -> None:
    def fail() -> None:
        raise ValueError("a fault of the bot")

    harness.exchange.faults.add(Status(503))
    with pytest.raises(TradingNotStoppedError) as caught:
        trade_until(harness, fail, timeout=3)
    assert isinstance(caught.value.__context__, ValueError)
