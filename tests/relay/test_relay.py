"""Consumers of a relay: they see what a connection of their own would show, or know that they do not."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Literal
from unittest.mock import patch
from uuid import uuid4

import pytest
import redis as redis_py

from kalshi_overlay.errors import KalshiConfigError, KalshiHandshakeError, KalshiSubscriptionError
from kalshi_overlay.relay import Relay, connect_relay
from kalshi_overlay.relay.log import FrameLog
from kalshi_overlay.relay.relay import _Writer
from kalshi_overlay.relay.socket import RelaySocket
from kalshi_overlay.stream import OrderBook, OrderBooks, Stream
from kalshi_overlay.stream.feeds import BOOKS
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import Corrupt, Drop, Terminate, Unsubscribe
from tests.rate_limits.redis_server import RedisServer, redis_server
from tests.stream.oracle import PerpsBookOracle, is_current
from tests.stream.running import run, take, until

MARKET = "KXBTCD-26DEC31-T100000"
OTHER = "KXBTCD-26DEC31-T101000"
MARKETS = {"market_tickers": [MARKET, OTHER]}
CARRIED: dict[str, dict[str, Any]] = {BOOKS: MARKETS, "ticker": {}, "trade": {}}


@contextlib.asynccontextmanager
async def relaying(exchange: Sandbox, url: str, name: str, carried: Any = CARRIED, **how: Any) -> AsyncIterator[Relay]:
    """A relay that runs until the block ends."""
    async with exchange.client() as client:
        relay, stop = Relay(client, url, carried, name=name, **how), asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        try:
            yield relay
        finally:
            stop.set()
            await running


@contextlib.asynccontextmanager
async def consuming(
    exchange: Sandbox, url: str, name: str, carried: Any = CARRIED, **options: Any
) -> AsyncIterator[Stream]:
    """A stream of a relay that runs."""
    async with relaying(exchange, url, name, carried), connect_relay(url, name=name, **options) as stream:
        yield stream


def of(tickers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What a relay of these order books carries."""
    return {BOOKS: {"market_tickers": list(tickers)}}


async def until_current(exchange: Sandbox, books: OrderBooks[Any]) -> None:
    """Wait until all books are the exchange's."""
    await until(lambda: all(is_current(exchange, view) for view in books.values()))


def test_books_are_the_exchange_s(exchange: Sandbox, redis: RedisServer, name: str, hose: Any) -> None:
    async def scenario() -> None:
        async with consuming(exchange, redis.url, name, of(hose.tickers)) as stream:
            books = await stream.orderbooks(hose.tickers)
            await asyncio.to_thread(hose.run, 300)
            await until_current(exchange, books)
            assert stream.counters.gaps == 0
            assert await stream.list_subscriptions() == [(BOOKS, 1)]

    run(scenario())


def test_frames_are_those_that_the_exchange_sent(exchange: Sandbox, redis: RedisServer, name: str, hose: Any) -> None:
    sent: list[bytes] = []
    seen: list[bytes] = []

    async def scenario() -> None:
        async with consuming(exchange, redis.url, name, of(hose.tickers)) as stream:
            books = await stream.orderbooks(hose.tickers)
            await asyncio.to_thread(hose.run, 50)
            await until_current(exchange, books)

    def tap(writer: Any, direction: str, frame: bytes) -> None:
        sent.append(frame)
        plain(writer, direction, frame)

    async def recv(socket: RelaySocket, decode: Literal[False]) -> bytes:
        seen.append(await received(socket, decode))
        return seen[-1]

    plain, received = _Writer.tap, RelaySocket.recv
    with patch.object(_Writer, "tap", tap), patch.object(RelaySocket, "recv", recv):
        run(scenario())
    deltas = [frame for frame in seen if b'"orderbook_delta"' in frame and b'"price' in frame]
    assert len(deltas) >= 50
    assert set(deltas) <= set(sent)
    assert [frame for frame in sent if frame in set(deltas)] == deltas


def test_channels_are_filtered_by_what_each_consumer_names(exchange: Sandbox, redis: RedisServer, name: str) -> None:
    async def scenario() -> None:
        async with consuming(exchange, redis.url, name) as stream:
            everything = await stream.subscribe("trade")
            one = await stream.subscribe("ticker", market_tickers=[MARKET])
            assert sorted(await stream.list_subscriptions()) == [("ticker", 2), ("trade", 3)]
            exchange.stream.publish("ticker", "ticker", ticker_of(OTHER), name=OTHER)
            exchange.stream.publish("ticker", "ticker", ticker_of(MARKET), name=MARKET)
            (message,) = await take(one, 1)
            assert message.msg.market_ticker == MARKET
            await everything.unsubscribe()
            assert await stream.list_subscriptions() == [("ticker", 2)]
            again = await stream.subscribe("trade", market_tickers=[OTHER])
            await again.update("add_markets", market_tickers=[MARKET])
            await again.update("delete_markets", market_tickers=[OTHER])
            assert again.parameters == {"market_tickers": [MARKET]}

    run(scenario())


