"""A replay: the stream that was recorded, on a clock of its own."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.errors import KalshiBackpressureError, KalshiConfigError, KalshiStreamError, KalshiStreamLostError
from kalshi_overlay.recording import Recorder, ReplayClock, replay
from kalshi_overlay.recording.timing import Pace
from kalshi_overlay.stream import BookView, LevelChange, StateChange, Stream, connect
from kalshi_sandbox import Sandbox
from tests.recording.conftest import CHANGES, Recorded
from tests.recording.writer import CHANNEL
from tests.stream.oracle import PerpsBookOracle
from tests.stream.running import run, take, until

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def count_of(recorded: Recorded, channel: str, kind: str) -> int:
    files = f"{recorded.folder}/channel={channel}/**/*.parquet"
    ((count,),) = duckdb.sql(f"select count(*) from read_parquet('{files}') where type = '{kind}'").fetchall()
    return int(count)


def test_replayed_books_are_the_exchange_s_at_each_step_that_is_not_stale(recorded: Recorded) -> None:
    steps, states = Counter[str](), list[StateChange]()

    def check(view: BookView) -> None:
        is_right = view.stale is None and recorded.oracle.is_right(view)  # type: ignore[arg-type]
        steps[view.stale or ("right" if is_right else "wrong")] += 1

    async def follow() -> list[bool]:
        async with replay(recorded.folder, on_state=states.append) as stream:
            assert isinstance(stream, Stream)
            books = stream.orderbooks(recorded.tickers)
            books.on_change(check)
            await books
            right = [recorded.oracle.is_right(view) for view in books.values()]
            await stream.run_forever()
            assert stream.counters.gaps == 2
            return right

    assert all(run(follow()))
    markets = len(recorded.tickers)
    assert steps["wrong"] == 0
    assert steps["right"] >= 2 * CHANGES + 2 * markets
    assert (steps["the connection was lost"], steps["the recorder was closed"]) == (markets, markets)
    assert [(each.state, each.reason) for each in states if each.channel == CHANNEL] == [
        ("subscribed", ""),
        ("gap", "the connection was lost"),
        ("subscribed", ""),
        ("gap", "the recorder was closed"),
    ]


async def what_is_seen(recorded: Recorded, speed: float | None = None) -> list[Any]:
    """What three tasks see of a replay, in the order in which they see it."""
    seen = list[Any]()
    async with replay(recorded.folder, speed=speed) as stream:

        async def read() -> None:
            async for message in stream.subscribe("ticker"):
                seen.append((stream.clock.now(), message.msg.market_ticker, message.msg.yes_bid_dollars))
                # Whatever it waits for, time does not go on.
                await asyncio.sleep(0)
                seen.append(stream.clock.now())

        async def follow() -> None:
            async for view in stream.orderbooks(recorded.tickers):
                seen.append((view.ticker, view.clock, view.best_bid, view.stale, view.heard_at))

        async def watch() -> None:
            while True:
                await stream.clock.sleep(0.05)
                seen.append(stream.clock.now())

        await asyncio.gather(read(), follow(), watch(), return_exceptions=True)
    return seen


def test_the_same_recording_gives_the_same_in_the_same_order_at_any_speed(recorded: Recorded) -> None:
    first = run(what_is_seen(recorded))
    assert first == run(what_is_seen(recorded)) == run(what_is_seen(recorded, 1000))
    views = [each for each in first if isinstance(each, tuple) and len(each) == 5]
    deltas = count_of(recorded, CHANNEL, "orderbook_delta")
    # Each change is seen, since time does not go on before.
    assert len(views) >= deltas


def test_a_speed_is_kept(recorded: Recorded) -> None:
    async def timed(speed: float) -> tuple[float, timedelta]:
        began, changed_at = time.monotonic(), list[datetime]()
        async with replay(recorded.folder, speed=speed) as stream:
            stream.orderbooks(recorded.tickers).on_change(lambda view: changed_at.append(stream.clock.now()))
            await stream.run_forever()
        return time.monotonic() - began, changed_at[-1] - changed_at[0]

    took, changed_for = run(timed(20))
    assert took >= changed_for.total_seconds() / 20 > 0


def test_a_sleep_that_is_canceled_while_a_speed_is_kept_ends_nothing(recorded: Recorded) -> None:
    async def sleep_less(stream: Stream) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await stream.clock.sleep(0.01)

    async def read() -> None:
        async with replay(recorded.folder, speed=0.1) as stream:
            stream.orderbooks(recorded.tickers)
            running = asyncio.create_task(stream.run_forever())
            for _ in range(3):
                await sleep_less(stream)
            # It goes on after that.
            await stream.clock.sleep(0.02)
            assert not running.done()
            running.cancel()

    run(read())


def test_messages_come_back_with_their_gaps(recorded: Recorded) -> None:
    async def read() -> None:
        async with replay(recorded.folder) as stream:
            tickers = stream.subscribe("ticker")
            assert len([message async for message in tickers]) == count_of(recorded, "ticker", "ticker")
            assert tickers.gaps == 2
            assert tickers.drops == 0

    run(read())


def test_only_the_markets_that_are_named_are_replayed(recorded: Recorded) -> None:
    one, other = recorded.tickers[:2]

    async def read() -> None:
        async with replay(recorded.folder, markets=[one]) as stream:
            books, seen = stream.orderbooks([one, other]), set[str]()
            books.on_change(lambda view: seen.add(view.ticker) if view.stale is None else None)
            tickers = {message.msg.market_ticker async for message in stream.subscribe("ticker")}
            assert (seen, tickers) == ({one}, {one})

    run(read())


def test_who_waits_for_a_market_that_was_not_recorded_learns_which(recorded: Recorded) -> None:
    async def read() -> None:
        async with replay(recorded.folder) as stream:
            with pytest.raises(KalshiStreamLostError, match="before the books of KXNOPE-1 were right"):
                await stream.orderbook("KXNOPE-1")

    run(read())


def test_who_comes_later_begins_with_the_book_of_that_moment(recorded: Recorded) -> None:
    ticker, steps = recorded.tickers[0], Counter[bool]()

    async def read() -> None:
        async with replay(recorded.folder) as stream:
            await take(stream.subscribe("ticker"), 60)
            book = await stream.orderbook(ticker)
            assert recorded.oracle.is_right(book.view)
            assert book.view.clock
            at = stream.clock.now()
            book.on_change(lambda view: steps.update([view.stale is not None or recorded.oracle.is_right(view)]))
            more = stream.orderbooks(recorded.tickers[1:2])
            await more.add([ticker])
            assert more[ticker].bids == book.view.bids
            await more.remove([ticker])
            assert list(more) == [recorded.tickers[1]]
            assert stream.clock.now() == at
            await stream.run_forever()

    run(read())
    assert set(steps) == {True}
    assert steps.total() > CHANGES / 10


def moment_of(recorded: Recorded, channel: str, share: float) -> datetime:
    """When a message of a channel was recorded that has this share of the others before it."""
    files = f"{recorded.folder}/channel={channel}/**/*.parquet"
    rows = duckdb.sql(f"select epoch_us(recorded_at) from read_parquet('{files}') where mark is null order by number")
    times = [at for (at,) in rows.fetchall()]
    return EPOCH + timedelta(microseconds=times[int(share * len(times))])


async def tickers_of(folder: Path, **options: Any) -> list[tuple[datetime, Any]]:
    """The tickers of a replay, and when each came."""
    async with replay(folder, **options) as stream:
        return [(stream.clock.now(), message) async for message in stream.subscribe("ticker")]


def test_a_span_of_a_recording_is_replayed_alone(recorded: Recorded) -> None:
    first, second = moment_of(recorded, "ticker", 0.3), moment_of(recorded, "ticker", 0.7)

    async def parts() -> list[list[Any]]:
        spans: list[dict[str, datetime]] = [{}, {"until": first}, {"since": first, "until": second}, {"since": second}]
        return [await tickers_of(recorded.folder, **span) for span in spans]

    everything, *three = run(parts())
    assert list(chain(*three)) == everything
    assert all(three)
    assert [at for at, _ in three[1] if not first <= at < second] == []


def test_the_books_of_a_span_begin_as_they_were(recorded: Recorded) -> None:
    since, until_then = moment_of(recorded, CHANNEL, 0.25), moment_of(recorded, CHANNEL, 0.4)
    steps = Counter[str]()

    def check(view: BookView) -> None:
        steps[view.stale or ("right" if recorded.oracle.is_right(view) else "wrong")] += 1  # type: ignore[arg-type]

    async def read() -> None:
        async with replay(recorded.folder, since=since, until=until_then) as stream:
            assert stream.clock.now() == since
            books = await stream.orderbooks(recorded.tickers)
            assert stream.clock.now() == since
            assert all(recorded.oracle.is_right(view) for view in books.values())
            books.on_change(check)
            await stream.run_forever()
            assert stream.clock.now() < until_then

    run(read())
    assert steps["right"] > CHANGES / 10
    assert steps.total() == steps["right"] + steps["the stream was stopped"]


def test_a_span_without_rows_is_refused(recorded: Recorded) -> None:
    async def refused() -> None:
        begin = moment_of(recorded, "ticker", 0)
        for span in (
            {"until": begin - timedelta(days=1)},
            {"since": begin + timedelta(days=1)},
            {"since": begin, "until": begin},
        ):
            with pytest.raises(KalshiConfigError, match=r"has nothing since .* until .*, but hours from .* to "):
                await replay(recorded.folder, **span).__aenter__()
        for name in ("since", "until"):
            with pytest.raises(KalshiConfigError, match=f"{name}: .* is no datetime with a time zone; write datetime"):
                await replay(recorded.folder, **{name: datetime(2026, 11, 28)}).__aenter__()  # type: ignore[arg-type]

    run(refused())


def test_a_subscription_can_be_changed_as_on_a_stream(recorded: Recorded) -> None:
    one, other = recorded.tickers[:2]

    async def read() -> None:
        async with replay(recorded.folder) as stream:
            tickers = await stream.subscribe("ticker", market_tickers=[one])
            assert {message.msg.market_ticker for message in await take(tickers, 5)} == {one}
            await tickers.update("add_markets", market_tickers=[other])
            await tickers.update("delete_markets", market_tickers=[one])
            assert tickers.parameters == {"market_tickers": [other]}
            await take(tickers, 1)
            assert {message.msg.market_ticker for message in await take(tickers, 5)} == {other}
            await tickers.unsubscribe()
            await take(tickers, 10_000)
            with pytest.raises(KalshiStreamLostError):
                await tickers.update("add_markets", market_tickers=[one])

    run(read())


def test_a_slow_reader_gets_everything_through_a_short_queue(recorded: Recorded) -> None:
    async def read(when_full: Any) -> int:
        async with replay(recorded.folder) as stream:
            count = 0
            async for _ in stream.subscribe("ticker", when_full=when_full, queue_size=1):
                count += 1
                if count % 20 == 0:
                    await asyncio.sleep(0.001)
            return count

    for when_full in ("error", "block", "drop_oldest"):
        assert run(read(when_full)) == count_of(recorded, "ticker", "ticker")


def test_a_reader_that_sleeps_on_the_clock_falls_behind_as_on_a_stream(recorded: Recorded) -> None:
    async def read(when_full: Any) -> int:
        async with replay(recorded.folder) as stream:
            count = 0
            async for _ in stream.subscribe("ticker", when_full=when_full, queue_size=2):
                count += 1
                # The recording may end meanwhile.
                with suppress(KalshiStreamLostError):
                    await stream.clock.sleep(0.2)
            return count

    with pytest.raises(KalshiBackpressureError):
        run(read("error"))
    assert run(read("drop_oldest")) < count_of(recorded, "ticker", "ticker")
    assert run(read("block")) == count_of(recorded, "ticker", "ticker")


def test_a_task_that_reads_no_more_does_not_hold_it_up_for_long(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kalshi_overlay.recording.timing._PATIENCE", 0.01)

    async def read() -> int:
        async with replay(recorded.folder) as stream:
            tickers, count = stream.subscribe("ticker"), 0
            await take(tickers, 1)

            async def follow() -> None:
                nonlocal count
                async for _ in stream.orderbooks(recorded.tickers):
                    count += 1

            await asyncio.create_task(follow())
            return count

    assert run(read()) > CHANGES
    assert "the replay goes on without 1 tasks that read no more" in caplog.messages


def test_a_function_can_stop_it(recorded: Recorded) -> None:
    async def stopped() -> int:
        async with replay(recorded.folder) as stream:
            changes = 0

            def count(change: LevelChange) -> None:
                nonlocal changes
                changes += change.stale is None
                if changes == 50:
                    stream.stop()

            stream.orderbooks(recorded.tickers).on_level_change(count)
            await stream.run_forever()
            return changes

    assert run(stopped()) == 50


def test_the_clock_sleeps_in_the_time_of_the_recording(recorded: Recorded) -> None:
    async def sleep() -> None:
        async with replay(recorded.folder) as stream:
            stream.orderbooks(recorded.tickers)
            first = stream.clock.now()
            await stream.clock.sleep(0.02)
            assert stream.clock.now() - first == timedelta(seconds=0.02)
            for seconds in (-1, float("nan"), True, "1"):
                with pytest.raises(InvalidRequestError):
                    await stream.clock.sleep(seconds)  # type: ignore[arg-type]
            with pytest.raises(KalshiStreamLostError, match="has ended"):
                await stream.clock.sleep(3600)
            with pytest.raises(KalshiStreamLostError, match="has ended"):
                await stream.clock.sleep(0)

    run(sleep())


def test_what_it_cannot_do_is_said_at_once(recorded: Recorded, tmp_path: Path) -> None:
    async def refused() -> None:
        folder = recorded.folder
        for speed in (0, -1, True, float("inf"), "1"):
            with pytest.raises(KalshiConfigError, match="speed"):
                await replay(folder, speed=speed).__aenter__()  # type: ignore[arg-type]
        with pytest.raises(KalshiConfigError, match="markets"):
            await replay(folder, markets="KXBTCD").__aenter__()
        with pytest.raises(KalshiConfigError, match="feed"):
            await replay(folder, feed="other").__aenter__()  # type: ignore[call-overload]
        with pytest.raises(KalshiConfigError, match="is a recording of the feed api, not perps"):
            await replay(folder, feed="perps").__aenter__()
        for nothing in (tmp_path, tmp_path / "nothing"):
            with pytest.raises(KalshiConfigError, match="there is no recording"):
                await replay(nothing).__aenter__()
        async with replay(folder) as stream:
            with pytest.raises(KalshiConfigError, match="fill: was not recorded"):
                stream.subscribe("fill")
            with pytest.raises(KalshiConfigError, match="use_yes_price"):
                stream.subscribe(CHANNEL, market_tickers=list(recorded.tickers))
            changes = stream.subscribe(CHANNEL, market_tickers=list(recorded.tickers), use_yes_price=True)
            assert {message.type async for message in changes} == {"orderbook_snapshot", "orderbook_delta"}
            with pytest.raises(KalshiStreamError):
                stream.subscribe("trade")

    run(refused())


def test_a_file_that_cannot_be_read_is_an_error_for_who_reads(recorded: Recorded, tmp_path: Path) -> None:
    broken = tmp_path / "channel=trade/date=2026-11-28/hour=00/1.parquet"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no parquet")

    async def read() -> None:
        async with replay(tmp_path) as stream:
            async for _ in stream.subscribe("trade"):
                raise AssertionError

    with pytest.raises(Exception, match="Parquet"):
        run(read())


def test_a_connection_that_heard_nothing_is_late_in_the_replay_too(exchange: Sandbox, tmp_path: Path) -> None:
    firehose = exchange.stream.firehose(markets=1, seed=31)
    ticker = firehose.tickers[0]

    async def record() -> None:
        async with (
            exchange.client() as client,
            connect(client, max_silence=0.1) as stream,
            Recorder(stream, tmp_path) as recorder,
        ):
            await recorder.subscribe(CHANNEL, market_tickers=[ticker])
            book = await stream.orderbook(ticker)
            await asyncio.to_thread(firehose.run, 5)
            await until(lambda: "no message has come" in (book.view.stale or ""))
            await asyncio.sleep(0.1)
            await asyncio.to_thread(firehose.run, 5)
            await until(lambda: book.view.stale is None)
            await asyncio.sleep(0.1)

    async def follow() -> list[bool]:
        async with replay(tmp_path) as stream:
            book, seen = stream.orderbook(ticker), list[bool]()
            book.on_change(lambda view: seen.append("no message has come" in (view.stale or "")))
            await stream.run_forever()
            return seen

    run(record())
    seen = run(follow())
    assert any(seen)
    assert False in seen[seen.index(True) :]


def test_perpetual_futures_are_recorded_and_replayed(exchange: Sandbox, tmp_path: Path) -> None:
    firehose = exchange.perps_stream.firehose(markets=2, seed=3)
    oracle = PerpsBookOracle(exchange)

    async def record() -> None:
        async with (
            exchange.client() as client,
            connect(client, feed="perps") as stream,
            Recorder(stream, tmp_path) as recorder,
        ):
            await recorder.subscribe(CHANNEL, market_tickers=list(firehose.tickers))
            await asyncio.to_thread(firehose.run, 100)
            await until(lambda: recorder.messages >= 102)

    async def follow() -> list[bool]:
        async with replay(tmp_path, feed="perps") as stream:
            seen = list[bool]()
            books = stream.orderbooks(firehose.tickers)
            books.on_change(lambda view: seen.append(view.stale is not None or oracle.is_right(view)))
            await stream.run_forever()
            return seen

    run(record())
    oracle.close()
    seen = run(follow())
    assert len(seen) > 100
    assert all(seen)


def test_who_comes_after_a_gap_gets_no_book_of_before(recorded: Recorded) -> None:
    ticker, stale = recorded.tickers[0], list[str | None]()

    async def read() -> None:
        def join(change: StateChange) -> None:
            if change.channel == CHANNEL and change.state == "gap" and not stale:
                stale.append(stream.orderbook(ticker).view.stale)

        async with replay(recorded.folder, on_state=join) as stream:
            stream.orderbooks(recorded.tickers[1:])
            await stream.run_forever()

    run(read())
    assert stale == ["no snapshot has come yet"]


def test_who_sleeps_wakes_in_time_at_a_speed() -> None:
    async def wake() -> float:
        clock = ReplayClock(0)
        pace = Pace(clock, 10, lambda: [], lambda: True)
        await pace.advance(1)
        began = time.monotonic()

        async def sleep() -> float:
            await clock.sleep(0.5)
            assert clock.now().timestamp() == 0.500001
            return time.monotonic() - began

        sleeping = asyncio.create_task(sleep())
        await asyncio.sleep(0)
        await pace.advance(10**6)
        assert clock.now().timestamp() == 1
        return await sleeping

    assert run(wake()) >= 0.045
