"""A stream in trouble: no book is silently wrong, nothing ends silently, and the reason is said."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from kalshi_overlay.errors import InvalidRequestError, KalshiConfigError
from kalshi_overlay.stream import (
    KalshiBackpressureError,
    KalshiHandshakeError,
    KalshiStreamError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
    OrderBookView,
    StateChange,
)
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.reporting import Hearing
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import Freeze, RejectCommand, RejectHandshake
from tests.stream.examples import OTHER, TICKER
from tests.stream.peer import Peer, peer_and_stream
from tests.stream.running import run, take, until
from tests.stream.test_redundancy import delta, snapshot
from tests.stream.trades import numbers, opened, publish
from tests.walking import walked

THIRD = "KXBTCD-26DEC31-T102000"
BOOKS = "orderbook_delta"
BID, MORE = ["0.4000", "5.00"], ["0.3000", "7.00"]


class Books(Peer):
    """A peer with order books, which sends what a test says.

    Attributes:
        sid: The number of the newest subscription.
        refused: The answer to each subscribe that names one of these markets.
        first: The number of the first message of a subscription.
        snapshot: What is sent as the snapshot of any market, when it is subscribed to or asked for.
    """

    def __init__(self, **snapshot: Any) -> None:
        super().__init__()
        self.sid = 0
        self.seq = 0
        self.first = 1
        self.refused: dict[str, dict[str, Any]] = {}
        self.snapshot: dict[str, Any] = snapshot or {"clock": 5, "yes_dollars_fp": [BID]}

    async def answer(self, name: str, number: int, parameters: dict[str, Any]) -> None:
        tickers = parameters.get("market_tickers", [])
        for ticker in tickers:
            if ticker in self.refused:
                return await self.send(type="error", id=number, msg=self.refused[ticker])
        if name == "subscribe":
            self.sid, self.seq = number, self.first - 1
            (channel,) = parameters["channels"]
            await self.send(type="subscribed", id=number, msg={"channel": channel, "sid": self.sid})
        elif name == "unsubscribe":
            return await self.send(type="unsubscribed", id=number, sid=self.sid, seq=self.next())
        else:
            await self.send(type="ok", id=number, sid=self.sid, seq=self.next(), msg={"market_tickers": tickers})
        if name == "subscribe" or parameters.get("action") in ("get_snapshot", "add_markets"):
            for ticker in tickers if name != "subscribe" or parameters["channels"] == [BOOKS] else ():
                await self.book(ticker)
        return None

    def next(self) -> int:
        self.seq += 1
        return self.seq

    async def book(self, ticker: str = TICKER, seq: int | None = None, **fields: Any) -> None:
        """Send a snapshot."""
        body = {"market_ticker": ticker, "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", **self.snapshot, **fields}
        await self.numbered("orderbook_snapshot", body, seq)

    async def change(self, by: str = "1.00", ticker: str = TICKER, seq: int | None = None, **fields: Any) -> None:
        """Send a delta."""
        body = {"market_ticker": ticker, "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", "side": "yes"}
        await self.numbered("orderbook_delta", {**body, "price_dollars": BID[0], "delta_fp": by, **fields}, seq)

    async def numbered(self, kind: str, body: dict[str, Any], seq: int | None = None) -> None:
        self.seq = self.seq + 1 if seq is None else seq
        await self.send(type=kind, sid=self.sid, seq=self.seq, msg=body)

    def asked(self) -> int:
        """How many snapshots were asked for by a command of their own."""
        return sum(each["params"].get("action") == "get_snapshot" for each in self.commands)


def count(books: Any, ticker: str = TICKER) -> int:
    """How many contracts bid at the price that changes."""
    return int(sum(level.count for level in books[ticker].bids if level.price == Decimal(BID[0])))


# Numbers and clocks that begin again


def test_a_count_that_begins_again_on_the_same_subscription_is_a_gap_and_not_a_repetition() -> None:
    async def scenario() -> None:
        peer = Books()
        peer.first = 100
        async with peer_and_stream(peer) as (_, stream):
            books = await stream.orderbooks([TICKER])
            views: list[OrderBookView] = []
            books.on_change(views.append)
            for number in range(1, 6):
                await peer.change(seq=number, clock=5 + number)
            await until(lambda: peer.asked() == 1 and books[TICKER].stale is None)
            assert views[0].stale == "the exchange numbers its messages from 1 again"
            await peer.change(clock=11)
            await until(lambda: books[TICKER].clock == 11)
            assert (count(books), stream.counters.duplicates) == (6, 0)

    run(scenario())


def test_a_change_that_looks_as_one_before_is_no_repetition_unless_a_time_shows_it() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books(yes_dollars_fp=[BID])) as (peer, stream):
            books = await stream.orderbooks([TICKER])
            await peer.change(seq=2)
            await peer.change(seq=2)
            await until(lambda: peer.asked() == 1)
            await peer.change(seq=peer.seq + 1, ts_ms=1)
            await peer.change(seq=peer.seq, ts_ms=1)
            await until(lambda: stream.counters.duplicates == 1)
            assert books[TICKER].stale is None

    run(scenario())


def test_a_snapshot_below_its_own_connections_clock_is_a_restart_of_the_clock() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books(clock=1000, yes_dollars_fp=[BID])) as (peer, stream):
            books = await stream.orderbooks([TICKER])
            await peer.book(clock=5)
            for clock in range(6, 11):
                await peer.change(clock=clock)
            await until(lambda: books[TICKER].clock == 10)
            assert (count(books), books[TICKER].stale, stream.counters.gaps) == (10, None, 0)

    run(scenario())


# Messages that no book can be made of


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"yes_dollars_fp": [["", "1"]]}, "msg.yes_dollars_fp[0][0]: expected Decimal, got str"),
        ({"yes_dollars_fp": [["0.4", "-1"]]}, "-1 contracts"),
        ({"yes_dollars_fp": [["NaN", "1"]]}, "not a price and a count"),
        ({"no_dollars_fp": [["0.4", "sNaN"]]}, "not a price and a count"),
        ({"no_dollars_fp": [["0.4", "Infinity"]]}, "not a price and a count"),
        ({"yes_dollars_fp": [["1.4", "1"]]}, "at 1.4"),
        ({"yes_dollars_fp": [["0.4", "1"], ["0.40", "2"]]}, "two levels at 0.40"),
        ({"yes_dollars_fp": "levels"}, "yes_dollars_fp"),
        ({"yes_dollars_fp": {}}, "yes_dollars_fp"),
        ({"no_dollars_fp": False}, "no_dollars_fp"),
        ({"yes": [["0.40", "5"]], "no": [["0.60", "5"]]}, "msg.yes_dollars_fp"),
        ({"yes": {"0.40": "5"}}, "msg.yes_dollars_fp"),
        ({"bids": [{"price": "0.40", "count": "5"}]}, "msg.yes_dollars_fp"),
        ({"yes_dollars_fp": [["0.4", "1"]], "no_levels": [["0.6", "1"]]}, "msg.no_dollars_fp"),
        ({"yes_prices": ["0.4"], "yes_counts": ["1"]}, "msg.yes_dollars_fp"),
        ({"prices": ["0.4"], "counts": [1]}, "msg.yes_dollars_fp"),
        ({"yes": "0.4:1", "no": ""}, "msg.yes_dollars_fp"),
        ({"yes_dollars_fp": [["0.4", "1"]], "no": "0.4:1"}, "msg.no_dollars_fp"),
    ],
)
def test_a_snapshot_that_no_book_can_be_made_of_says_why_and_is_not_asked_for_again_and_again(
    fields: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.snapshots.WAIT_INITIAL", 0.03)
    monkeypatch.setattr("kalshi_overlay.stream.snapshots._SPACING", 0.0)

    async def scenario() -> None:
        async with peer_and_stream(Books(**fields)) as (peer, stream):
            books = stream.orderbooks([TICKER, OTHER])
            await until(lambda: peer.asked() >= 3)
            assert said in (books[TICKER].stale or "")
            # After 0.03, 0.06 and 0.12 seconds: none of the snapshots that came has begun this again.
            assert peer.asked() < 6
            peer.snapshot = {"yes_dollars_fp": [BID]}
            await books

    run(scenario())


@pytest.mark.parametrize(
    "around", [{"yes_dollars_fp": [BID]}, {"book": {"yes": [BID]}}, {"yes": "0.4:1"}, {"prices": ["0.4"]}]
)
def test_levels_beside_the_message_of_a_snapshot_make_no_empty_book(around: dict[str, Any]) -> None:
    async def scenario() -> None:
        drifts: list[Any] = []
        async with peer_and_stream(Books(clock=1), on_drift=drifts.append) as (peer, stream):
            books = await stream.orderbooks([TICKER])
            body = {"market_ticker": TICKER, "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1"}
            stale: list[OrderBookView] = []
            books.on_change(lambda view: stale.append(view) if view.is_stale else None)
            await peer.send(type="orderbook_snapshot", sid=peer.sid, seq=peer.next(), msg=body, **around)
            await until(lambda: bool(stale))
            assert "msg.yes_dollars_fp" in (stale[0].stale or "")
            assert [(drift.path, drift.got) for drift in drifts][-1:] == [("msg.no_dollars_fp", "missing")]

    run(scenario())


def test_a_side_under_another_name_is_drift() -> None:
    async def scenario() -> None:
        drifts: list[Any] = []
        async with peer_and_stream(Books(yes=[["0.40", "5"]]), on_drift=drifts.append) as (_, stream):
            stream.orderbooks([TICKER])
            await until(lambda: bool(drifts))
            assert {(drift.path, drift.got) for drift in drifts} >= {("msg.yes_dollars_fp", "missing")}

    run(scenario())


@walked(
    "fields",
    [
        {},
        {"yes_dollars_fp": [["0.40", "5"]], "yes": [[40, 5]]},
        {"tomorrow": {"nested": [1, "two", None]}, "tags": ["a"]},
        {"yes_count": 0, "no": None, "bids": [], "asks": {}, "book": "", "note": "quiet", "is_yes": True},
        {"yes_dollars_fp": [["0.40", "0"]]},
        {"yes_dollars_fp": None, "no_dollars_fp": None},
    ],
)
def test_empty_sides_sides_under_two_names_and_levels_of_nothing_make_a_right_book(fields: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books(clock=1, **fields)) as (_, stream):
            books = await stream.orderbooks([TICKER])
            assert (books[TICKER].asks, all(level.count for level in books[TICKER].bids)) == ((), True)

    run(scenario())


@walked(
    ("fields", "said"),
    [
        ({"side": "maybe"}, "side 'maybe'"),
        ({"side": ["yes"]}, "side"),
        ({"side": None}, "side"),
        ({"delta_fp": "NaN"}, "NaN"),
        ({"delta_fp": "sNaN"}, "sNaN"),
        ({"delta_fp": "Infinity"}, "Infinity"),
        ({"delta_fp": "1e999999"}, "999999"),
        ({"delta_fp": "-6"}, "-6 contracts"),
        ({"price_dollars": "0"}, "price 0"),
        ({"price_dollars": "-0.4"}, "price -0.4"),
        ({"price_dollars": "NaN"}, "price NaN"),
        ({"price_dollars": "1.01"}, "price 1.01"),
        ({"price_dollars": None}, "price_dollars is no number"),
    ],
)
def test_a_change_that_can_not_be_makes_its_book_stale_for_the_true_reason_and_no_other(
    fields: dict[str, Any], said: str
) -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (peer, stream):
            books = await stream.orderbooks([TICKER, OTHER])
            stale: list[OrderBookView] = []
            books.on_change(lambda view: stale.append(view) if view.is_stale else None)
            await peer.change(clock=6, **fields)
            await until(lambda: bool(stale) and books[TICKER].stale is None)
            assert [view.ticker for view in stale] == [TICKER]
            assert said in (stale[0].stale or "")
            assert (peer.asked(), stream.counters.unreadable, stream.counters.reconnects) == (1, 0, 0)

    run(scenario())


def test_a_book_of_which_the_best_bid_is_above_the_best_ask_is_crossed() -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    merged.snapshot(0, snapshot(1, {("yes", Decimal("0.4")): Decimal(5)}))
    assert not merged.view().is_crossed
    merged.delta(0, delta(2, ("no", Decimal("0.5"), Decimal(5))))
    assert not merged.view().is_crossed
    merged.delta(0, delta(3, ("no", Decimal("0.3"), Decimal(5))))
    assert merged.view().is_crossed


# Numbers around a message


@pytest.mark.parametrize(
    "envelope", [{"sid": "{sid}"}, {"sid": None}, {"sid": "?"}, {"sending_ts_ms": "now"}, {"sending_ts_ms": 10**400}]
)
def test_a_fill_whose_envelope_has_drifted_is_given_all_the_same(envelope: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (peer, stream):
            fills = await stream.subscribe("fill")
            drifted = {name: str(peer.sid) if value == "{sid}" else value for name, value in envelope.items()}
            await peer.send(**{"type": "fill", "sid": peer.sid, "msg": {"trade_id": "a"}, **drifted})
            await take(fills, 1)
            assert (stream.counters.unreadable, stream.counters.lag_ms) == (0, None)

    run(scenario())


@pytest.mark.parametrize(("seq", "gaps"), [("{seq}", 0), (None, 1), ("?", 1), ({}, 1)])
def test_a_change_whose_number_can_not_be_read_is_a_gap(seq: Any, gaps: int) -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (peer, stream):
            books = await stream.orderbooks([TICKER])
            number = peer.next()
            body = {"market_ticker": TICKER, "market_id": "", "side": "yes", "price_dollars": "0.4", "delta_fp": "1"}
            sent = str(number) if seq == "{seq}" else seq
            await peer.send(type="orderbook_delta", sid=peer.sid, seq=sent, msg=body)
            await until(lambda: stream.counters.gaps == gaps and (gaps > 0 or count(books) == 6))
            await until(lambda: books[TICKER].stale is None)
            assert (peer.asked(), stream.counters.reconnects) == (gaps, 0)

    run(scenario())


# What the exchange refuses


@pytest.mark.parametrize("names_it", [True, False])
def test_a_market_that_is_refused_after_a_reconnect_ends_alone(
    names_it: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        states: list[StateChange] = []
        async with peer_and_stream(Books(), on_state=states.append) as (peer, stream):
            books = await stream.orderbooks([TICKER, OTHER, THIRD])
            named = {"market_tickers": [OTHER]} if names_it else {}
            peer.refused[OTHER] = {"code": 11, "msg": "Invalid parameter", **named}
            assert peer.connection is not None
            peer.connection.transport.abort()
            await until(lambda: "error 11" in (books[OTHER].stale or ""))
            await until(lambda: books[TICKER].stale is books[THIRD].stale is None)
            (ended,) = [state for state in states if state.state == "ended"]
            assert OTHER in ended.reason
            with pytest.raises(KalshiSubscriptionError):
                await books
            with pytest.raises(KalshiSubscriptionError):
                await stream.run_forever()
            peer.refused.clear()
            await books.add([OTHER])
            await books
            assert list(books) == [TICKER, OTHER, THIRD]

    with caplog.at_level(logging.ERROR, "kalshi"):
        run(scenario())
    assert f"goes on without {OTHER}" in caplog.text


def test_books_that_have_ended_take_no_others() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (_, stream):
            books = await stream.orderbooks([TICKER])
            await books.close()
            with pytest.raises(KalshiStreamLostError, match="make others"):
                await books.add([OTHER])

    run(scenario())


def test_a_removal_that_is_refused_leaves_the_books_as_they_were() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (peer, stream):
            books = await stream.orderbooks([TICKER, OTHER])
            peer.refused[TICKER] = {"code": 5, "msg": "not now"}
            with pytest.raises(KalshiSubscriptionError, match="not now"):
                await books.remove([TICKER])
            peer.refused.clear()
            assert list(books) == [TICKER, OTHER]
            await books
            await peer.change("2.00", clock=6)
            await until(lambda: count(books) == 7)

    run(scenario())


# Ends that nobody would see


@pytest.mark.parametrize("why", ["error", "backpressure"])
def test_a_subscription_that_ends_behind_a_callback_ends_run_forever_too(
    why: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        states: list[StateChange] = []
        expected = KalshiSubscriptionError if why == "error" else KalshiBackpressureError
        async with peer_and_stream(Books(), on_state=states.append) as (peer, stream):
            stay = asyncio.Event()

            async def callback(message: Any) -> None:
                await stay.wait()

            stream.orderbooks([TICKER])
            subscription = (await stream.subscribe("fill", queue_size=1)).listen(callback)
            forever = asyncio.create_task(stream.run_forever())
            await asyncio.sleep(0)
            if why == "error":
                peer.refused[OTHER] = {"code": 9, "msg": "Authentication required"}
                stream.subscribe("trade", market_tickers=[OTHER]).listen(print)
            else:
                for _ in range(4):
                    await peer.send(type="fill", sid=peer.sid, msg={"trade_id": "a"})
                await until(lambda: subscription._inbox.has_ended)
                stay.set()
            with pytest.raises(expected):
                await forever
            # It is not forgotten either.
            with pytest.raises(expected):
                await stream.run_forever()
        assert [type(state.error) for state in states if state.state == "ended"] == [expected]

    with caplog.at_level(logging.ERROR, "kalshi"):
        run(scenario())
    assert "has ended" in caplog.text


def test_to_run_for_ever_without_a_subscription_raises_at_once(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            with pytest.raises(KalshiStreamError, match="nothing is subscribed"):
                await stream.run_forever()

    run(scenario())


def test_a_connection_that_is_refused_again_and_again_warns_and_is_given_up(
    exchange: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with opened(exchange, give_up_after=0.3) as stream:
            reading = asyncio.create_task(take(await stream.subscribe("trade"), 1))
            books = await stream.orderbooks([TICKER])
            forever = asyncio.create_task(stream.run_forever())
            exchange.stream.faults.add(RejectHandshake(401))
            await asyncio.to_thread(exchange.stream.kill)
            for ended in (reading, forever):
                with pytest.raises(KalshiHandshakeError, match="401"):
                    await ended
            assert "401" in (books[TICKER].stale or "")
            for use in (stream.list_subscriptions, stream.run_forever):
                with pytest.raises(KalshiHandshakeError, match="401"):
                    await use()
            with pytest.raises(KalshiHandshakeError, match="401"):
                stream.subscribe("fill")

    with caplog.at_level(logging.WARNING, "kalshi"):
        run(scenario())
    levels = Counter(record.levelname for record in caplog.records if "401" in record.getMessage())
    assert levels["WARNING"] > 1
    assert levels["ERROR"] >= 1


def test_a_stream_that_was_closed_opens_nothing(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            pass
        uses: list[Any] = [
            lambda: stream.subscribe("trade", when_full="block"),
            lambda: stream.subscribe("trade"),
            lambda: stream.orderbooks([TICKER]),
        ]
        for use in uses:
            with pytest.raises(KalshiStreamLostError, match="closed"):
                use()
        with pytest.raises(KalshiStreamLostError, match="closed"):
            await stream.list_subscriptions()
        await stream.run_forever()

    run(scenario())


# Waits that grow


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The longest that each wait may take; nobody waits."""
    asked: list[float] = []

    def jitter(seconds: float) -> float:
        asked.append(seconds)
        return 0.0

    monkeypatch.setattr("kalshi_overlay.stream.connection._WAIT_MAX", 20.0)
    monkeypatch.setattr("kalshi_overlay.clock.jitter", jitter)
    return iter([asked])


