"""Read a recording: the rows of a channel from a number on, and the books as they were at a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, takewhile, zip_longest
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.recording.folder import RUNS, Folder, StoredFile
from kalshi_overlay.recording.marks import INCOMPLETE, Mark
from kalshi_overlay.recording.tables import ChannelTable, Row
from kalshi_overlay.stream.feeds import BOOKS, SNAPSHOT, Feed
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.reporting import Hearing

_ROWS: Final = 8192
_HOUR: Final = timedelta(hours=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The columns that name the market of a row.
_MARKETS: Final = ("market_ticker", "ticker")


class Recording:
    """What a folder has of a feed.

    Args:
        folder: The folder.
        feed: The feed.
        since: The first moment whose rows are wanted; None for all.
        until: The first moment after the last; None for all.

    Attributes:
        before: The greatest number of the rows before `since`; -1 if all rows are wanted.
        begin: When it begins, in microseconds since 1970.
        channels: The channels that were recorded.

    Raises:
        KalshiConfigError: Nothing was recorded there, or another feed; or nothing between `since` and `until`.
    """

    def __init__(
        self, folder: Folder, feed: Feed, since: datetime | None = None, until: datetime | None = None
    ) -> None:
        self._folder = folder
        self._feed = feed
        files = folder.files()
        self._files: dict[str, list[StoredFile]] = {}
        for file in files:
            if file.channel in feed.channels:
                self._files.setdefault(file.channel, []).append(file)
        runs = [file for file in files if file.channel == RUNS]
        recorded = {self._feed_of(runs[-1])} if runs else set()
        if recorded - {feed.api.name}:
            raise KalshiConfigError(
                f"{folder.name}: is a recording of the feed {', '.join(recorded)}, not {feed.api.name}"
            )
        if not self._files:
            raise KalshiConfigError(f"{folder.name}: there is no recording")
        self.channels = self._files.keys()
        # The first row of a recorder has the time at which it began for a number.
        self.before, self.begin = -1, min(files[0].first for files in self._files.values())
        self._until = None if until is None else _aware("until", until)
        if since is not None:
            moment = _aware("since", since)
            self.before, self.begin = self._last_before(moment), max(self.begin, _microseconds(moment))
        hours = [file.hour for files in self._files.values() for file in files]
        end = max(hours) + _HOUR
        if self.begin >= _microseconds(min(self._until or end, end)):
            span = f"since {since or 'the beginning'} until {until or 'the end'}"
            raise KalshiConfigError(f"{folder.name}: has nothing {span}, but hours from {min(hours)} to {end}")

    def _feed_of(self, file: StoredFile) -> str:
        with self._folder.open(file.path) as opened:
            metadata: dict[bytes, bytes] = pq.read_schema(opened).metadata or {}
        return metadata.get(b"feed", b"").decode()

    def _last_before(self, moment: datetime) -> int:
        """The greatest number of a row that was recorded before a moment; -1 if there is none."""
        return max(self._last_of(files, moment) for files in self._files.values())

    def _last_of(self, files: list[StoredFile], moment: datetime) -> int:
        for file in reversed([file for file in files if file.hour < moment]):
            with self._folder.open(file.path) as opened:
                table = pq.read_table(opened, columns=["number", "recorded_at"], partitioning=None)
            earlier = table.filter(pc.less(table["recorded_at"], moment))
            if len(earlier):
                number: int = pc.max(earlier["number"]).as_py()
                return number
        return -1

    def rows(
        self, channel: str, after: int, markets: frozenset[str] | None, fields: frozenset[str] | None
    ) -> Iterator[Row]:
        """The rows of a channel behind a number and before `until`, in their order.

        Args:
            channel: The channel.
            after: The number.
            markets: The markets; None for all. What names no market always comes.
            fields: The fields of a message's data that are wanted; None for all.
        """
        table = ChannelTable(self._feed, channel)
        named = None if markets is None else pa.array(sorted(markets), pa.string())
        rows = chain.from_iterable(
            table.rows(_filtered(batch, pc.greater(batch["number"], after), named), fields)
            for file in self._behind(channel, after)
            for batch in self._batches(file, table.columns_of(fields))
        )
        if self._until is None:
            return rows
        # It ends with the first row that is too late, so nothing is missing where the machine's clock was set back.
        end = _microseconds(self._until)
        return takewhile(lambda row: row[1] < end, rows)

    def _behind(self, channel: str, after: int) -> Iterator[StoredFile]:
        """The files of a channel that may have rows behind a number and before `until`."""
        files = [file for file in self._files.get(channel, []) if self._until is None or file.hour < self._until]
        for file, following in zip_longest(files, files[1:]):
            if following is None or following.first > after + 1:
                yield file

    def _batches(self, file: StoredFile, columns: frozenset[str]) -> Iterator[pa.RecordBatch]:
        with self._folder.open(file.path) as opened:
            content = opened.read()
        stored = pq.ParquetFile(pa.BufferReader(content))
        known = [name for name in stored.schema_arrow.names if name in columns]
        yield from stored.iter_batches(batch_size=_ROWS, columns=known)

    def recent_markets(self) -> list[str]:
        """The markets whose books were recorded before `since`, in that hour or the one before it.

        At the beginning of each hour, the recorder asks for the snapshots of all.
        """
        found = set[str]()
        for file in self._files.get(BOOKS, []):
            if file.first <= self.before and _microseconds(file.hour + 2 * _HOUR) > self.begin:
                for batch in self._batches(file, frozenset({"market_ticker"})):
                    found.update(pc.unique(batch["market_ticker"].drop_null()).to_pylist())
        return sorted(found)

    def snapshots(self, tickers: Iterable[str], at: int) -> list[Any]:
        """Snapshots of the books of some markets as they were at a number, of those that were right then."""
        rows, missing = list[Row](), set(tickers)
        table, named = ChannelTable(self._feed, BOOKS), pa.array(sorted(set(tickers)), pa.string())
        files = [file for file in self._files.get(BOOKS, []) if file.first <= at]
        for file in reversed(files):
            # The recorder asks for all snapshots each hour: what has none for so long was not recorded, or was stale.
            if not missing or file.hour + 2 * _HOUR < files[-1].hour:
                break
            earlier = list[Row]()
            for batch in self._batches(file, table.columns_of(None)):
                earlier += table.rows(_filtered(batch, pc.less_equal(batch["number"], at), named))
            rows[:0] = earlier
            missing -= {row[2].msg.market_ticker for row in earlier if _is_snapshot(row)}
        return [made for ticker in tickers if (made := self._snapshot(ticker, rows)) is not None]

    def _snapshot(self, ticker: str, rows: Iterable[Row]) -> Any:
        book, last = MergedBook(ticker, self._feed.book, {0: Hearing()}), None
        for row in rows:
            item = row[2]
            if type(item) is Mark:
                if item.kind in INCOMPLETE and item.market_ticker in (None, ticker):
                    book.on_gap(0, item.reason)
            elif item.msg.market_ticker == ticker:
                if _is_snapshot(row):
                    last = item
                    book.snapshot(0, item.msg)
                else:
                    book.delta(0, item.msg)
        if last is None or not book.is_right(0):
            return None
        sides = {field: list(book.served.sides[side].levels.items()) for side, field in self._feed.book.sides.items()}
        clock = {"clock": book.served.clock} if book.served.clock is not None else {}
        return msgspec.structs.replace(last, msg=msgspec.structs.replace(last.msg, **sides, **clock))


def _aware(name: str, moment: Any) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise KalshiConfigError(
            f"{name}: {moment!r} is no datetime with a time zone; write datetime(2026, 11, 28, tzinfo=UTC)"
        )
    return moment.astimezone(UTC)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _is_snapshot(row: Row) -> bool:
    return type(row[2]) is not Mark and row[2].type == SNAPSHOT


def _filtered(batch: pa.RecordBatch, condition: Any, markets: pa.Array | None) -> pa.RecordBatch:
    """The rows of a batch for which a condition holds, and which are about some markets or about none."""
    column = next((batch[name] for name in _MARKETS[::-1] if name in batch.schema.names), None)
    if markets is not None and column is not None:
        named = pc.or_(pc.is_null(column), pc.is_in(column, markets))
        condition = pc.and_(condition, named)
    return batch if pc.all(condition).as_py() else batch.filter(condition)
