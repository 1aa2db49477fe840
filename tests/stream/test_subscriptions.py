"""Subscriptions over real sockets: commands, callbacks, errors, and nothing left behind."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from attrs import evolve

from kalshi_overlay.stream import (
    KalshiConfirmTimeoutError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
    StateChange,
    Stream,
    connect,
)
from kalshi_overlay.stream.shared import SharedSubscription
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.stream_faults import IgnoreCommand, RejectCommand, RejectHandshake, Terminate, Unsubscribe
from tests.stream.examples import OTHER, TICKER
from tests.stream.oracle import is_current
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish


def test_messages_come_of_the_markets_that_were_added_and_of_no_others(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade", market_ticker=TICKER)
            answer = await subscription.update("add_markets", market_tickers=[OTHER])
            assert answer.msg.market_tickers == [TICKER, OTHER]
            await publish(exchange, 1, TICKER, 1)
            await publish(exchange, 1, OTHER, 2)
            await subscription.update("delete_markets", market_ticker=TICKER)
            await publish(exchange, 1, TICKER, 3)
            await publish(exchange, 1, OTHER, 4)
            assert numbers(await take(subscription, 3)) == [1, 2, 4]
            assert subscription.parameters == {"market_tickers": [OTHER]}
            assert [channel for channel, _ in await stream.list_subscriptions()] == ["trade"]

    run(scenario())


def test_an_error_has_the_exchanges_code_and_leaves_the_subscription_as_it_was(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            with pytest.raises(KalshiSubscriptionError, match="NO-SUCH-MARKET") as refused:
                await stream.subscribe("ticker", market_tickers=["NO-SUCH-MARKET"])
            assert (refused.value.code, refused.value.channel, refused.value.command) == (11, "ticker", "subscribe")
            subscription = await stream.subscribe("ticker", market_tickers=[TICKER])
            with pytest.raises(KalshiSubscriptionError) as refused:
                await subscription.update("add_markets", market_tickers=["NO-SUCH-MARKET"])
            assert refused.value.market_tickers == ("NO-SUCH-MARKET",)
            assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


@pytest.mark.parametrize("code", [1, 9, 26])
def test_an_error_that_does_not_pass_ends_the_subscription(exchange: Sandbox, code: int) -> None:
    async def scenario() -> None:
        exchange.stream.faults.add(RejectCommand(code), kind="subscribe")
        async with opened(exchange) as stream:
            subscription = stream.subscribe("trade")
            with pytest.raises(KalshiSubscriptionError) as refused:
                await take(subscription, 1)
            assert refused.value.code == code
            with pytest.raises(KalshiSubscriptionError):
                await subscription.update("add_markets", market_tickers=[TICKER])

    run(scenario())


@pytest.mark.parametrize("code", [18, 27])
def test_an_error_that_passes_is_tried_again(exchange: Sandbox, code: int) -> None:
    async def scenario() -> None:
        exchange.stream.faults.add(RejectCommand(code), kind="subscribe", times=2)
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade")
            await publish(exchange, 1)
            assert numbers(await take(subscription, 1)) == [1]

    run(scenario())


@pytest.mark.parametrize(("code", "reconnects"), [(10, 0), (25, 1)])
def test_a_terminal_error_makes_what_it_may_have_ended_again(exchange: Sandbox, code: int, reconnects: int) -> None:
    """Error 10 names its subscription. Error 25 doesn't, so a new connection makes all of them again."""

    async def scenario() -> None:
        async with opened(exchange) as stream:
            readers = [await stream.subscribe("trade"), await stream.subscribe("trade", market_tickers=[TICKER])]
            fills = await stream.subscribe("fill")
            exchange.stream.faults.add(Terminate(code), channel="trade", times=1)
            await publish(exchange, 1, first=1)
            await until(lambda: all(reader.gaps == 1 and reader._inbox.reader.is_subscribed for reader in readers))
            await publish(exchange, 1, first=2)
            for reader in readers:
                assert numbers(await take(reader, 1)) == [2]
            assert (stream.counters.reconnects, fills.gaps) == (reconnects, reconnects)

    run(scenario())


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Terminate(10), "the exchange ended the subscription (trade: error 10, Channel error)"),
        (Unsubscribe(), "the exchange ended the subscription"),
    ],
    ids=["error", "unsubscribed"],
)
def test_readers_learn_why_the_exchange_ended_their_subscription(
    fault: Any, reason: str, exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons: list[str] = []
    on_ended = SharedSubscription.on_ended

    def record(subscription: SharedSubscription, why: str) -> None:
        reasons.append(why)
        on_ended(subscription, why)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            reader = await stream.subscribe("trade")
            exchange.stream.faults.add(fault, channel="trade", times=1)
            await publish(exchange, 1)
            await until(lambda: reader.gaps == 1)
            assert reasons == [reason]

    monkeypatch.setattr(SharedSubscription, "on_ended", record)
    run(scenario())


def test_an_unsubscribed_that_nobody_asked_for_makes_the_subscription_again(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            reader = await stream.subscribe("trade")
            exchange.stream.faults.add(Unsubscribe(), channel="trade", times=1)
            await publish(exchange, 1, first=1)
            await until(lambda: reader.gaps == 1 and reader._inbox.reader.is_subscribed)
            await publish(exchange, 1, first=2)
            assert numbers(await take(reader, 1))[-1] == 2
            assert stream.counters.reconnects == 0

    run(scenario())


def test_a_command_without_an_answer_is_not_waited_for_for_ever(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            exchange.stream.faults.add(IgnoreCommand(), kind="list_subscriptions", times=1)
            with monkeypatch.context() as patch:
                patch.setattr("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 0.05)
                with pytest.raises(KalshiStreamLostError, match="no answer"):
                    await stream.list_subscriptions()
            await until(lambda: stream.counters.reconnects == 1)
            await stream.subscribe("trade")
            assert len(await stream.list_subscriptions()) == 1

    run(scenario())


def test_what_came_before_unsubscribing_can_be_read_and_nothing_after(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade")
            await publish(exchange, 3)
            await until(lambda: len(subscription._inbox.queue) == 3)
            await subscription.unsubscribe()
            await publish(exchange, 3, first=4)
            assert numbers([trade async for trade in subscription]) == [1, 2, 3]
            assert await stream.list_subscriptions() == []
            with pytest.raises(KalshiStreamLostError, match="ended"):
                await subscription.update("add_markets", market_tickers=[TICKER])

    run(scenario())


def test_a_callback_that_raises_is_logged_and_goes_on(exchange: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        plain: list[int] = []
        awaited: list[int] = []

        def fail(trade: Any) -> None:
            plain.append(1)
            raise ValueError("a bug of the caller's")

        async def wait(trade: Any) -> None:
            await asyncio.sleep(0)
            awaited.append(1)

        async with opened(exchange) as stream:
            await stream.subscribe("trade").listen(fail)
            await stream.subscribe("trade", market_ticker=TICKER).listen(wait)
            stop = asyncio.Event()
            forever = asyncio.create_task(stream.run_forever(stop))
            await publish(exchange, 3)
            await until(lambda: len(plain) == len(awaited) == 3)
            stop.set()
            await forever

    with caplog.at_level(logging.ERROR, "kalshi"):
        run(scenario())
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError] * 3


def test_a_callback_under_way_is_ended_with_the_stream(exchange: Sandbox) -> None:
    async def scenario() -> None:
        began = asyncio.Event()

        async def never_ends(trade: Any) -> None:
            began.set()
            await asyncio.Event().wait()

        async with opened(exchange) as stream:
            await stream.subscribe("trade").listen(never_ends)
            await publish(exchange, 1)
            await began.wait()

    run(scenario())


def test_hooks_that_raise_end_nothing(exchange: Sandbox) -> None:
    def fail(event: object) -> None:
        raise ValueError("a bug of the caller's")

    async def scenario() -> None:
        async with opened(exchange, on_state=fail, on_unknown=fail) as stream:
            subscription = await stream.subscribe("trade")
            await asyncio.to_thread(exchange.stream.publish, "trade", "tomorrow", {})
            await publish(exchange, 1)
            assert numbers(await take(subscription, 1)) == [1]

    run(scenario())


def test_a_stream_that_was_closed_takes_no_subscription(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade")
        assert [trade async for trade in subscription] == []
        with pytest.raises(KalshiStreamLostError, match="closed"):
            stream.subscribe("trade")

    run(scenario())


def test_a_stream_that_is_being_closed_takes_no_subscription(exchange: Sandbox) -> None:
    async def scenario() -> None:
        refused: list[Exception] = []

        def subscribe_late(state: StateChange) -> None:
            if state.state == "closed":
                try:
                    stream.subscribe("trade", when_full="block")
                except KalshiStreamLostError as error:
                    refused.append(error)

        async with opened(exchange, on_state=subscribe_late, connections=2) as stream:
            pass
        assert len(refused) == 2

    run(scenario())


def test_cancelling_whoever_reads_leaves_no_task_and_no_socket(exchange: Sandbox) -> None:
    async def read(reading: asyncio.Event) -> None:
        async with exchange.client() as client, connect(client, connections=2) as stream:
            stream.subscribe("trade").listen(print)
            stream.subscribe("fill", when_full="block").listen(print)
            subscription = await stream.subscribe("user_orders")
            await stream.orderbooks([TICKER, OTHER])
            reading.set()
            async for _ in subscription:
                pass

    async def scenario() -> None:
        reading = asyncio.Event()
        task = asyncio.create_task(read(reading))
        await until(lambda: reading.is_set() or task.done())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not exchange.stream.connections)

    run(scenario())


def test_a_cancelled_update_leaves_the_subscription_as_it_was(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 0.5)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            exchange.stream.faults.add(IgnoreCommand(), kind="update_subscription", times=1)
            update = asyncio.create_task(subscription.update("add_markets", market_tickers=[OTHER]))
            await until(lambda: bool(exchange.stream.faults.fired))
            update.cancel()
            await asyncio.wait({update})
            assert subscription.parameters == {"market_tickers": [TICKER]}
            # The command is not answered, so that a new connection makes the subscription as it is to be.
            await subscription.update("add_markets", market_tickers=[OTHER])
            assert subscription.parameters == {"market_tickers": [TICKER, OTHER]}
            await until(lambda: stream.counters.reconnects == 1 and subscription._inbox.reader.is_subscribed)
            await publish(exchange, 1, OTHER)
            assert numbers(await take(subscription, 1)) == [1]

    run(scenario())


def test_an_update_during_a_lost_connection_has_its_outcome_afterwards(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            with documented.refusing_connections():
                await asyncio.to_thread(documented.stream.kill)
                await until(lambda: subscription.gaps == 1)
                refused = asyncio.create_task(subscription.update("add_markets", market_tickers=["NO-SUCH-MARKET"]))
                added = asyncio.create_task(subscription.update("add_markets", market_tickers=[OTHER]))
                await asyncio.sleep(0)
            with pytest.raises(KalshiSubscriptionError, match="NO-SUCH-MARKET"):
                await refused
            await added
            assert subscription.parameters == {"market_tickers": [TICKER, OTHER]}
            await publish(documented, 1, OTHER)
            assert numbers(await take(subscription, 1)) == [1]

    run(scenario())


def test_an_update_that_is_under_way_when_the_connection_is_lost_has_its_outcome(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            documented.stream.faults.add(IgnoreCommand(), kind="update_subscription", times=1)
            update = asyncio.create_task(subscription.update("add_markets", market_tickers=["NO-SUCH-MARKET"]))
            await until(lambda: bool(documented.stream.faults.fired))
            await asyncio.to_thread(documented.stream.kill)
            with pytest.raises(KalshiSubscriptionError, match="NO-SUCH-MARKET"):
                await update
            assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


def test_an_update_while_the_connection_stays_lost_ends_in_time_and_changes_nothing(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange, confirm_timeout=0.2) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            with exchange.refusing_connections():
                await asyncio.to_thread(exchange.stream.kill)
                await until(lambda: subscription.gaps == 1)
                for action, market in (("add_markets", OTHER), ("delete_markets", TICKER)):
                    with pytest.raises(KalshiConfirmTimeoutError, match=f"{action} trade.*no connection") as timed_out:
                        await subscription.update(action, market_tickers=[market])
                    assert isinstance(timed_out.value, TimeoutError)
                    assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


def test_of_two_updates_at_once_each_has_its_own_outcome(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            added, refused, removed = await asyncio.gather(
                subscription.update("add_markets", market_tickers=[OTHER]),
                subscription.update("add_markets", market_tickers=["NO-SUCH-MARKET"]),
                subscription.update("delete_markets", market_tickers=[TICKER]),
                return_exceptions=True,
            )
            assert isinstance(refused, KalshiSubscriptionError)
            assert (added.type, removed.type) == ("ok", "ok")
            assert subscription.parameters == {"market_tickers": [OTHER]}
            (held,) = documented.stream.connections[0].subscriptions
            assert held.names == (OTHER,)

    run(scenario())


def test_two_updates_that_ask_for_the_same_are_both_refused(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            for markets in (["NO-SUCH-MARKET"], ["NO-SUCH-MARKET", OTHER]):
                outcomes = await asyncio.gather(
                    subscription.update("add_markets", market_tickers=["NO-SUCH-MARKET"]),
                    subscription.update("add_markets", market_tickers=markets),
                    return_exceptions=True,
                )
                assert [type(each) for each in outcomes] == [KalshiSubscriptionError] * 2
            assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


def test_an_update_that_takes_back_another_one_wins(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            await asyncio.gather(
                subscription.update("add_markets", market_tickers=[OTHER]),
                subscription.update("delete_markets", market_tickers=[OTHER]),
            )
            assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


def test_a_removal_that_is_refused_raises_and_leaves_the_subscription_as_it_was(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER, OTHER])
            exchange.stream.faults.add(RejectCommand(13), kind="update_subscription", times=1)
            with pytest.raises(KalshiSubscriptionError) as refused:
                await subscription.update("delete_markets", market_tickers=[OTHER])
            assert refused.value.code == 13
            await publish(exchange, 1, OTHER)
            assert numbers(await take(subscription, 1)) == [1]

    run(scenario())


def test_an_update_that_waits_when_its_subscription_ends_raises(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            exchange.stream.faults.add(IgnoreCommand(), kind="update_subscription")
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            ended = await stream.subscribe("trade", market_tickers=[TICKER])
            updates = [
                asyncio.create_task(each.update("add_markets", market_tickers=[OTHER]))
                for each in (subscription, ended)
            ]
            await until(lambda: bool(exchange.stream.faults.fired))
            leaving = asyncio.create_task(ended.unsubscribe())
            with pytest.raises(KalshiStreamLostError, match="ended"):
                await updates[1]
        with pytest.raises(KalshiStreamLostError, match="ended"):
            await updates[0]
        await leaving

    run(scenario())


def test_a_subscription_that_is_not_confirmed_in_time_raises_and_says_why(exchange: Sandbox) -> None:
    async def scenario() -> None:
        states: list[StateChange] = []
        async with opened(exchange, confirm_timeout=0.2, on_state=states.append) as stream:
            await stream.subscribe("ticker", market_tickers=[TICKER])
            exchange.stream.faults.add(RejectHandshake(403))
            with pytest.raises(KalshiConfirmTimeoutError, match=r"subscribe ticker.*403.*; check the API key"):
                await stream.subscribe("ticker")
            exchange.stream.faults.clear()
            exchange.stream.faults.add(RejectCommand(18))
            trades = stream.subscribe("trade")
            with pytest.raises(KalshiConfirmTimeoutError, match=r"error 18, .*timeout") as timed_out:
                await trades
            assert isinstance(timed_out.value, TimeoutError)
            refused = [state for state in states if isinstance(state.error, KalshiSubscriptionError)]
            assert {"error"} == {state.state for state in refused if state.channel == "trade"}
            # It goes on, and is confirmed when the exchange can.
            exchange.stream.faults.clear()
            await trades

    run(scenario())


def test_a_subscription_that_the_exchange_will_not_end_is_not_continued_with_its_options(exchange: Sandbox) -> None:
    """The exchange would say `ok` to the next subscribe, and go on with the old scale of prices."""

    async def scenario() -> None:
        async with opened(exchange) as stream:
            plain = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            exchange.stream.faults.add(RejectCommand(14), kind="unsubscribe", times=1)
            await plain.unsubscribe()
            book = await stream.orderbook(TICKER)
            assert is_current(exchange, book.view)
            assert len(exchange.stream.faults.fired) == 1

    run(scenario())


@pytest.mark.parametrize("is_answered", [True, False])
def test_an_error_without_an_id_is_not_of_a_request_for_a_snapshot(is_answered: bool) -> None:
    """A snapshot answers its request, whatever else comes; and a request without one is not waited for for long."""
    behaviour = evolve(MEASURED, snapshots_follow_ok=False)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            reader = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            if not is_answered:
                exchange.stream.faults.add(IgnoreCommand(), kind="update_subscription", times=1)
            late = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            for each in (reader, late):
                await take(each, 1)
            exchange.stream.faults.add(RejectCommand(26), kind="update_subscription", times=1)
            with pytest.raises(KalshiSubscriptionError) as refused:
                await reader.update("add_markets", market_tickers=[OTHER])
            assert refused.value.code == 26
            assert stream.counters.reconnects == 0

    with Sandbox(behaviour=behaviour) as exchange:
        run(scenario())


def test_a_stream_shows_no_secret(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            assert isinstance(stream, Stream)
            subscription = await stream.subscribe("trade")
            shown = repr(stream) + repr(subscription) + repr(stream.counters)
            assert exchange.access_key_id not in shown
            assert "PRIVATE" not in shown

    run(scenario())