def test_the_wait_grows_while_the_exchange_closes_each_connection(waits: Iterator[list[float]]) -> None:
    (asked,) = waits

    class Closing(Books):
        async def serve(self, connection: ServerConnection) -> None:
            if len(asked) < 8:
                # Longer than the first waits, so that it could pass for a good connection.
                await asyncio.sleep(0.02)
                await connection.close(1008, "policy violation")
            else:
                await super().serve(connection)

    async def scenario() -> None:
        async with peer_and_stream(Closing()) as (_, stream):
            await stream.orderbooks([TICKER])

    run(scenario())
    assert asked == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]


def test_the_wait_grows_while_the_exchange_ends_each_subscription(waits: Iterator[list[float]]) -> None:
    (asked,) = waits

    class Ending(Books):
        async def book(self, ticker: str = TICKER, seq: int | None = None, **fields: Any) -> None:
            if len(asked) < 5:
                await self.send(type="error", sid=self.sid, seq=self.next(), msg={"code": 10, "msg": "channel error"})
            else:
                await super().book(ticker, seq, **fields)

    async def scenario() -> None:
        async with peer_and_stream(Ending()) as (_, stream):
            await stream.orderbooks([TICKER])

    run(scenario())
    assert asked == [0.5, 1.0, 2.0, 4.0, 8.0]


