"""What a recorder writes, also when it is interrupted or can't write."""

from __future__ import annotations

import asyncio
import errno
import itertools
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import fsspec
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.models import Trade
from kalshi_overlay.errors import KalshiConfigError, KalshiStreamError
from kalshi_overlay.recording import Recorder, files, replay
from kalshi_overlay.recording.files import GrowingFile
from kalshi_overlay.recording.folder import Folder
from kalshi_overlay.recording.tables import ChannelTable
from kalshi_overlay.stream import connect
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_sandbox import Sandbox
from tests.recording.conftest import CHANGES, Recorded
from tests.recording.writer import CHANNEL
from tests.stream.examples import TICKER, message
from tests.stream.running import run, until
from tests.stream.trades import publish

FULL = OSError(errno.ENOSPC, "No space left on device")


@asynccontextmanager
async def recording(exchange: Sandbox, folder: Any, **options: Any) -> AsyncIterator[Recorder]:
    async with (
        exchange.client() as client,
        connect(client) as stream,
        Recorder(stream, folder, **{"lose_at_most": 60, **options}) as recorder,
    ):
        yield recorder


def rows(folder: Path, columns: str = "*", where: str = "true") -> list[Any]:
    return duckdb.sql(
        f"select {columns} from read_parquet('{folder}/**/*.parquet', union_by_name=true) "
        f"where channel <> 'recorder' and {where} order by number"
    ).fetchall()


def marks(folder: Path) -> list[str]:
    return [mark for (mark,) in rows(folder, "mark", "mark is not null")]


def trades(folder: Path) -> list[int]:
    return [int(count * 100) for (count,) in rows(folder, "count_fp", "type = 'trade'")]


def test_duckdb_and_polars_read_the_folder_as_one_table(recorded: Recorded) -> None:
    found = Counter({tuple(each[:2]): each[2] for each in rows_by_kind(recorded.folder)})
    assert found[CHANNEL, "orderbook_delta"] >= 2 * CHANGES
    assert found[CHANNEL, "orderbook_snapshot"] >= 2 * len(recorded.tickers)
    assert found[CHANNEL, None] == found["ticker", None] == found["trade", None] == 4
    read = {"hive_partitioning": True, "missing_columns": "insert", "extra_columns": "ignore"}
    for source in (f"{recorded.folder}/", f"{recorded.folder}/**/*.parquet"):
        lazy = pl.scan_parquet(source, **read).filter(pl.col("channel") != "recorder")  # type: ignore[arg-type]
        assert lazy.select(pl.len()).collect().item() == found.total()
    books = pl.scan_parquet(f"{recorded.folder}/channel={CHANNEL}/").collect()
    assert books.schema["price_dollars"] == pl.Decimal(28, 12)
    assert books.schema["recorded_at"] == pl.Datetime("us", "UTC")
    assert books["number"].is_unique().all()


def rows_by_kind(folder: Path) -> list[Any]:
    return duckdb.sql(
        f"select channel, type, count(*) from read_parquet('{folder}/**/*.parquet', union_by_name=true) "
        "where channel <> 'recorder' group by all"
    ).fetchall()


def test_a_lost_connection_is_a_row_of_every_channel(recorded: Recorded) -> None:
    for channel in (CHANNEL, "ticker", "trade", "market_lifecycle_v2"):
        found = rows(recorded.folder, "mark, reason", f"mark is not null and channel = '{channel}'")
        assert [mark for mark, _ in found] == ["subscribed", "gap", "subscribed", "stopped"]
        assert found[1][1] == "the connection was lost"


def test_nothing_but_parquet_is_in_the_folder_or_left_beside_it(recorded: Recorded) -> None:
    assert {path.suffix for path in recorded.folder.rglob("*") if path.is_file()} == {".parquet"}
    assert list(recorded.folder.parent.iterdir()) == [recorded.folder]


