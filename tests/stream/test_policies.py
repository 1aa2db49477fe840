"""Consumers that are too slow, over real sockets: each policy holds for its own subscription alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kalshi_gen.stream.models import Trade
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.stream import (
    KalshiBackpressureError,
    KalshiConfirmTimeoutError,
    KalshiStreamLostError,
)
from kalshi_sandbox import Sandbox
from tests.stream.examples import OTHER, TICKER, body, message
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish


@pytest.mark.parametrize("policy", ["latest", "forget"])
def test_a_policy_that_can_not_be_is_refused_and_opens_no_connection(exchange: Sandbox, policy: str) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            with pytest.raises(KalshiConfigError):
                stream.subscribe("orderbook_delta", market_ticker=TICKER, when_full=policy)
            with pytest.raises(KalshiConfigError):
                stream.subscribe("trade", when_full="block", queue_size=0)
            assert len(exchange.stream.connections) == 1

    run(scenario())


def test_a_full_queue_ends_its_subscription_and_nobody_elses(exchange: Sandbox) -> None:
    """Nothing is dropped in silence: what was there is read, then the error; the others get everything."""

    async def scenario() -> None:
        async with opened(exchange) as stream:
            slow = await stream.subscribe("trade", queue_size=5)
            other = await stream.subscribe("trade")
            await publish(exchange, 20)
            assert numbers(await take(other, 20)) == list(range(1, 21))
            read = await take(slow, 5)
            assert numbers(read) == [1, 2, 3, 4, 5]
            with pytest.raises(KalshiBackpressureError, match="queue_size"):
                await take(slow, 1)
            await until(lambda: len(exchange.stream.connections[0].subscriptions) == 1)
            assert stream.counters.reconnects == 0

    run(scenario())


def test_a_queue_that_its_first_messages_overfill_ends_its_subscription(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            how = {"market_tickers": [TICKER, OTHER], "send_initial_snapshot": True}
            await take(await stream.subscribe("ticker", **how), 2)
            late = stream.subscribe("ticker", queue_size=1, **how)
            await take(late, 1)
            with pytest.raises(KalshiBackpressureError):
                await take(late, 1)

    run(scenario())


@pytest.mark.parametrize(("policy", "kept"), [("drop_oldest", [16, 17, 18, 19, 20]), ("latest", [20])])
def test_a_queue_that_drops_counts_what_it_drops(exchange: Sandbox, policy: Any, kept: list[int]) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            slow = await stream.subscribe("trade", queue_size=5, when_full=policy)
            other = await stream.subscribe("trade")
            sent = [message(Trade, number) for number in range(1, 21)]
            for each in sent:
                each.msg.market_ticker = TICKER
                await asyncio.to_thread(exchange.stream.publish, "trade", "trade", body(each), name=TICKER)
            await take(other, 20)
            assert numbers(await take(slow, len(kept))) == kept
            assert slow.drops == stream.counters.drops == 20 - len(kept)

    run(scenario())


def test_a_blocked_subscription_holds_up_itself_alone_and_loses_nothing(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            slow = await stream.subscribe("trade", queue_size=5, when_full="block")
            other = await stream.subscribe("trade")
            await publish(exchange, 1000)
            assert numbers(await take(other, 1000)) == list(range(1, 1001))
            assert len(slow._inbox.queue) <= 5
            assert numbers(await take(slow, 1000)) == list(range(1, 1001))
            assert slow.gaps == 0

    run(scenario())


def test_a_blocked_subscription_can_be_ended(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            slow = await stream.subscribe("trade", queue_size=1, when_full="block")
            await publish(exchange, 50)
            await until(lambda: len(slow._inbox.queue) == 1)
            await slow.unsubscribe()
            assert numbers([trade async for trade in slow]) == [1]
            await until(lambda: len(exchange.stream.connections) == 1)

    run(scenario())


def test_a_command_does_not_end_a_connection_that_waits_for_its_consumer(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with opened(exchange, confirm_timeout=0.2) as stream:
            slow = await stream.subscribe("trade", market_tickers=[TICKER], queue_size=1, when_full="block")
            await publish(exchange, 50)
            await until(lambda: len(slow._inbox.queue) == 1)
            # No answer comes while nobody reads.
            monkeypatch.setattr("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 0.05)
            with pytest.raises(KalshiStreamLostError, match="consumer"):
                await stream.list_subscriptions()
            with pytest.raises(KalshiConfirmTimeoutError, match=r"add_markets.*consumer"):
                await slow.update("add_markets", market_tickers=[OTHER])
            assert slow.parameters == {"market_tickers": [TICKER]}
            assert numbers(await take(slow, 50)) == list(range(1, 51))
            await slow.update("add_markets", market_tickers=[OTHER])
            await publish(exchange, 1, OTHER, 51)
            assert numbers(await take(slow, 1)) == [51]
            assert (slow.gaps, slow.parameters) == (0, {"market_tickers": [TICKER, OTHER]})

    run(scenario())


def test_an_update_of_a_blocked_subscription_is_confirmed_once_its_consumer_has_read_on(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 0.05)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            slow = await stream.subscribe("trade", market_tickers=[TICKER], queue_size=1, when_full="block")
            await publish(exchange, 50)
            await until(lambda: len(slow._inbox.queue) == 1)
            update = asyncio.create_task(slow.update("add_markets", market_tickers=[OTHER]))
            await until(lambda: bool(exchange.stream.commands("update_subscription")))
            await asyncio.sleep(0.2)
            assert not update.done()
            assert numbers(await take(slow, 50)) == list(range(1, 51))
            assert (await update).msg.market_tickers == [TICKER, OTHER]

    run(scenario())