# Late and silent


@pytest.mark.parametrize("name", ["dead_after", "open_timeout", "confirm_timeout", "max_lag", "max_silence"])
@pytest.mark.parametrize("value", [0, -1, "20", True, float("nan"), float("inf")])
def test_a_time_that_is_no_number_of_seconds_is_refused(exchange: Sandbox, name: str, value: Any) -> None:
    async def scenario() -> None:
        with pytest.raises(KalshiConfigError, match=name):
            async with opened(exchange, **{name: value}):
                raise AssertionError("it was opened")

    run(scenario())


def test_none_is_no_time_after_which_a_connection_is_dead(exchange: Sandbox) -> None:
    async def scenario() -> None:
        with pytest.raises(KalshiConfigError, match="dead_after"):
            async with opened(exchange, dead_after=None):
                raise AssertionError("it was opened")
        async with opened(exchange) as stream:
            for wrong in (0, None, "1"):
                with pytest.raises(KalshiConfigError, match="snapshot_timeout"):
                    stream.orderbook(TICKER, snapshot_timeout=wrong)

    run(scenario())


def test_books_are_stale_while_messages_come_late() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books(), max_lag=5) as (peer, stream):
            books = await stream.orderbooks([TICKER])
            views: list[OrderBookView] = []
            books.on_change(views.append)

            async def change(sent: float) -> None:
                body = {"market_ticker": TICKER, "market_id": "", "side": "yes", "price_dollars": "0.4"}
                sent_ms = round(sent * 1000)
                sid, seq = peer.sid, peer.next()
                body["delta_fp"] = "1"
                await peer.send(type="orderbook_delta", sid=sid, seq=seq, msg=body, sending_ts_ms=sent_ms)

            await change(time.time() - 20)
            await until(lambda: count(books) == 6)
            assert "20.0 s after" in (views[0].stale or "")
            await change(time.time())
            await books
            assert (count(books), books[TICKER].stale) == (7, None)
            assert time.time() - (books[TICKER].heard_at or 0) < 60

    run(scenario())