def test_a_recorder_goes_on_behind_what_was_recorded(exchange: Sandbox, tmp_path: Path) -> None:
    async def record(first: int) -> None:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("trade")
            await publish(exchange, 3, first=first)
            await until(lambda: recorder.messages == 3)

    run(record(1))
    run(record(4))
    assert trades(tmp_path) == [1, 2, 3, 4, 5, 6]
    assert marks(tmp_path) == ["subscribed", "stopped"] * 2


def test_a_recorder_that_was_not_closed_is_marked_by_the_next_one(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash() -> float:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("trade")
            await publish(exchange, 2)
            await until(lambda: recorder.messages == 2)
            await recorder.flush()
            await publish(exchange, 3, first=3)
            await until(lambda: recorder.messages == 5)
            assert recorder.written_until is not None
            # As if it were killed here.
            monkeypatch.setattr(recorder, "_write_the_rest", lambda: asyncio.sleep(0))
            return recorder.written_until.timestamp()

    written_until = run(crash())
    assert trades(tmp_path) == [1, 2]

    async def go_on() -> None:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("ticker")

    run(go_on())
    run(go_on())
    found = rows(tmp_path, "channel, since", "mark = 'crash'")
    assert [channel for channel, _ in found] == ["trade"]
    assert found[0][1].timestamp() == pytest.approx(written_until, abs=1e-6)


def test_a_full_disk_loses_nothing_while_there_is_memory(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def record() -> None:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("trade")
            with monkeypatch.context() as full:
                full.setattr(Folder, "write", raising)
                await publish(exchange, 3)
                await until(lambda: recorder.messages == 3)
                await recorder.flush()
                await recorder.flush()
                assert recorder.problem == "OSError: [Errno 28] No space left on device"
                assert repr(recorder).endswith(f" dropped, can't be written: {recorder.problem}>")
                assert recorder.unwritten > 0
            await publish(exchange, 3, first=4)
            await until(lambda: recorder.messages == 6)
            await recorder.flush()
            assert (recorder.problem, recorder.unwritten) == (None, 0)

    with caplog.at_level(logging.WARNING, "kalshi"):
        run(record())
    said = [entry.getMessage() for entry in caplog.records]
    assert said == [
        f"the recording in {tmp_path} can't be written, and waits in memory: {FULL}",
        f"the recording in {tmp_path} is written again",
    ]
    assert trades(tmp_path) == [1, 2, 3, 4, 5, 6]
    assert "dropped" not in marks(tmp_path)


def raising(*_: Any) -> None:
    raise FULL


def test_beyond_the_memory_it_drops_and_says_how_much(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firehose = exchange.stream.firehose(markets=2, seed=21)

    async def record() -> None:
        async with recording(exchange, tmp_path, buffer_size=1) as recorder:
            await recorder.subscribe(CHANNEL, market_tickers=list(firehose.tickers))
            await until(lambda: recorder.messages == 2)
            with monkeypatch.context() as full:
                full.setattr(Folder, "write", raising)
                await recorder.flush()
                await asyncio.to_thread(firehose.run, 20)
                await until(lambda: recorder.dropped >= 20)
            await recorder.flush()
            await asyncio.to_thread(firehose.run, 5)
            # A snapshot of each book comes, since its changes are missing.
            await until(lambda: len(exchange.stream.commands("update_subscription")) > 0)
            await until(lambda: recorder.messages >= 9)
            await asyncio.to_thread(firehose.run, 5)
            await until(lambda: recorder.messages >= 14)

    run(record())
    ((dropped, since, at),) = rows(tmp_path, "dropped, since, recorded_at", "mark = 'dropped'")
    assert dropped == 20
    assert since < at

    async def right_again() -> bool:
        async with replay(tmp_path) as stream:
            books, seen = stream.orderbooks(firehose.tickers), list[str | None]()
            books.on_change(lambda view: seen.append(view.stale))
            await stream.run_forever()
            return any("messages are dropped" in (stale or "") for stale in seen) and None in seen[-8:]

    assert run(right_again())


def test_the_end_that_cannot_be_written_raises(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def record() -> None:
        async with recording(exchange, tmp_path, lose_at_most=0.05) as recorder:
            await recorder.subscribe("trade")
            monkeypatch.setattr(Folder, "write", raising)

    with pytest.raises(OSError, match="No space left"):
        run(record())


def test_a_file_is_as_it_was_if_the_next_one_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path / "data")
    folder.open_to_write()
    folder.write("channel=trade/a.parquet", b"before")
    monkeypatch.setattr("os.fsync", raising)
    with pytest.raises(OSError, match="No space left"):
        folder.write("channel=trade/a.parquet", b"behind")
    assert (tmp_path / "data/channel=trade/a.parquet").read_bytes() == b"before"
    assert not list(tmp_path.rglob("*.part"))
    folder.close()


def test_what_an_interrupted_write_has_left_is_removed(tmp_path: Path) -> None:
    for root in (tmp_path / "data", tmp_path / "other"):
        left = tmp_path / f".{root.name}.unfinished" / "0.part"
        left.parent.mkdir()
        left.write_bytes(b"half")
        folder = Folder(root)
        folder.open_to_write()
        assert not left.exists()
        folder.close()


def test_a_folder_has_one_recorder_at_a_time(exchange: Sandbox, tmp_path: Path) -> None:
    async def twice() -> None:
        async with recording(exchange, tmp_path):
            with pytest.raises(KalshiConfigError, match="another recorder writes to it"):
                async with recording(exchange, tmp_path):
                    raise AssertionError
        async with recording(exchange, tmp_path):
            pass

    run(twice())


def test_what_it_cannot_do_is_said_at_once(exchange: Sandbox, tmp_path: Path) -> None:
    async def refused() -> None:
        async with exchange.client() as client, connect(client) as stream:
            for options in ({"lose_at_most": 0}, {"lose_at_most": True}, {"buffer_size": float("inf")}):
                with pytest.raises(KalshiConfigError, match="must be a number above 0"):
                    Recorder(stream, tmp_path, **options)  # type: ignore[arg-type]
            with pytest.raises(KalshiConfigError, match="nowhere://"):
                Recorder(stream, "nowhere://bucket")
            file = tmp_path / "file"
            file.touch()
            with pytest.raises(KalshiConfigError, match="can't be written"):
                await Recorder(stream, file / "data").__aenter__()
            with pytest.raises(KalshiStreamError, match="does not run"):
                Recorder(stream, tmp_path).subscribe("trade")
        async with recording(exchange, tmp_path / "data") as recorder:
            with pytest.raises(InvalidRequestError, match="not a channel"):
                recorder.subscribe("trades")
            await recorder.subscribe("trade")
            with pytest.raises(KalshiConfigError, match="recorded already"):
                recorder.subscribe("trade")
        async with exchange.client() as client, connect(client, feed="perps") as perps:
            with pytest.raises(KalshiConfigError, match="is a recording of the feed api"):
                await Recorder(perps, tmp_path / "data").__aenter__()

    run(refused())


def test_a_subscription_that_has_ended_can_be_made_again(exchange: Sandbox, tmp_path: Path) -> None:
    async def record() -> None:
        async with recording(exchange, tmp_path) as recorder:
            trades = await recorder.subscribe("trade", market_tickers=[TICKER])
            await trades.unsubscribe()
            await recorder.subscribe("trade")

    run(record())
    assert marks(tmp_path) == ["subscribed", "ended", "subscribed", "stopped"]


def test_what_does_not_fit_the_columns_is_marked_and_costs_no_other_row(exchange: Sandbox, tmp_path: Path) -> None:
    async def record() -> None:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("trade")
            channel = recorder._channels["trade"]
            for count in (1, "many", 2):
                trade = message(Trade)
                trade.msg.count_fp = count
                recorder.record(channel, trade)

    run(record())
    assert trades(tmp_path) == [100, 200]
    ((reason, dropped),) = rows(tmp_path, "reason, dropped", "mark = 'dropped'")
    assert reason.startswith("trade does not fit the columns")
    assert dropped == 1


def test_an_object_store_has_the_same_files(exchange: Sandbox) -> None:
    fsspec.filesystem("memory").store.clear()

    async def record(first: int) -> None:
        async with recording(exchange, "memory://bucket/data") as recorder:
            await recorder.subscribe("trade")
            await publish(exchange, 2, first=first)
            await until(lambda: recorder.messages == 2)
            await recorder.flush()
            await publish(exchange, 1, first=first + 2)
            await until(lambda: recorder.messages == 3)

    async def read() -> list[int]:
        async with replay("memory://bucket/data") as stream:
            return [int(trade.msg.count_fp * 100) async for trade in stream.subscribe("trade")]

    run(record(1))
    run(record(4))
    assert run(read()) == [1, 2, 3, 4, 5, 6]


def batches_of(table: ChannelTable, numbers: range, microseconds: int) -> list[pa.RecordBatch]:
    return [table.batch([(number, number * microseconds, message(Trade), "trade")]) for number in numbers]


def paths(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.parquet"))


def test_an_hour_has_files_of_its_own(tmp_path: Path) -> None:
    folder, table = Folder(tmp_path / "data"), ChannelTable(API_FEED, "trade")
    folder.open_to_write()
    file = GrowingFile(folder, "trade")
    file.write(batches_of(table, range(1, 9), 20 * 60 * 1_000_000))
    file.write(batches_of(table, range(9, 11), 20 * 60 * 1_000_000))
    folder.close()
    day = "channel=trade/date=1970-01-01"
    assert paths(tmp_path) == [f"data/{day}/hour=0{hour}/{first}.parquet" for hour, first in enumerate((1, 3, 6, 9))]
    numbers = [pq.read_table(tmp_path / path, partitioning=None)["number"].to_pylist() for path in paths(tmp_path)]
    assert numbers == [[1, 2], [3, 4, 5], [6, 7, 8], [9, 10]]


def test_a_file_grows_to_its_bound_and_each_row_is_there_once_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, table = Folder(tmp_path / "data"), ChannelTable(API_FEED, "trade")
    folder.open_to_write()
    file, wrote = GrowingFile(folder, "trade"), list[list[int]]()
    monkeypatch.setattr(files, "MOST_BYTES", 3 * batches_of(table, range(1, 2), 1)[0].nbytes)
    replaced = Path.replace

    def watched(self: Path, target: Path) -> Path:
        done = replaced(self, target)
        found = (pq.read_table(tmp_path / path, partitioning=None)["number"].to_pylist() for path in paths(tmp_path))
        wrote.append(sorted(itertools.chain(*found)))
        return done

    monkeypatch.setattr(Path, "replace", watched)
    for number in range(1, 11):
        file.write(batches_of(table, range(number, number + 1), 1))
    folder.close()
    assert wrote == [list(range(1, number + 1)) for number in range(1, 11)]
    assert 2 <= len(paths(tmp_path)) <= 5


def test_the_rows_before_one_that_cannot_be_written_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, table = Folder(tmp_path / "data"), ChannelTable(API_FEED, "trade")
    folder.open_to_write()
    file, waiting = GrowingFile(folder, "trade"), batches_of(table, range(1, 5), 20 * 60 * 1_000_000)
    write, calls = folder.write, itertools.count()
    monkeypatch.setattr(folder, "write", lambda *given: write(*given) if next(calls) == 0 else raising())
    with pytest.raises(OSError, match="No space left"):
        file.write(waiting)
    assert [batch["number"][0].as_py() for batch in waiting] == [3, 4]
    monkeypatch.undo()
    file.write(waiting)
    assert not waiting
    folder.close()


def test_numbers_grow_even_if_the_machine_s_clock_is_set_back(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def record(first: int) -> None:
        async with recording(exchange, tmp_path) as recorder:
            await recorder.subscribe("trade")
            await publish(exchange, 2, first=first)
            await until(lambda: recorder.messages == 2)

    run(record(1))
    monkeypatch.setattr(
        "kalshi_overlay.recording.recorder.time", SimpleNamespace(**vars(time) | {"time_ns": lambda: 1})
    )
    run(record(3))
    run(record(5))
    assert trades(tmp_path) == [1, 2, 3, 4, 5, 6]
