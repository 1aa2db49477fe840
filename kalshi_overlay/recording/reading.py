"""Read a recording: the rows of a channel from a number on, and the books as they were at a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
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
# In so many hours each book that is recorded has a snapshot.
_HOURS: Final = 2
# The columns that name the market of a row.
_MARKETS: Final = ("market_ticker", "ticker")


class Recording:
    """What a folder has of a feed.

    Args:
        folder: The folder.
        feed: The feed.

    Raises:
        KalshiConfigError: Nothing was recorded there, or another feed.
    """

    def __init__(self, folder: Folder, feed: Feed) -> None:
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
        self.first = min(files[0].first for files in self._files.values())
        """The least number that a row has."""
        self.channels = self._files.keys()
        """The channels that were recorded."""

    def _feed_of(self, file: StoredFile) -> str:
        with self._folder.open(file.path) as opened:
            metadata: dict[bytes, bytes] = pq.read_schema(opened).metadata or {}
        return metadata.get(b"feed", b"").decode()

    def rows(
        self, channel: str, after: int, markets: frozenset[str] | None, fields: frozenset[str] | None
    ) -> Iterator[Row]:
        """The rows of a channel behind a number, in their order.

        Args:
            channel: The channel.
            after: The number.
            markets: The markets; None for all. What names no market always comes.
            fields: The fields of a message's data that are wanted; None for all.
        """
        table = ChannelTable(self._feed, channel)
        named = None if markets is None else pa.array(sorted(markets), pa.string())
        return chain.from_iterable(
            table.rows(_filtered(batch, pc.greater(batch["number"], after), named), fields)
            for file in self._behind(channel, after)
            for batch in self._batches(file, table.columns_of(fields))
        )

    def _behind(self, channel: str, after: int) -> Iterator[StoredFile]:
        """The files of a channel that may have rows behind a number."""
        files = self._files.get(channel, [])
        for file, following in zip(files, [*files[1:], None], strict=True):
            if following is None or following.first > after + 1:
                yield file

    def _batches(self, file: StoredFile, columns: frozenset[str]) -> Iterator[pa.RecordBatch]:
        with self._folder.open(file.path) as opened:
            content = opened.read()
        stored = pq.ParquetFile(pa.BufferReader(content))
        known = [name for name in stored.schema_arrow.names if name in columns]
        yield from stored.iter_batches(batch_size=_ROWS, columns=known)

    def snapshots(self, tickers: Iterable[str], at: int) -> list[Any]:
        """Snapshots of the books of some markets as they were at a number, of those that were right then.

        A recorder asks for snapshots at the beginning of each hour. So a book that has none in the newest hour, nor in
        the one before, is unknown, and no earlier file is read.
        """
        rows, missing, hours = list[Row](), dict.fromkeys(tickers), set[str]()
        books = {ticker: MergedBook(ticker, self._feed.book, {0: Hearing()}) for ticker in missing}
        table = ChannelTable(self._feed, BOOKS)
        for file in reversed(self._files.get(BOOKS, [])):
            if file.first > at:
                continue
            hours.add(file.path.rpartition("/")[0])
            if not missing or len(hours) > _HOURS:
                break
            earlier, named = list[Row](), pa.array(missing, pa.string())
            for batch in self._batches(file, table.columns_of(None)):
                earlier += table.rows(_filtered(batch, pc.less_equal(batch["number"], at), named))
            rows[:0] = earlier
            for row in earlier:
                if _is_snapshot(row):
                    missing.pop(row[2].msg.market_ticker, None)
        last = dict[str, Any]()
        for row in rows:
            item = row[2]
            if type(item) is Mark:
                if item.kind in INCOMPLETE:
                    for ticker in books if item.market_ticker is None else books.keys() & {item.market_ticker}:
                        books[ticker].on_gap(0, item.reason)
            elif _is_snapshot(row):
                last[item.msg.market_ticker] = item
                books[item.msg.market_ticker].snapshot(0, item.msg)
            else:
                books[item.msg.market_ticker].delta(0, item.msg)
        return [self._snapshot(last[ticker], book) for ticker, book in books.items() if book.is_right(0)]

    def _snapshot(self, last: Any, book: MergedBook) -> Any:
        sides = {field: list(book.served.sides[side].levels.items()) for side, field in self._feed.book.sides.items()}
        clock = {"clock": book.served.clock} if book.served.clock is not None else {}
        return msgspec.structs.replace(last, msg=msgspec.structs.replace(last.msg, **sides, **clock))


def _is_snapshot(row: Row) -> bool:
    return type(row[2]) is not Mark and row[2].type == SNAPSHOT


def _filtered(batch: pa.RecordBatch, condition: Any, markets: pa.Array | None) -> pa.RecordBatch:
    """The rows of a batch for which a condition holds, and which are about some markets or about none."""
    column = next((batch[name] for name in _MARKETS[::-1] if name in batch.schema.names), None)
    if markets is not None and column is not None:
        named = pc.or_(pc.is_null(column), pc.is_in(column, markets))
        condition = pc.and_(condition, named)
    return batch if pc.all(condition).as_py() else batch.filter(condition)