def test_books_are_stale_while_nothing_comes_and_their_readers_learn_it(exchange: Sandbox) -> None:
    async def scenario() -> None:
        firehose = await asyncio.to_thread(exchange.stream.firehose, markets=1, seed=99)
        async with opened(exchange, max_silence=0.2) as stream:
            book = await stream.orderbook(firehose.tickers[0])
            heard_at = book.view.heard_at
            views = aiter(book)
            while (view := await anext(views)).stale is None:
                pass
            assert "max_silence" in view.stale
            assert view.heard_at == heard_at
            await asyncio.to_thread(firehose.run, 1)
            while (view := await anext(views)).stale is not None:
                pass
            assert view.heard_at > heard_at
            await views.aclose()

    run(scenario())


def test_the_connection_that_hears_is_served_while_the_other_is_silent(exchange: Sandbox) -> None:
    async def scenario() -> None:
        firehose = await asyncio.to_thread(exchange.stream.firehose, markets=1, seed=98)
        (ticker,) = firehose.tickers
        async with opened(exchange, connections=2, max_silence=0.3) as stream:
            books = await stream.orderbooks([ticker])
            await until(lambda: len(books._books[ticker]._sources) == 2)
            exchange.stream.faults.add(Freeze(3600), kind="orderbook_delta", times=1)
            began = time.monotonic()
            while time.monotonic() - began < 1.0:
                await asyncio.to_thread(firehose.run, 1)
                await asyncio.sleep(0.01)
            book = exchange.engine.books.get(ticker)
            await until(lambda: {level.price: level.count for level in books[ticker].bids} == dict(book.bids))
            assert books[ticker].stale is None

    run(scenario())


