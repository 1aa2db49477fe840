"""Record the stream: each message and each gap becomes a row of a Parquet file within seconds."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field

from kalshi_gen.runtime.stream import given_parameters
from kalshi_overlay.errors import KalshiConfigError, KalshiStreamError
from kalshi_overlay.recording.files import GrowingFile, parquet
from kalshi_overlay.recording.folder import RUNS, Folder, StoredFile, path_of
from kalshi_overlay.recording.marks import Mark
from kalshi_overlay.recording.tables import COMMON, MOMENT, ChannelTable, Row
from kalshi_overlay.stream.connection import ReconnectingConnection
from kalshi_overlay.stream.feeds import BOOKS
from kalshi_overlay.stream.queues import MessageQueue
from kalshi_overlay.stream.readers import Demand, Names
from kalshi_overlay.stream.stream import BaseStream
from kalshi_overlay.stream.subscription import Inbox, Subscription

_log = logging.getLogger("kalshi")

# So many messages become columns at a time: it takes 2 ms, for which the event loop does nothing else.
_ROWS: Final = 512
_HOUR: Final = 3_600_000_000
_RUN_SCHEMA: Final = COMMON.append(pa.field("written_until", MOMENT))


class Recorder:
    """Writes what a stream says to a folder of Parquet files, one table for each channel.

    Use it in an `async with` block within that of the stream. The end of the block writes what is left.

    Args:
        stream: The stream.
        to: The folder, or a URL that fsspec knows, such as `s3://bucket/data`. What is recorded there already stays.
            Only one recorder may write to a folder at a time, and a folder holds one feed.
        lose_at_most: Seconds of messages that are lost if the process is killed. The next recorder of the folder marks
            the loss with a row.
        buffer_size: The most bytes of messages that wait in memory while the folder can't be written, for example
            because the disk is full. What comes beyond them is dropped, and a row says how much.

    Attributes:
        messages: How many messages it has recorded.
        dropped: How many it has dropped.
        written_until: Up to when all that came is in the files; None before anything was written.
        problem: Why the folder can't be written now, in words; None if it can be.
    """

    def __init__(
        self,
        stream: BaseStream[Any],
        to: str | PathLike[str],
        *,
        lose_at_most: float = 5.0,
        buffer_size: int = 256 << 20,
    ) -> None:
        for name, value in (("lose_at_most", lose_at_most), ("buffer_size", buffer_size)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
                raise KalshiConfigError(f"{name}: must be a number above 0, not {value!r}")
        self.messages = self.dropped = 0
        self.written_until: datetime | None = None
        self.problem: str | None = None
        # The bytes that wait in memory.
        self.unwritten = 0
        self._stream = stream
        self._folder = Folder(to)
        self._lose_at_most = lose_at_most
        self._buffer_size = buffer_size
        self._channels: dict[str, _Channel] = {}
        self._inboxes: dict[str, _RecordingInbox] = {}
        self._number_of_run = 0
        self._began_at = 0
        self._next_number = itertools.count().__next__
        self._turn = asyncio.Lock()
        self._is_ending = asyncio.Event()
        self._flushing: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        problem = f", can't be written: {self.problem}" if self.problem else ""
        return f"<Recorder {self._folder.name}, {self.messages} messages, {self.dropped} dropped{problem}>"

    async def __aenter__(self) -> Self:
        """Begin to record.

        Raises:
            KalshiConfigError: The folder can't be written, or another recorder writes to it, or it has another feed.
        """
        await asyncio.to_thread(self._begin)
        self._flushing = asyncio.create_task(self._flush_again_and_again())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End all subscriptions, and write what is left.

        Raises:
            OSError: What is left can't be written; the storage of a URL may raise others.
        """
        flushing, self._flushing = self._flushing, None
        if flushing is None:
            return
        # It goes on if this is canceled: its thread would go on to write.
        await asyncio.shield(asyncio.create_task(self._end(flushing, error)))

    async def _end(self, flushing: asyncio.Task[None], error: BaseException | None) -> None:
        """End all subscriptions, write what is left, and let go of the folder."""
        self._is_ending.set()
        try:
            await flushing
            for inbox in self._inboxes.values():
                inbox.connection.leave(inbox.reader)
            await self._write_the_rest()
        except Exception:
            _log.exception("the end of the recording in %s could not be written", self._folder.name)
            if error is None:
                raise
        finally:
            self._folder.close()

    def subscribe(self, channel: str, **parameters: Any) -> Subscription[Any]:
        """Record a channel.

        Args:
            channel: The channel.
            **parameters: Its parameters, such as `market_tickers`, as `Stream.subscribe` takes them. Prices of order
                books are those of yes.

        Returns:
            The subscription. `await` it to wait for the exchange's confirmation, `update` it to record other markets,
            `unsubscribe` to record no more. It gives no messages to read.

        Raises:
            InvalidRequestError: There is no such channel, it has no such parameter, or it needs one that is missing.
            KalshiConfigError: The channel is recorded already.
            KalshiStreamError: The recorder does not run.
        """
        if self._flushing is None:
            raise KalshiStreamError("the recorder does not run; use it in an `async with` block")
        before = self._inboxes.get(channel)
        if before is not None and not before.has_ended:
            raise KalshiConfigError(f"{channel}: is recorded already; change its subscription by `update`")
        channels = self._stream.feed.channels
        given = given_parameters(channels, channel, parameters)
        if channel == BOOKS and "use_yes_price" in channels[channel].takes:
            # As the books of a stream have it, so that both share a subscription.
            given["use_yes_price"] = True

        def new_inbox(connection: ReconnectingConnection, demand: Demand) -> Inbox:
            inbox = _RecordingInbox(self, self._channel(channel), connection, demand)
            self._inboxes[channel] = inbox
            return inbox

        return self._stream.subscription(channel, given, new_inbox)

    async def flush(self) -> None:
        """Write all that has come so far, if that is possible; `problem` says why it is not."""
        # Its thread goes on to write if this is cancelled.
        await asyncio.shield(asyncio.create_task(self._flush_and_report()))

    async def _flush_and_report(self) -> None:
        async with self._turn:
            error = await self._flush("running")
        if error is None:
            if self.problem is not None:
                _log.warning("the recording in %s is written again", self._folder.name)
            self.problem = None
        else:
            if self.problem is None:
                _log.error("the recording in %s can't be written, and waits in memory: %s", self._folder.name, error)
            self.problem = f"{type(error).__name__}: {error}"

    # Rows

    def record(self, channel: _Channel, item: Any, at: float | None = None) -> None:
        """Take a message or a mark."""
        microseconds = int((time.time() if at is None else at) * 1e6)
        if type(item) is not Mark:
            if self.unwritten >= self._buffer_size:
                if not channel.dropped:
                    # In a replay, books are stale from here on.
                    self.record(channel, Mark("gap", "the folder can't be written, and messages are dropped"), at)
                channel.drop(microseconds)
                self.dropped += 1
                return
            self.messages += 1
            if channel.dropped:
                self.end_drop(channel)
        channel.rows.append((self._next_number(), microseconds, item, channel.name))
        if len(channel.rows) >= _ROWS:
            self._convert(channel)

    def end_drop(self, channel: _Channel) -> None:
        """Say what was dropped, and ask for the snapshots of books, whose changes are missing."""
        reason = f"the folder could not be written, and {self._buffer_size:,} bytes waited already"
        mark = Mark("dropped", reason, since=_moment(channel.dropped_since), dropped=channel.dropped)
        channel.dropped = 0
        self.record(channel, mark)
        self._want_snapshots(channel)

    def _want_snapshots(self, channel: _Channel) -> None:
        inbox = self._inboxes.get(channel.name)
        if channel.name == BOOKS and inbox is not None:
            inbox.connection.want_snapshots(inbox.reader, inbox.reader.demand.names)

    def _channel(self, name: str) -> _Channel:
        if name not in self._channels:
            self._channels[name] = _Channel(
                name, ChannelTable(self._stream.feed, name), GrowingFile(self._folder, name)
            )
        return self._channels[name]

    def _convert(self, channel: _Channel) -> None:
        """Make columns of rows: they need a tenth of the memory."""
        rows, channel.rows = channel.rows, []
        for _, of_an_hour in itertools.groupby(rows, lambda row: row[1] // _HOUR):
            those = list(of_an_hour)
            try:
                batch = channel.table.batch(those)
            except Exception:
                batch = channel.table.batch([self._fitting(channel, row) for row in those])
            channel.batches.append(batch)
            self.unwritten += batch.nbytes

    def _fitting(self, channel: _Channel, row: Row) -> Row:
        """A row, or a mark in its place if it doesn't fit the columns."""
        try:
            channel.table.batch([row])
        except Exception as error:
            number, at, message, name = row
            self.dropped += 1
            _log.error("a %s does not fit its columns, and is dropped: %s", message.type, error)
            self._want_snapshots(channel)
            return number, at, Mark("dropped", f"{message.type} does not fit the columns: {error}", dropped=1), name
        return row

    # Files

    def _begin(self) -> None:
        """Look at what was recorded before, and mark what the last recorder has lost."""
        self._folder.open_to_write()
        try:
            self._continue()
        except BaseException as error:
            self._folder.close()
            if isinstance(error, OSError | pa.ArrowException):
                raise KalshiConfigError(f"{self._folder.name}: what was recorded can't be read ({error})") from None
            raise

    def _continue(self) -> None:
        newest = {file.channel: file for file in self._folder.files()}
        last = {channel: self._last_row(file) for channel, file in newest.items() if channel != RUNS}
        self._began_at = time.time_ns() // 1000
        self._number_of_run = max([self._began_at, *(number + 1 for number, _ in last.values())])
        self._next_number = itertools.count(self._number_of_run).__next__
        if RUNS not in newest:
            return
        with self._folder.open(newest[RUNS].path) as file:
            run = pq.read_table(file, partitioning=None)
        feed = (run.schema.metadata or {}).get(b"feed", b"").decode()
        if feed != self._stream.feed.api.name:
            raise KalshiConfigError(f"{self._folder.name}: is a recording of the feed {feed}; take another folder")
        if run["mark"][0].as_py() == "stopped":
            return
        written_until = run["written_until"][0].value
        for channel, (number, at) in last.items():
            if number >= newest[RUNS].first and channel in self._stream.feed.channels:
                since = _moment(max(written_until, at))
                mark = Mark("crash", "the recorder was not closed", since=since)
                # In a replay, books are stale from then on.
                self.record(self._channel(channel), mark, since.timestamp())

    def _last_row(self, file: StoredFile) -> tuple[int, int]:
        """The number and the time of the last row of a file."""
        with self._folder.open(file.path) as opened:
            table = pq.read_table(opened, columns=["number", "recorded_at"], partitioning=None)
        return table["number"][-1].as_py(), table["recorded_at"][-1].value

    async def _flush_again_and_again(self) -> None:
        hour = time.time() * 1e6 // _HOUR
        while not self._is_ending.is_set():
            began = time.monotonic()
            await self._flush_and_report()
            if (seconds := time.monotonic() - began) > self._lose_at_most / 2 and self.problem is None:
                _log.warning("writing the recording takes %.1f s, so a crash may lose more than is set", seconds)
            if (now := time.time() * 1e6 // _HOUR) != hour:
                hour = now
                # So that the rows of an hour can be read without those before.
                for channel in self._channels.values():
                    self._want_snapshots(channel)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, self._lose_at_most / 2 - seconds)):
                    await self._is_ending.wait()

    async def _flush(self, state: str) -> Exception | None:
        """Write all that has come, then that it is written; returns what went wrong."""
        until = time.time_ns() // 1000
        waiting = dict[str, list[pa.RecordBatch]]()
        sizes = dict[str, int]()
        try:
            for channel in self._channels.values():
                self._convert(channel)
                waiting[channel.name], channel.batches = channel.batches, []
                sizes[channel.name] = _size_of(waiting[channel.name])
            return await asyncio.to_thread(self._write, waiting, until, state)
        except Exception as error:
            return error
        finally:
            for name, batches in waiting.items():
                self.unwritten -= sizes[name] - _size_of(batches)
                self._channels[name].batches[:0] = batches

    def _write(self, waiting: dict[str, list[pa.RecordBatch]], until: int, state: str) -> Exception | None:
        problem: Exception | None = None
        for name, batches in waiting.items():
            try:
                self._channels[name].file.write(batches)
            except Exception as error:
                problem = error
        if problem is not None:
            return problem
        try:
            self._folder.write(path_of(RUNS, self._number_of_run, self._began_at), self._run(until, state))
        except Exception as error:
            return error
        self.written_until = _moment(until)
        return None

    def _run(self, until: int, state: str) -> Any:
        """The file that says when this recorder has run."""
        row = {
            "number": self._number_of_run,
            "recorded_at": _moment(self._began_at),
            "mark": state,
            "written_until": _moment(until),
        }
        metadata = {"feed": self._stream.feed.api.name, "channel": RUNS}
        return parquet(pa.Table.from_pylist([row], _RUN_SCHEMA.with_metadata(metadata)))

    async def _write_the_rest(self) -> None:
        for channel in self._channels.values():
            if channel.dropped:
                self.end_drop(channel)
        end = time.monotonic() + self._lose_at_most
        async with self._turn:
            while (error := await self._flush("stopped")) is not None:
                if time.monotonic() > end:
                    raise error
                await asyncio.sleep(min(0.5, self._lose_at_most / 10))