def ticker_of(ticker: str) -> dict[str, Any]:
    """A ticker message."""
    return {"market_ticker": ticker, "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1"}


@pytest.mark.parametrize(
    ("channel", "parameters", "problem"),
    [
        ("fill", {}, "does not carry fill; it carries orderbook_delta, ticker, trade"),
        (BOOKS, {"market_tickers": ["NOT-CARRIED"], "use_yes_price": True}, "does not carry orderbook_delta of NOT-C"),
        (BOOKS, {"market_tickers": [MARKET]}, "with the options {'use_yes_price': True}, not with {}"),
        (BOOKS, {"market_ids": [uuid4()], "use_yes_price": True}, "name yours"),
    ],
)
def test_what_the_relay_does_not_carry_is_refused(
    exchange: Sandbox, redis: RedisServer, name: str, channel: str, parameters: dict[str, Any], problem: str
) -> None:
    async def scenario() -> None:
        async with consuming(exchange, redis.url, name) as stream:
            with pytest.raises(KalshiSubscriptionError, match=re.escape(problem)):
                await stream._subscribe(channel, parameters, "error", 10)

    run(scenario())


def test_a_market_that_is_not_carried_leaves_the_other_books_alone(
    exchange: Sandbox, redis: RedisServer, name: str
) -> None:
    async def scenario() -> None:
        async with consuming(exchange, redis.url, name) as stream:
            books = await stream.orderbooks([MARKET])
            with pytest.raises(KalshiSubscriptionError, match="NOT-CARRIED") as raised:
                await books.add(["NOT-CARRIED"])
            assert raised.value.market_tickers == ("NOT-CARRIED",)
            await books.add([OTHER])
            await books
            assert [view.stale for view in books.values()] == [None, None]

    run(scenario())


FAULTS = [Drop(), Corrupt("garbage"), Terminate(10), Terminate(25), Unsubscribe()]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_books_are_stale_and_then_right_after_a_fault_of_the_exchange(
    exchange: Sandbox, redis: RedisServer, name: str, hose: Any, fault: Any
) -> None:
    reasons: list[str] = []

    async def scenario() -> None:
        async with consuming(exchange, redis.url, name, of(hose.tickers)) as stream:
            books = await stream.orderbooks(hose.tickers)
            books.on_change(lambda view: reasons.append(view.stale) if view.stale else None)
            exchange.stream.faults.add(fault, channel=BOOKS, kind=BOOKS, nth=5)
            await asyncio.to_thread(hose.run, 20)
            await until(lambda: bool(reasons))
            await until_current(exchange, books)

    run(scenario())


def test_another_relay_takes_over_and_books_are_stale_in_between(
    exchange: Sandbox, redis: RedisServer, name: str, hose: Any
) -> None:
    seen: list[str | None] = []

    async def scenario() -> None:
        async with (
            relaying(exchange, redis.url, name, of(hose.tickers)) as first,
            relaying(exchange, redis.url, name, of(hose.tickers)) as second,
            connect_relay(redis.url, name=name) as stream,
        ):
            books = await stream.orderbooks(hose.tickers)
            books.on_change(lambda view: seen.append(view.stale))
            assert first.is_leading != second.is_leading
            assert len(exchange.stream.connections) == 1
            leader = first if first.is_leading else second
            other = second if first.is_leading else first

            # It writes on, but no longer says that it lives.
            with patch.object(FrameLog, "hold", silent_for_the_first(FrameLog.hold)):
                await until(lambda: other.is_leading and not leader.is_leading)
            await asyncio.to_thread(hose.run, 20)
            await until_current(exchange, books)
            assert len(exchange.stream.connections) == 1

    run(scenario())
    stale = [each for each in seen if each]
    assert stale
    assert "lost" in stale[0]


def silent_for_the_first(plain: Any) -> Any:
    """A `hold` that does nothing for the first who holds."""
    silent: list[Any] = []

    async def hold(log: Any, holder: str, term: Any = None) -> None:
        if not silent:
            silent.append(holder)
        if holder != silent[0]:
            await plain(log, holder, term)
        else:
            await asyncio.sleep(0)

    return hold


def test_books_are_stale_soon_after_the_only_relay_has_died(
    exchange: Sandbox, redis: RedisServer, name: str, hose: Any
) -> None:
    async def scenario() -> None:
        async with consuming(exchange, redis.url, name, of(hose.tickers), dead_after=0.4) as stream:
            books = await stream.orderbooks(hose.tickers)

            async def hang(*_: Any) -> None:
                await asyncio.sleep(60)

            with patch.object(FrameLog, "append", hang):
                await until(lambda: all(view.stale for view in books.values()))
            await asyncio.to_thread(hose.run, 5)

    run(scenario())