# Who gives up, and what stops


@pytest.mark.parametrize("what", ["book", "books", "subscription"])
def test_what_nobody_waits_for_any_more_is_not_left_subscribed(exchange: Sandbox, what: str) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            exchange.stream.faults.add(RejectCommand(18), kind="subscribe", times=2)
            make: Any = {
                "book": lambda: stream.orderbook("NO-SUCH-MARKET"),
                "books": lambda: stream.orderbooks(["NO-SUCH-MARKET"]),
                "subscription": lambda: stream.subscribe("trade"),
            }[what]
            if what == "subscription":
                exchange.stream.faults.clear()
                exchange.stream.faults.add(RejectCommand(18), kind="subscribe")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await make()
            exchange.stream.faults.clear()
            assert not stream._pool.connections[0].has_readers
            while await stream.list_subscriptions():
                await asyncio.sleep(0.01)

    run(scenario())


def test_a_book_that_others_use_stays_when_one_of_them_gives_up(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            book = stream.orderbook("NO-SUCH-MARKET")
            waiting = asyncio.ensure_future(book)
            await asyncio.sleep(0)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.02):
                    await book
            assert stream._pool.connections[0].has_readers
            waiting.cancel()
            await asyncio.wait({waiting})
            assert not stream._pool.connections[0].has_readers

    run(scenario())