@define(eq=False)
class _Channel:
    """What has come of a channel, and is not written yet.

    Attributes:
        name: The channel.
        table: Its table.
        file: Its newest file.
        rows: The newest rows.
        batches: Those before, as columns.
        dropped: How many messages were dropped since the last one that was not.
        dropped_since: When the first of these came, in microseconds since 1970.
    """

    name: str
    table: ChannelTable
    file: GrowingFile
    rows: list[Row] = field(factory=list)
    batches: list[pa.RecordBatch] = field(factory=list)
    dropped: int = 0
    dropped_since: int = 0

    def drop(self, microseconds: int) -> None:
        """Leave out a message."""
        self.dropped_since = self.dropped_since if self.dropped else microseconds
        self.dropped += 1


class _RecordingInbox(Inbox):
    """Gives what comes to a recorder."""

    def __init__(
        self, recorder: Recorder, channel: _Channel, connection: ReconnectingConnection, demand: Demand
    ) -> None:
        self._recorder = recorder
        self._channel = channel
        super().__init__(connection, demand, MessageQueue(1), recorder._stream.counters)

    def receive(self, message: Any) -> None:
        """Record a message."""
        if not self.has_ended:
            self._recorder.record(self._channel, message, self.connection.hearing.at)

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Record a gap."""
        super().on_gap(reason, ticker)
        self._mark("gap", reason, ticker)

    def on_refused(self, names: Names, error: Exception) -> None:
        """Record that some markets are refused."""
        for name in names:
            self._mark("refused", str(error), str(name))

    def on_hearing(self) -> None:
        """Record that the connection hears too late, or in time again."""
        problem = self.connection.hearing.problem()
        self._mark("heard" if problem is None else "late", problem or "")

    def on_subscribed(self) -> None:
        """Record that the subscription is confirmed."""
        super().on_subscribed()
        self._mark("subscribed", "")

    def on_end(self, error: Exception | None) -> None:
        """Record that the subscription has ended."""
        if not self.has_ended:
            stopped = self._recorder._flushing is None
            self._mark("stopped" if stopped else "ended", "" if error is None else str(error))
        super().on_end(error)

    def _mark(self, kind: str, reason: str, ticker: str | None = None) -> None:
        self._recorder.record(self._channel, Mark(kind, reason, ticker))


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1e6, UTC)


def _size_of(batches: list[pa.RecordBatch]) -> int:
    return sum(batch.nbytes for batch in batches)
