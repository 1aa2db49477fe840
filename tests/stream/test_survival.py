"""What the stream survives, over real sockets, and whether it opens a new connection for that."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any, cast

import pytest
from attrs import evolve
from websockets.exceptions import ConnectionClosedOK

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.models import OrderbookSnapshot, Trade, UserOrder
from kalshi_overlay.stream import (
    KalshiConfirmTimeoutError,
    KalshiSnapshotTimeoutError,
    KalshiSubscriptionError,
    StateChange,
    connect,
)
from kalshi_overlay.stream.dispatch import Events
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.reporting import Hooks
from kalshi_overlay.stream.session import Session
from kalshi_overlay.stream.socket import _SignedConnect
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import NewOrder
from kalshi_sandbox.stream_drifts import DRIFTS
from kalshi_sandbox.stream_faults import (
    CLOSE_CODES,
    Close,
    Corrupt,
    Drift,
    Drop,
    Duplicate,
    Freeze,
    IgnoreCommand,
    RejectCommand,
    Reorder,
    SkipSequence,
    StreamFault,
)
from tests.stream.examples import OTHER, TICKER, body, message
from tests.stream.oracle import is_current
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish

HOLES: list[StreamFault] = [Drop(), SkipSequence(2), Reorder(), Corrupt("garbage"), Corrupt("not_utf8")]


@pytest.mark.parametrize("fault", HOLES, ids=repr)
def test_a_gap_asks_for_a_snapshot_and_leaves_the_subscription_as_it_is(exchange: Sandbox, fault: StreamFault) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            firehose = await asyncio.to_thread(exchange.stream.firehose, markets=1, seed=100 + HOLES.index(fault))
            subscription = await stream.subscribe("orderbook_delta", market_ticker=firehose.tickers[0])
            listed = await stream.list_subscriptions()
            exchange.stream.faults.add(fault, channel="orderbook_delta", nth=2)
            await asyncio.to_thread(firehose.run, 4)
            received: list[Any] = []
            while sum(type(each) is OrderbookSnapshot for each in received) < 2:
                received += await take(subscription, 1)
            assert subscription.gaps >= 1
            assert await stream.list_subscriptions() == listed
            assert stream.counters.reconnects == 0

    run(scenario())


def test_a_count_that_begins_again_inside_an_old_gap_makes_no_wrong_book(exchange: Sandbox) -> None:
    async def scenario() -> None:
        firehose = await asyncio.to_thread(exchange.stream.firehose, markets=1, seed=88)
        (ticker,) = firehose.tickers
        async with opened(exchange) as stream:
            book = await stream.orderbook(ticker)
            exchange.stream.faults.add(SkipSequence(200), kind="orderbook_delta", times=1)
            await asyncio.to_thread(firehose.run, 3)
            await until(lambda: book.view.stale is None and stream.counters.gaps == 1)
            (connection,) = exchange.stream.connections
            await asyncio.to_thread(connection.renumber, connection.subscriptions[0].sid, 50)
            for _ in range(5):
                await asyncio.to_thread(firehose.run, 10)
                await until(lambda: is_current(exchange, book.view))
            assert stream.counters.gaps == 2

    run(scenario())


def test_a_message_that_comes_twice_is_given_once(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade")
            exchange.stream.faults.add(Duplicate(), channel="trade")
            await publish(exchange, 5)
            assert numbers(await take(subscription, 5)) == [1, 2, 3, 4, 5]
            await stream.list_subscriptions()
            assert (stream.counters.duplicates, subscription.gaps, len(subscription._inbox.queue)) == (5, 0, 0)

    run(scenario())


@pytest.mark.parametrize("fault", [*map(Close, CLOSE_CODES), Corrupt("half_frame")], ids=repr)
def test_a_lost_connection_is_opened_again_with_its_subscriptions(exchange: Sandbox, fault: StreamFault) -> None:
    async def scenario() -> None:
        states: list[StateChange] = []
        async with opened(exchange, on_state=states.append) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            await subscription.update("add_markets", market_tickers=[OTHER])
            exchange.stream.faults.add(fault, channel="trade", times=1)
            await publish(exchange, 1)
            await until(lambda: [state.state for state in states].count("subscribed") == 2)
            await publish(exchange, 1, OTHER, 2)
            assert numbers(await take(subscription, 1)) == [2]
            assert (subscription.gaps, stream.counters.reconnects) == (1, 1)

    run(scenario())


def test_a_peer_that_says_nothing_any_more_is_given_up(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    class SoonClosed(_SignedConnect):
        """A connection whose end is waited for no longer than its life."""

        def __init__(self, *args: Any, **how: Any) -> None:
            super().__init__(*args, **{**how, "close_timeout": 0.1})

    monkeypatch.setattr("kalshi_overlay.stream.socket._SignedConnect", SoonClosed)

    async def scenario() -> None:
        states: list[str] = []

        def note(state: StateChange) -> None:
            if not (faults.fired and state.state == "lost" and "no sign of life" in state.reason):
                states.append(state.state)
                return
            states.append("given up")
            # Who is only slow is not given up as soon.
            connection._settings = evolve(connection._settings, dead_after=20)

        faults = exchange.stream.faults
        async with opened(exchange, on_state=note, dead_after=0.1) as stream:
            connection = stream._pool.connections[0]
            subscription = await stream.subscribe("trade")
            faults.add(Freeze(3600), channel="trade", times=1)
            while not faults.fired:
                await publish(exchange, 1)
            await until(lambda: "given up" in states and "subscribed" in states[states.index("given up") :])
            await publish(exchange, 1, first=2)
            assert numbers(await take(subscription, 1)) == [2]

    run(scenario())


def test_a_quiet_peer_that_answers_pings_is_not_given_up() -> None:
    """It is watched as long as its pongs come, however quiet it is otherwise."""
    pings: list[int] = []

    class Quiet:
        async def ping(self) -> asyncio.Future[float]:
            pings.append(1)
            if len(pings) > 50:
                raise ConnectionClosedOK(None, None)
            answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
            answered.set_result(0.0)
            return answered

    async def scenario() -> None:
        hooks = Hooks(on_state=print, on_unknown=print, on_drift=print, on_corporate_action=print)
        events = Events(on_state=print, on_ended=print, on_unsure=print)
        await Session(cast("Any", Quiet()), API_FEED, hooks, events)._watch(0)

    run(scenario())
    assert len(pings) == 51


@pytest.mark.parametrize("name", [name for name, drift in DRIFTS.items() if name != "unknown-type"])
def test_a_drifted_message_is_given_as_what_it_is(exchange: Sandbox, name: str) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription: Any = await stream.subscribe("user_orders")
            exchange.stream.faults.add(Drift(name), channel="user_orders")
            sent = body(message(UserOrder))
            account = {"account": exchange.account}
            await asyncio.to_thread(exchange.stream.publish, "user_orders", "user_order", sent, name=TICKER, **account)
            (received,) = await take(subscription, 1)
            assert type(received) is UserOrder

    run(scenario())


def test_what_differs_from_the_spec_is_reported_to_the_client(exchange: Sandbox) -> None:
    async def scenario() -> None:
        drifts: list[SpecDrift] = []
        async with exchange.client(on_drift=drifts.append) as client, connect(client) as stream:
            subscription: Any = await stream.subscribe("trade")
            sent = {**body(message(Trade)), "count_fp": "much"}
            await asyncio.to_thread(exchange.stream.publish, "trade", "trade", sent)
            (received,) = await take(subscription, 1)
            assert received.msg.count_fp == "much"
            assert [(drift.path, drift.operation) for drift in drifts] == [("msg.count_fp", "trade")]

    run(scenario())


def test_a_snapshot_that_does_not_come_is_asked_for_again(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.snapshots.WAIT_INITIAL", 0.02)
    monkeypatch.setattr("kalshi_overlay.stream.snapshots._SPACING", 0.0)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            books = await stream.orderbooks([TICKER])
            faults = exchange.stream.faults
            faults.add(IgnoreCommand(), kind="update_subscription", times=1)
            faults.add(RejectCommand(27), kind="update_subscription", times=2)
            faults.add(Drop(), kind="orderbook_snapshot", times=1)
            await lose_a_message(exchange, stream, books)
            await books
            assert len(faults.fired) == 4
            assert stream.counters.reconnects == 0

    run(scenario())


async def lose_a_message(exchange: Sandbox, stream: Any, books: Any) -> None:
    """Let a subscription to order books find a hole in its sequence."""
    connection = stream._pool.connections[0]
    subscription = connection._subscriptions["orderbook_delta"]
    connection._session.dispatcher._gap(subscription, "a message is missing")
    assert all(view.is_stale for view in books.values())


def test_asking_for_a_snapshot_of_a_subscription_that_has_ended_makes_it_again(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            books = await stream.orderbooks([TICKER])
            exchange.stream.faults.add(RejectCommand(7), kind="update_subscription", times=1)
            await lose_a_message(exchange, stream, books)
            await books
            assert stream.counters.reconnects == 0

    run(scenario())


def test_a_first_snapshot_that_was_lost_is_asked_for(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.shared._SECONDS_TO_FIRST_SNAPSHOT", 0.02)

    async def scenario() -> None:
        async with opened(exchange) as stream:
            exchange.stream.faults.add(Drop(), kind="orderbook_snapshot", nth=2)
            books = await stream.orderbooks([TICKER, OTHER])
            assert all(view.stale is None for view in books.values())

    run(scenario())


def test_a_book_of_a_market_that_comes_to_be_becomes_right(exchange: Sandbox) -> None:
    ticker = "KXNEW-26DEC31-T1"

    async def scenario() -> None:
        async with opened(exchange) as stream:
            book = stream.orderbook(ticker, snapshot_timeout=0.05)
            with pytest.raises(KalshiSnapshotTimeoutError, match="knows no market"):
                await book
            await asyncio.to_thread(exchange.add_market, ticker)
            order = NewOrder(ticker=ticker, side="bid", count=Decimal(1), price=Decimal("0.4"))
            await asyncio.to_thread(exchange.engine.orders.place, exchange.account, order)
            await until(lambda: is_current(exchange, book.view))

    run(scenario())


def test_whoever_waits_for_books_goes_on_when_the_one_that_is_not_right_is_removed(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            books = stream.orderbooks([TICKER, "NO-SUCH-MARKET"])
            waiting = asyncio.ensure_future(books)
            await until(lambda: books[TICKER].stale is None)
            await books.remove(["NO-SUCH-MARKET"])
            assert await waiting is books

    run(scenario())


def test_a_book_that_is_removed_while_the_connection_is_lost_is_not_subscribed_to_again(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange, confirm_timeout=0.05) as stream:
            books = await stream.orderbooks([TICKER, OTHER])
            with exchange.refusing_connections():
                await asyncio.to_thread(exchange.stream.kill)
                with pytest.raises(KalshiConfirmTimeoutError):
                    await books.remove([TICKER])
            await books
            (held,) = exchange.stream.connections[0].subscriptions
            assert held.names == (OTHER,)

    run(scenario())


def test_a_removal_that_one_of_two_connections_is_refused_leaves_the_books_on_both(exchange: Sandbox) -> None:
    def held() -> list[set[str]]:
        return [set(each.names) for one in exchange.stream.connections for each in one.subscriptions]

    async def scenario() -> None:
        async with opened(exchange, connections=2) as stream:
            books = await stream.orderbooks([TICKER, OTHER])
            exchange.stream.faults.add(RejectCommand(26), kind="update_subscription", times=1)
            with pytest.raises(KalshiSubscriptionError):
                await books.remove([TICKER])
            assert set(books) == {TICKER, OTHER}
            await until(lambda: held() == [{TICKER, OTHER}] * 2)
            await books

    run(scenario())


def test_a_book_that_was_removed_is_not_read_afterwards(exchange: Sandbox) -> None:
    """Nobody keeps it, so it could not say that it is stale."""

    async def scenario() -> None:
        async with opened(exchange) as stream:
            books = stream.orderbooks([TICKER, OTHER])
            views = aiter(books)
            await anext(views)
            # They may be right again before anybody looks.
            stale: set[str] = set()
            books.on_change(lambda view: stale.add(view.ticker) if view.is_stale else None)
            await asyncio.to_thread(exchange.stream.kill)
            await until(lambda: stale == {TICKER, OTHER})
            await books.remove([TICKER])
            assert (await anext(views)).ticker == OTHER
            await views.aclose()

    run(scenario())


def test_books_come_and_go_and_a_market_that_there_is_not_changes_nothing(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented, connections=2) as stream:
            books = await stream.orderbooks([TICKER])
            with pytest.raises(KalshiSubscriptionError):
                await books.add(["NO-SUCH-MARKET"])
            assert list(books) == [TICKER]
            await (await add(books, OTHER))
            await books.remove([TICKER])
            assert list(books) == [OTHER]
            held = [each.names for connection in documented.stream.connections for each in connection.subscriptions]
            assert held == [(OTHER,), (OTHER,)]
            await books.close()
            assert await stream.list_subscriptions() == []

    run(scenario())


def test_a_book_that_is_refused_while_the_connection_is_lost_is_said_so(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented, confirm_timeout=0.5) as stream:
            books = await stream.orderbooks([TICKER])
            with documented.refusing_connections():
                await asyncio.to_thread(documented.stream.kill)
                await until(lambda: books[TICKER].is_stale)
                refused = asyncio.create_task(books.add(["NO-SUCH-MARKET"]))
                await asyncio.sleep(0)
            with pytest.raises(KalshiSubscriptionError, match="NO-SUCH-MARKET"):
                await refused
            assert list(await books) == [TICKER]
            with documented.refusing_connections():
                await asyncio.to_thread(documented.stream.kill)
                with pytest.raises(KalshiConfirmTimeoutError):
                    await books.add([OTHER])
            assert list(await books) == [TICKER]

    run(scenario())


async def add(books: Any, ticker: str) -> Any:
    await books.add([ticker])
    return books


def test_books_of_markets_that_there_are_not_say_so(documented: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(documented) as stream:
            with pytest.raises(KalshiSubscriptionError, match="NO-SUCH-MARKET"):
                await stream.orderbook("NO-SUCH-MARKET")
            for wrong in (TICKER, [1]):
                with pytest.raises(InvalidRequestError, match="tickers"):
                    stream.orderbooks(wrong)

    run(scenario())


def test_a_book_is_read_from_either_side_and_a_listener_that_raises_ends_nothing(exchange: Sandbox) -> None:
    async def scenario() -> None:
        firehose = await asyncio.to_thread(exchange.stream.firehose, markets=1, seed=77)
        async with opened(exchange) as stream:
            book = await stream.orderbook(firehose.tickers[0])

            def fail(view: Any) -> None:
                raise ValueError("a bug of the caller's")

            end = book.on_change(fail)
            reading = asyncio.create_task(take(book, 3))
            while not reading.done():
                await asyncio.to_thread(firehose.run, 10)
            assert [view.stale for view in reading.result()] == [None] * 3
            end()
            view = book.view
            engine = exchange.engine.books.get(firehose.tickers[0])
            await until(lambda: {level.price: level.count for level in book.view.bids} == dict(engine.bids))
            view = book.view
            assert [level.price for level in view.no_bids] == [1 - level.price for level in view.asks]
            assert view.bid_depth() == sum(level.count for level in view.bids)
            assert view.ask_depth() == sum(level.count for level in view.asks)

    run(scenario())
