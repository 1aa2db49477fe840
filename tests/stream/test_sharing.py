"""Several readers of one channel: they share what the exchange gives a connection, and each gets its own alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from websockets.asyncio.client import ClientConnection

from kalshi_gen.stream.models import Ticker
from kalshi_overlay.stream import (
    KalshiBackpressureError,
    KalshiSnapshotTimeoutError,
    KalshiStreamError,
    KalshiSubscriptionError,
)
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import DOCUMENTS, MEASURED, Behaviour
from kalshi_sandbox.engine import NewOrder
from kalshi_sandbox.stream.mirror import market_id
from kalshi_sandbox.stream_faults import RejectCommand
from tests.sandbox.small import quick_sandbox
from tests.stream.examples import OTHER, TICKER, body, message
from tests.stream.oracle import is_current
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish

THIRD = "KXETHD-26DEC31-T4250"
QUICK = {"shards": 1, "order_lag": (0.0, 0.0), "account_lag": (0.0, 0.0), "market_lag": (0.0, 0.0)}
BEHAVIOURS = {
    "measured": MEASURED,
    "measured, with clocks": evolve(MEASURED, book_clocks=True),
    "measured, snapshots alone": evolve(MEASURED, snapshots_follow_ok=False),
    "documents": DOCUMENTS,
}


@pytest.fixture(scope="module", params=BEHAVIOURS.values(), ids=BEHAVIOURS.keys())
def _shared(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    behaviour: Behaviour = request.param
    with quick_sandbox(behaviour=evolve(behaviour, **QUICK)) as exchange:
        yield exchange


def commands(exchange: Sandbox) -> list[str]:
    """What the exchange was asked for, in order, by every test so far."""
    return [each.name for each in exchange.stream.commands()]


async def trade(exchange: Sandbox, ticker: str, price: str) -> None:
    """Change a market's order book."""
    order = NewOrder(ticker=ticker, side="bid", count=Decimal(1), price=Decimal(price))
    await asyncio.to_thread(exchange.engine.orders.place, exchange.account, order)


async def publish_ticker(exchange: Sandbox, ticker: str, price: str) -> None:
    """Have a ticker of a market published, with a price of its own."""
    sent = {**body(message(Ticker)), "market_ticker": ticker, "market_id": market_id(ticker), "price_dollars": price}
    await asyncio.to_thread(exchange.stream.publish, "ticker", "ticker", sent, name=ticker)


def tickers(messages: list[Any]) -> list[tuple[str, str]]:
    return [(each.msg.market_ticker, str(each.msg.price_dollars)) for each in messages]