def test_a_consumer_that_fell_out_of_the_log_begins_again_with_a_snapshot(
    exchange: Sandbox, redis: RedisServer, name: str, hose: Any
) -> None:
    reasons: list[str] = []

    async def scenario() -> None:
        async with (
            relaying(exchange, redis.url, name, of(hose.tickers)),
            connect_relay(redis.url, name=name, on_state=lambda change: reasons.append(change.reason)) as stream,
        ):
            books = await stream.orderbooks(hose.tickers)
            await asyncio.to_thread(hose.run, 5)
            await until_current(exchange, books)
            # While nothing of this process runs, entries come and go.
            with redis_py.Redis.from_url(redis.url) as server:
                log = f"kalshi:relay:{{{name}}}:log"
                newest = server.xrevrange(log, count=1)[0][0].decode()
                epoch, _, number = newest.partition("-")
                for later in range(int(number) + 1, int(number) + 4):
                    server.xadd(log, {"frames": b"\x90"}, id=f"{epoch}-{later}", maxlen=1, approximate=False)
            await until(lambda: any("fell behind" in reason for reason in reasons))
            await asyncio.to_thread(hose.run, 5)
            await until_current(exchange, books)

    run(scenario())


def test_books_come_back_after_redis_was_killed(exchange: Sandbox, name: str, hose: Any) -> None:
    async def scenario(server: RedisServer) -> None:
        async with consuming(exchange, server.url, name, of(hose.tickers)) as stream:
            books = await stream.orderbooks(hose.tickers)
            server.kill()
            await until(lambda: all(view.stale for view in books.values()))
            server.start()
            await asyncio.to_thread(hose.run, 5)
            await until_current(exchange, books)

    with redis_server() as server:
        run(scenario(server))


def test_markets_that_come_up_later_are_carried_too(
    exchange: Sandbox, redis: RedisServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.relay.relay._SECONDS_BETWEEN_LISTS", 0.01)
    found = [MARKET]

    async def find() -> list[str]:
        return list(found)

    async def scenario() -> None:
        async with (
            relaying(exchange, redis.url, name, {BOOKS: {}}, find_markets=find),
            connect_relay(redis.url, name=name) as stream,
        ):
            books = await stream.orderbooks([MARKET])
            with pytest.raises(KalshiSubscriptionError):
                await books.add([OTHER])
            found.append(OTHER)
            while len(books) == 1:
                with contextlib.suppress(KalshiSubscriptionError):
                    await books.add([OTHER])
            await books
            assert all(is_current(exchange, view) for view in books.values())

    run(scenario())


def test_perpetual_futures_have_a_relay_too(exchange: Sandbox, redis: RedisServer, name: str) -> None:
    hose = exchange.perps_stream.firehose(markets=1, seed=1)
    oracle = PerpsBookOracle(exchange)

    async def scenario() -> None:
        async with (
            relaying(exchange, redis.url, name, of(hose.tickers), feed="perps"),
            connect_relay(redis.url, name=name, feed="perps") as stream,
        ):
            book: OrderBook[Any] = await stream.orderbook(hose.tickers[0])
            await asyncio.to_thread(hose.run, 20)
            await until(lambda: oracle.is_newest(book.view))

    run(scenario())
    oracle.close()


def test_without_a_relay_opening_says_so(redis: RedisServer, name: str) -> None:
    async def scenario() -> None:
        with pytest.raises(KalshiHandshakeError, match=f"no relay of the name '{name}' is connected.*; start one: "):
            async with connect_relay(redis.url, name=name, open_timeout=0.1):
                pass

    run(scenario())


def test_without_redis_opening_says_so_and_keeps_the_password() -> None:
    async def scenario() -> None:
        with pytest.raises(
            KalshiHandshakeError, match=r"Redis can't be used \(ConnectionError\); check its URL"
        ) as raised:
            async with connect_relay("redis://:secret@127.0.0.1:1/0", open_timeout=0.1):
                pass
        assert "secret" not in repr(raised.value)

    run(scenario())


@pytest.fixture
def client(exchange: Sandbox) -> Iterator[Any]:
    """A signed client."""
    with exchange.client() as client:
        yield client


def test_what_a_relay_cant_be_made_of_is_refused(client: Any) -> None:
    with pytest.raises(KalshiConfigError, match="there is no 'books'"):
        Relay(client, "redis://127.0.0.1:1/0", {"books": {}})
    with pytest.raises(KalshiConfigError, match="the address of Redis can't be read"):
        Relay(client, "localhost", {BOOKS: MARKETS})
    with pytest.raises(KalshiConfigError, match="length: must be a whole number from 1, not 0"):
        Relay(client, "redis://127.0.0.1:1/0", {BOOKS: MARKETS}, length=0)