@pytest.mark.parametrize("by_event", [True, False])
def test_to_stop_the_stream_ends_whoever_reads_it(exchange: Sandbox, by_event: bool) -> None:
    async def scenario() -> None:
        stop = asyncio.Event()
        async with opened(exchange, stop=stop) as stream:
            book = await stream.orderbook(TICKER)
            trades = await stream.subscribe("trade")
            await publish(exchange, 2)
            await until(lambda: len(trades._inbox.queue) == 2)
            reading = [asyncio.create_task(take(each, 10**9)) for each in (book, trades)]
            forever = asyncio.create_task(stream.run_forever())
            await asyncio.sleep(0)
            stop.set() if by_event else stream.stop()
            views, read = await asyncio.gather(*reading)
            await forever
            assert numbers(read) == [1, 2]
            assert [view.stale for view in views] == [book.view.stale] == ["the stream was stopped"]

    run(scenario())


def test_what_stops_a_stream_is_an_event_of_its_loop(exchange: Sandbox) -> None:
    async def scenario() -> None:
        wrong: list[Any] = [threading.Event(), True, asyncio.Event]
        for stop in wrong:
            with pytest.raises(KalshiConfigError, match=r"stop: must be an asyncio\.Event"):
                async with opened(exchange, stop=stop):
                    raise AssertionError("it was opened")
        async with opened(exchange) as stream:
            await stream.subscribe("trade")
            for stop in wrong:
                with pytest.raises(KalshiConfigError, match=r"stop: must be an asyncio\.Event"):
                    await stream.run_forever(stop)

    run(scenario())