def test_two_readers_of_a_channel_get_their_own_markets_alone(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            first = await stream.subscribe("trade", market_tickers=[TICKER])
            second = await stream.subscribe("trade", market_tickers=[OTHER])
            await publish(exchange, 1, TICKER, 1)
            await publish(exchange, 1, OTHER, 2)
            await publish(exchange, 1, TICKER, 3)
            assert numbers(await take(first, 2)) == [1, 3]
            assert numbers(await take(second, 1)) == [2]
            assert [channel for channel, _ in await stream.list_subscriptions()] == ["trade"]

    run(scenario())


def test_two_readers_of_one_market_both_get_everything(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            readers = [await stream.subscribe("trade", market_tickers=[TICKER]) for _ in range(2)]
            await publish(exchange, 3, TICKER)
            for reader in readers:
                assert numbers(await take(reader, 3)) == [1, 2, 3]

    run(scenario())


def test_closing_one_reader_leaves_the_other(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            first = await stream.subscribe("trade", market_tickers=[TICKER, OTHER])
            second = await stream.subscribe("trade", market_tickers=[OTHER])
            await first.unsubscribe()
            await publish(exchange, 1, OTHER, 1)
            await publish(exchange, 1, TICKER, 2)
            await publish(exchange, 1, OTHER, 3)
            assert numbers(await take(second, 2)) == [1, 3]
            assert [trade async for trade in first] == []
            await second.unsubscribe()
            assert await stream.list_subscriptions() == []
            assert second.gaps == 0
            sent = ["subscribe", "update_subscription", "unsubscribe", "list_subscriptions"]
            assert commands(exchange)[-len(sent) :] == sent

    run(scenario())


def test_a_reader_of_every_market_does_not_change_what_the_others_get(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            some = await stream.subscribe("trade", market_tickers=[TICKER])
            every = await stream.subscribe("trade")
            late = await stream.subscribe("trade", market_tickers=[OTHER])
            await publish(exchange, 1, TICKER, 1)
            await publish(exchange, 1, OTHER, 2)
            assert numbers(await take(every, 2)) == [1, 2]
            assert numbers(await take(some, 1)) == [1]
            assert numbers(await take(late, 1)) == [2]
            assert len(some._inbox.queue) == len(late._inbox.queue) == 0

    run(scenario())


def test_a_refused_reader_leaves_the_others_as_they_are(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            reader = await stream.subscribe("trade", market_tickers=[TICKER])
            exchange.stream.faults.add(RejectCommand(26), kind="update_subscription", times=1)
            with pytest.raises(KalshiSubscriptionError) as refused:
                await stream.subscribe("trade", market_tickers=[OTHER])
            assert (refused.value.code, refused.value.command) == (26, "add_markets")
            await publish(exchange, 1, TICKER)
            assert numbers(await take(reader, 1)) == [1]
            again = await stream.subscribe("trade", market_tickers=[OTHER])
            await publish(exchange, 1, OTHER, 2)
            assert numbers(await take(again, 1)) == [2]

    run(scenario())


def test_fills_are_read_twice(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            readers = [await stream.subscribe("fill") for _ in range(2)]
            order = NewOrder(
                ticker=TICKER,
                side="bid",
                count=Decimal(1),
                price=Decimal("0.99"),
                time_in_force="immediate_or_cancel",
            )
            await asyncio.to_thread(exchange.engine.orders.place, exchange.account, order)
            fills = [(await take(reader, 1))[0] for reader in readers]
            assert fills[0].msg.trade_id == fills[1].msg.trade_id
            assert [channel for channel, _ in await stream.list_subscriptions()] == ["fill"]

    run(scenario())


def test_two_books_two_of_one_market_and_a_late_comer_are_right(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            books = [await stream.orderbook(TICKER), await stream.orderbook(OTHER), await stream.orderbook(TICKER)]
            await trade(exchange, TICKER, "0.01")
            await trade(exchange, OTHER, "0.01")
            late = await stream.orderbook(TICKER)
            await trade(exchange, TICKER, "0.02")
            for book in [*books, late]:
                await until(lambda book=book: is_current(exchange, book.view))
            await books[0].close()
            await trade(exchange, TICKER, "0.02")
            await until(lambda: is_current(exchange, late.view))
            assert len(await stream.list_subscriptions()) == 1

    run(scenario())


def test_a_raw_reader_and_a_late_comer_begin_with_a_snapshot(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            how = {"market_tickers": [TICKER], "use_yes_price": True}
            readers = [await stream.subscribe("orderbook_delta", **how) for _ in range(2)]
            for reader in readers:
                (message,) = await take(reader, 1)
                assert message.type == "orderbook_snapshot"

    run(scenario())


def test_readers_with_other_options_do_not_share(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            plain = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            book = await stream.orderbook(TICKER)
            (snapshot,) = await take(plain, 1)
            best_no = max(price for price, _ in snapshot.msg.no_dollars_fp)
            assert book.view.best_ask is not None
            assert book.view.best_ask.price == 1 - best_no
            await book.close()
            await until(lambda: len(exchange.stream.connections) == 1)

    run(scenario())


def test_a_reader_that_comes_while_a_further_connection_closes_gets_a_living_one(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        closing, may_close = asyncio.Event(), asyncio.Event()
        close = ClientConnection.close

        async def close_later(connection: ClientConnection) -> None:
            closing.set()
            await may_close.wait()
            await close(connection)

        async with opened(exchange) as stream:
            plain = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            other = await stream.subscribe("orderbook_delta", market_tickers=[TICKER], use_yes_price=True)
            monkeypatch.setattr(ClientConnection, "close", close_later)
            leaving = asyncio.create_task(other.unsubscribe())
            await closing.wait()
            late = await stream.subscribe("orderbook_delta", market_tickers=[TICKER], use_yes_price=True)
            book = await stream.orderbook(TICKER)
            may_close.set()
            await leaving
            for reader in (plain, late):
                assert (await take(reader, 1))[0].type == "orderbook_snapshot"
            await trade(exchange, TICKER, "0.01")
            await until(lambda: is_current(exchange, book.view))

    run(scenario())


def test_a_further_connection_closes_with_its_last_reader_however_that_ends(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            await stream.orderbook(TICKER)
            slow = await stream.subscribe("orderbook_delta", market_tickers=[TICKER], queue_size=1)
            assert len(exchange.stream.connections) == 2
            await trade(exchange, TICKER, "0.01")
            await until(lambda: len(exchange.stream.connections) == 1)
            await take(slow, 1)
            with pytest.raises(KalshiBackpressureError):
                await take(slow, 1)
            exchange.stream.faults.add(RejectCommand(9), kind="subscribe", times=1)
            with pytest.raises(KalshiSubscriptionError):
                await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            await until(lambda: len(exchange.stream.connections) == 1)

    run(scenario())


def test_who_comes_after_the_last_reader_left_a_lost_connection_needs_no_other(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            plain = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            with exchange.refusing_connections():
                await asyncio.to_thread(exchange.stream.kill)
                await until(lambda: plain.gaps == 1)
                await plain.unsubscribe()
                other = stream.subscribe("orderbook_delta", market_tickers=[TICKER], use_yes_price=True)
            await other
            assert len(exchange.stream.connections) == 1

    run(scenario())


def test_a_stream_runs_for_the_readers_of_a_further_connection_alone(exchange: Sandbox) -> None:
    async def scenario() -> None:
        stop = asyncio.Event()
        stop.set()
        async with opened(exchange) as stream:
            plain = await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            other = await stream.subscribe("orderbook_delta", market_tickers=[TICKER], use_yes_price=True)
            await plain.unsubscribe()
            await stream.run_forever(stop)
            await other.unsubscribe()
            with pytest.raises(KalshiStreamError, match="nothing is subscribed"):
                await stream.run_forever(stop)

    run(scenario())


def test_readers_that_name_markets_by_their_ids_get_their_own_alone(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            ids = {ticker: UUID(market_id(ticker)) for ticker in (TICKER, OTHER)}
            readers = {ticker: await stream.subscribe("ticker", market_ids=[ids[ticker]]) for ticker in ids}
            every = await stream.subscribe("ticker")
            by_name = await stream.subscribe("ticker", market_tickers=[TICKER])
            for price in ("0.01", "0.02"):
                for ticker in ids:
                    await publish_ticker(exchange, ticker, price)
            for ticker, reader in readers.items():
                assert tickers(await take(reader, 2)) == [(ticker, "0.01"), (ticker, "0.02")]
                assert len(reader._inbox.queue) == 0
            assert tickers(await take(by_name, 2)) == [(TICKER, "0.01"), (TICKER, "0.02")]
            assert len(by_name._inbox.queue) == 0
            assert [ticker for ticker, _ in tickers(await take(every, 4))] == [TICKER, OTHER, TICKER, OTHER]
            assert len(every._inbox.queue) == 0

    run(scenario())


def test_markets_are_named_otherwise_by_who_comes_while_the_last_one_leaves(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            leaver = stream.subscribe("ticker", market_tickers=[TICKER])
            # Until its command is on its way, and before the answer is read.
            while not stream._pool.connections[0]._session._commands._waiting:
                await asyncio.sleep(0)
            leaving = asyncio.create_task(leaver.unsubscribe())
            await asyncio.sleep(0)
            reader = await stream.subscribe("ticker", market_ids=[UUID(market_id(OTHER))])
            await leaving
            for ticker in (TICKER, OTHER, TICKER, OTHER):
                await publish_ticker(exchange, ticker, "0.01")
            assert tickers(await take(reader, 2)) == [(OTHER, "0.01")] * 2
            (held,) = exchange.stream.connections[-1].subscriptions
            assert held.names == (OTHER,)

    run(scenario())


def test_a_list_of_indices_answers_who_asked_and_comes_once_to_each_reader(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            every = await stream.subscribe("cfbenchmarks_value", index_ids=["all"])
            some = await stream.subscribe("cfbenchmarks_value", index_ids=["BRTI"])
            listed = await some.update("indexlist")
            assert "BRTI" in listed.msg.index_ids
            for reader in (every, some):
                read = await take(reader, len(reader._inbox.queue))
                assert [each for each in read if each.type.endswith("indexlist")] == [listed]

    run(scenario())


@pytest.mark.parametrize("by_id", [False, True], ids=["by ticker", "by id"])
def test_a_late_comer_to_tickers_begins_with_the_newest_and_never_with_one_from_before_a_pause(
    exchange: Sandbox, by_id: bool
) -> None:
    def named(*names: str) -> dict[str, Any]:
        ids = [UUID(market_id(ticker)) for ticker in names]
        return {"market_ids": ids} if by_id else {"market_tickers": list(names)}

    async def scenario() -> None:
        async with opened(exchange) as stream:
            how = {"send_initial_snapshot": True}
            stays = await stream.subscribe("ticker", **how, **named(OTHER))
            leaves = await stream.subscribe("ticker", **how, **named(TICKER))
            await publish_ticker(exchange, TICKER, "0.03")
            assert tickers(await take(leaves, 2))[-1] == (TICKER, "0.03")
            late = await stream.subscribe("ticker", **how, **named(TICKER))
            assert tickers(await take(late, 1)) == [(TICKER, "0.03")]
            for reader in (leaves, late):
                await reader.unsubscribe()
            again = await stream.subscribe("ticker", **how, **named(TICKER))
            # The published one was none of the exchange's own, which are what it begins with.
            (first,) = tickers(await take(again, 1))
            assert first != (TICKER, "0.03")
            assert len(again._inbox.queue) == 0
            assert {ticker for ticker, _ in tickers(await take(stays, 1))} == {OTHER}

    run(scenario())


@pytest.mark.parametrize("was_open", [False, True], ids=["before it was open", "after"])
def test_who_comes_while_an_additional_connection_closes_gets_another(exchange: Sandbox, was_open: bool) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            await stream.subscribe("orderbook_delta", market_tickers=[TICKER])
            how = {"market_tickers": [TICKER], "use_yes_price": True}
            closes: list[Any] = []

            async def come() -> Any:
                while not (closes and closes[0].cancelling()):
                    await asyncio.sleep(0)
                return stream.subscribe("orderbook_delta", **how)

            coming = asyncio.create_task(come())
            leaver = stream.subscribe("orderbook_delta", **how)
            closes.append(leaver._inbox.connection.run)
            if was_open:
                await leaver
            await leaver.unsubscribe()
            (snapshot,) = await take(await coming, 1)
            assert snapshot.type == "orderbook_snapshot"

    run(scenario())


def test_all_come_back_after_a_lost_connection_in_one_subscription(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            first = await stream.subscribe("trade", market_tickers=[TICKER])
            second = await stream.subscribe("trade", market_tickers=[OTHER])
            book = await stream.orderbook(TICKER)
            await asyncio.to_thread(exchange.stream.kill)
            await until(lambda: first.gaps == 1 and second.gaps == 1)
            await until(lambda: first._inbox.reader.is_subscribed and second._inbox.reader.is_subscribed)
            await publish(exchange, 1, TICKER, 1)
            await publish(exchange, 1, OTHER, 2)
            assert numbers(await take(first, 1)) == [1]
            assert numbers(await take(second, 1)) == [2]
            await trade(exchange, TICKER, "0.01")
            await until(lambda: is_current(exchange, book.view))
            listed = sorted(channel for channel, _ in await stream.list_subscriptions())
            assert listed == ["orderbook_delta", "trade"]

    run(scenario())


def test_a_book_of_a_settled_or_unknown_market_ends_in_time_with_an_error(exchange: Sandbox) -> None:
    ticker = f"KXBTCD-26DEC31-SETTLED{len(exchange.engine.markets.all())}"
    exchange.add_market(ticker)
    exchange.close_market(ticker)
    exchange.settle(ticker, "yes")

    async def scenario() -> None:
        async with opened(exchange) as stream:
            other = await stream.orderbook(TICKER)
            for name in (ticker, "NO-SUCH-MARKET"):
                book = stream.orderbook(name, snapshot_timeout=0.2)
                if name == ticker and not exchange.behaviour.settled_markets_are_silent:
                    await book
                    assert book.view.bids == book.view.asks == ()
                else:
                    with pytest.raises((KalshiSnapshotTimeoutError, KalshiSubscriptionError), match=name):
                        await book
                await book.close()
            await trade(exchange, TICKER, "0.01")
            await until(lambda: is_current(exchange, other.view))

    run(scenario())
