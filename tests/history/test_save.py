"""History that is saved as Parquet: complete files, which go on where they stopped."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from kalshi_gen.models import Order, Trade
from kalshi_overlay import history
from kalshi_overlay.errors import ClientStateError, InvalidRequestError, KalshiServerError
from kalshi_overlay.frames import schema_of
from kalshi_overlay.history import Saved, folder
from kalshi_overlay.retries import RetryPolicy
from kalshi_sandbox.faults import Status
from tests.history.conftest import Taped
from tests.history.lists import Lists, trade

HOUR = timedelta(hours=1)
DAY = datetime(2026, 9, 30, tzinfo=UTC)


def saved_ids(to: Path) -> list[str]:
    """The trades of the files, sorted by their ids."""
    files = sorted(to.glob("trades/*.parquet"))
    return sorted(each for file in files for each in pq.read_table(file, columns=["trade_id"])[0].to_pylist())


def save(taped: Taped, until: datetime, to: Path, in_tasks: bool) -> Saved:
    """Save the trades until then, in threads or in tasks."""
    client = taped.exchange.public_client()
    rows = history.trades(client=client, since=taped.since, until=until)
    if not in_tasks:
        with client:
            return rows.save(to=to)

    async def save_in_tasks() -> Saved:
        async with client:
            return await rows.asave(to=to)

    return asyncio.run(save_in_tasks())


@pytest.mark.parametrize("in_tasks", [False, True])
def test_what_is_saved_is_not_read_again_and_what_came_since_is_added(
    taped: Taped, tmp_path: Path, in_tasks: bool
) -> None:
    taped.exchange.historical_cutoff = taped.since + 2 * HOUR
    middle = taped.since + 2.5 * HOUR
    rows = len(taped.trade_ids(until=middle))
    assert save(taped, middle, tmp_path, in_tasks) == Saved(folder=tmp_path / "trades", windows=3, rows=rows)
    assert save(taped, middle, tmp_path, in_tasks) == Saved(folder=tmp_path / "trades")
    assert save(taped, taped.until, tmp_path, in_tasks).windows == 4
    assert saved_ids(tmp_path) == taped.trade_ids()
    assert sorted(file.name for file in (tmp_path / "trades").iterdir()) == [
        "20261001T120000Z-20261001T130000Z.parquet",
        "20261001T130000Z-20261001T140000Z.parquet",
        "20261001T140000Z-20261001T143000Z.parquet",
        "20261001T143000Z-20261001T150000Z.parquet",
        "20261001T150000Z-20261001T160000Z.parquet",
        "20261001T160000Z-20261001T170000Z.parquet",
        "20261001T170000Z-20261001T180000Z.parquet",
    ]


def test_it_goes_on_where_a_failure_has_ended_it(taped: Taped, tmp_path: Path) -> None:
    taped.exchange.faults.add(Status(503), operation="GetTrades", nth=4)
    client = taped.client.with_retry_policy(RetryPolicy(retries=0))
    rows = history.trades(client=client, since=taped.since, until=taped.until, at_once=1)
    with pytest.raises(KalshiServerError):
        rows.save(to=tmp_path)
    assert saved_ids(tmp_path) == taped.trade_ids(until=taped.since + 3 * HOUR)
    assert rows.save(to=tmp_path).windows == 3
    assert saved_ids(tmp_path) == taped.trade_ids()


def test_a_file_that_can_not_be_written_is_not_there(
    taped: Taped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_disk(table: Any, file: Any, **options: Any) -> None:
        file.write(b"PAR1")
        raise OSError(28, "No space left on device")

    rows = history.trades(client=taped.client, since=taped.since, until=taped.until)
    with monkeypatch.context() as patch:
        patch.setattr(folder.pq, "write_table", fill_disk)
        with pytest.raises(OSError, match="No space left"):
            rows.save(to=tmp_path)
    assert list((tmp_path / "trades").iterdir()) == []


def test_what_a_killed_process_has_left_is_removed_and_never_read(taped: Taped, tmp_path: Path) -> None:
    left = tmp_path / "trades" / ".20261001T120000Z-20261001T130000Z.parquet.1.partial"
    left.parent.mkdir()
    left.write_bytes(b"PAR1")
    history.trades(client=taped.client, since=taped.since, until=taped.until).save(to=tmp_path)
    assert not left.exists()
    assert saved_ids(tmp_path) == taped.trade_ids()


def test_duckdb_and_polars_read_the_folder_as_one_table(taped: Taped, tmp_path: Path) -> None:
    # Hours without any trade have files without rows.
    history.trades(client=taped.client, since=taped.since - 2 * HOUR, until=taped.until).save(to=tmp_path)
    files = str(tmp_path / "trades" / "*.parquet")
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT trade_id) FROM '{files}'").fetchall() == [(600, 600)]
    frame = pl.read_parquet(files)
    assert frame.height == 600
    assert frame["created_time"].is_sorted()
    file = next((tmp_path / "trades").iterdir())
    assert pq.read_schema(file).equals(schema_of(Trade))


def test_a_folder_has_rows_of_one_kind_one_exchange_and_the_same_filters(taped: Taped, tmp_path: Path) -> None:
    span: dict[str, Any] = {"since": taped.since, "until": taped.since + HOUR}
    history.trades(client=taped.client, **span).save(to=tmp_path)
    ticker = taped.exchange.engine.markets.all()[0].ticker
    with pytest.raises(InvalidRequestError, match="give another folder") as raised:
        history.trades(client=taped.client, ticker=ticker, **span).save(to=tmp_path)
    assert raised.value.field == "to"
    with pytest.raises(InvalidRequestError, match="give another folder"):
        history.trades(client=Lists().client(), **span).save(to=tmp_path)
    history.fills(client=taped.client, ticker=ticker, **span).save(to=tmp_path)


@pytest.mark.parametrize("content", [b"no Parquet", None])
def test_a_file_of_another_program_is_refused(taped: Taped, tmp_path: Path, content: bytes | None) -> None:
    other = tmp_path / "trades" / "other.parquet"
    other.parent.mkdir()
    if content is None:
        pq.write_table(schema_of(Trade).empty_table(), other)
    else:
        other.write_bytes(content)
    with pytest.raises(InvalidRequestError, match=r"other\.parquet (can't be read|is about something else)"):
        history.trades(client=taped.client, since=taped.since).save(to=tmp_path)


def test_orders_are_one_file_that_is_read_again_each_time(taped: Taped, tmp_path: Path) -> None:
    for _ in range(2):
        saved = history.orders(client=taped.client).save(to=tmp_path)
        assert saved.windows == 1
    assert [file.name for file in saved.folder.iterdir()] == ["orders.parquet"]
    assert pq.read_schema(saved.folder / "orders.parquet").equals(schema_of(Order))
    with pytest.raises(InvalidRequestError, match="give another folder"):
        history.orders(client=taped.client, since=taped.since).save(to=tmp_path)


def test_a_window_may_end_within_a_second(tmp_path: Path) -> None:
    lists = Lists({"trades": [trade(1, "2026-09-30T00:00:00.5Z")], "cursor": ""})
    until = DAY + timedelta(milliseconds=500)
    for end, rows in ((until, 0), (until + timedelta(microseconds=1), 1), (DAY + HOUR, 0)):
        saved = history.trades(client=lists.client(), since=DAY, until=end).save(to=tmp_path)
        assert (saved.windows, saved.rows) == (1, rows)


def test_a_second_save_into_a_folder_is_refused_while_one_goes_on(taped: Taped, tmp_path: Path) -> None:
    trades = history.trades(client=taped.client, since=taped.since, until=taped.until, at_once=1)
    refused: list[str] = []

    def save_too(progress: history.Progress) -> None:
        with pytest.raises(ClientStateError, match="another save writes to it") as caught:
            trades.save(to=tmp_path)
        refused.append(str(caught.value))

    first = history.trades(
        client=taped.client, since=taped.since, until=taped.until, at_once=1, progress=save_too
    ).save(to=tmp_path)
    assert len(refused) == first.windows > 0
    assert trades.save(to=tmp_path).windows == 0


@pytest.mark.parametrize("to", ["s3://bucket/history", "file:///history"])
def test_a_url_is_refused_and_no_folder_gets_its_name(
    taped: Taped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.chdir(tmp_path)
    trades = history.trades(client=taped.exchange.public_client(), since=taped.since)
    with pytest.raises(InvalidRequestError, match=r"to: must be a folder on this machine, not '.*': save there"):
        trades.save(to=to)
    assert list(tmp_path.iterdir()) == []