def test_a_subscription_is_read_by_one_and_the_other_learns_what_to_do(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            listened = (await stream.subscribe("trade")).listen(print)
            uses: list[Any] = [lambda: listened.listen(print), lambda: anext(listened)]
            for use in uses:
                with pytest.raises(KalshiStreamError, match="second subscription"):
                    await use()
            read = await stream.subscribe("trade")
            reading = asyncio.create_task(anext(read))
            await asyncio.sleep(0)
            with pytest.raises(KalshiStreamError, match="second subscription"):
                read.listen(print)
            reading.cancel()

    run(scenario())


def test_a_list_of_markets_is_no_ticker(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            with pytest.raises(InvalidRequestError, match=r"use orderbooks\(\[\.\.\.\]\)"):
                stream.orderbook([TICKER])
            for wrong in (TICKER, None, 5, [None]):
                with pytest.raises(InvalidRequestError, match="tickers"):
                    stream.orderbooks(wrong)

    run(scenario())


def test_tickers_from_an_iterator_are_those_of_a_list() -> None:
    async def scenario() -> None:
        async with peer_and_stream(Books()) as (peer, stream):
            books = await stream.orderbooks(each for each in [TICKER])
            assert (list(books), peer.commands[0]["params"]["market_tickers"]) == ([TICKER], [TICKER])
            await books.add(each for each in [OTHER])
            await books
            assert (list(books), peer.commands[-1]["params"]["market_tickers"]) == ([TICKER, OTHER], [OTHER])
            await books.remove(each for each in [TICKER])
            assert (list(books), peer.commands[-1]["params"]["market_tickers"]) == ([OTHER], [TICKER])

    run(scenario())
