"""A backtest: a recording is the market of a sandbox, and its time is the sandbox's."""

from __future__ import annotations

import heapq
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, takewhile
from typing import Any, Final

from kalshi_overlay.recording.folder import Folder
from kalshi_overlay.recording.marks import Mark
from kalshi_overlay.recording.reading import Recording
from kalshi_overlay.recording.tables import Row
from kalshi_overlay.stream.feeds import API_FEED, BOOKS

from .clocks import SimulationClock
from .engine import Exchange
from .engine.clock import EPOCH
from .market_sources import Backtest
from .recorded_market import CHANNELS, LIFECYCLE, Gap, RecordedMarket

_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
# Seconds between two steps of a clock that runs by itself.
_STEP: Final = 0.01


class Rows:
    """The rows of a recording, in their order.

    Args:
        backtest: What is replayed.

    Attributes:
        begin: When the first row was recorded.
        next: The next row; None at the end.
        channels: The channels that are read, and were recorded.

    Raises:
        KalshiConfigError: Nothing was recorded there, or not at that time, or another feed.
        ValueError: No order books were recorded, or not those of the markets.
    """

    def __init__(self, backtest: Backtest) -> None:
        recording = Recording(Folder(backtest.folder), API_FEED, backtest.since, backtest.until)
        self.channels = [channel for channel in CHANNELS if channel in recording.channels]
        if BOOKS not in self.channels:
            raise ValueError(f"replay: {os.fspath(backtest.folder)} has no order books; record {BOOKS}")
        self._before = recording.before
        rows = [recording.rows(channel, self._before, backtest.markets, None) for channel in self.channels]
        self._rows: Iterator[Row] = heapq.merge(*rows)
        if self._before >= 0:
            self._rows = chain(_beginning(recording, backtest.markets), self._rows)
        first = next(self._rows, None)
        if first is None:
            raise ValueError(f"replay: {os.fspath(backtest.folder)} has nothing of these markets")
        self.next: Row | None = first
        self.begin = _moment(first)

    @property
    def is_beginning(self) -> bool:
        """Whether the next row only says how a market is when it begins: up to the first change of a book."""
        if self.next is None:
            return False
        return self.next[0] == self._before if self._before >= 0 else not _is_change(self.next)

    def take(self) -> Row | None:
        """Go on to the next row; returns the one before."""
        row, self.next = self.next, next(self._rows, None)
        return row


class Replayed:
    """What a sandbox replays, as `exchange.backtest`.

    Args:
        exchange: The exchange.
        rows: The recording.
        clock: The sandbox's clock.
        drain: Waits until the stream has sent all.
        speed: Seconds of the recording in a second; None for a clock that is moved from outside.
    """

    def __init__(
        self,
        exchange: Exchange,
        rows: Rows,
        clock: SimulationClock,
        drain: Callable[[], None],
        speed: float | None,
    ) -> None:
        self._market = RecordedMarket(exchange)
        self._rows = rows
        self._clock = clock
        self._drain = drain
        self._speed = speed
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        clock.simulation = self

    @property
    def has_ended(self) -> bool:
        """Whether the recording has ended."""
        return self._rows.next is None

    @property
    def gaps(self) -> list[Gap]:
        """When markets did not trade, since messages are missing."""
        return list(self._market.gaps)

    def steps(self, seconds: float) -> Iterator[datetime]:
        """Move the clock on by so many seconds again and again, until the recording has ended.

        After each step, everything was sent to those who read the stream. So a bot that acts once in each turn of your
        loop always sees the same.

        Args:
            seconds: Seconds of the recording.

        Returns:
            The exchange's time after each step.

        Raises:
            ValueError: `seconds` is not above 0.
        """
        if seconds <= 0:
            raise ValueError(f"seconds: {seconds} would never get to the end; give a number above 0")
        while not self.has_ended:
            self._clock.advance(seconds)
            self._drain()
            yield self._clock.now()

    # What follows is for the sandbox and its clock.

    @property
    def next_turn(self) -> datetime:
        """When the next row was recorded."""
        row = self._rows.next
        return _NEVER if row is None else _moment(row)

    def act(self) -> None:
        """Take the next row."""
        row = self._rows.take()
        assert row is not None
        self._market.take(row[3], row[2])

    def start(self) -> None:
        """Replay how the markets begin, and begin to run if there is a speed."""
        self._market.begin()
        while self._rows.is_beginning:
            self._clock.advance(max(self.next_turn - self._clock.now(), timedelta()))
        if self._speed is not None:
            self._thread = threading.Thread(target=self._run, args=[self._speed], name="kalshi-backtest", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._clock.simulation = None

    def _run(self, speed: float) -> None:
        began, first = time.monotonic(), self._clock.now()
        while not self.has_ended and not self._stopping.wait(_STEP):
            due = first + timedelta(seconds=(time.monotonic() - began) * speed)
            self._clock.advance(max(due - self._clock.now(), timedelta()))


def _beginning(recording: Recording, markets: frozenset[str] | None) -> Iterator[Row]:
    """What makes markets and books as they were when a recording begins, which it does not with its first row."""
    number, at = recording.before, recording.begin
    recent = recording.recent_markets()
    books = recording.snapshots([each for each in recent if markets is None or each in markets], number)
    trading = {book.msg.market_ticker for book in books}
    steps = [
        row[2]
        for row in takewhile(lambda row: row[0] <= number, recording.rows(LIFECYCLE, -1, markets, None))
        # The channel has messages of events, too.
        if type(row[2]) is not Mark and row[2].type == LIFECYCLE
    ]
    created = [step for step in steps if step.msg.event_type == "created"]
    later = [step for step in steps if step.msg.event_type != "created" and step.msg.market_ticker in trading]
    for channel, items in ((LIFECYCLE, created), (BOOKS, books), (LIFECYCLE, later)):
        yield from ((number, at, item, channel) for item in items)


def _is_change(row: Row) -> bool:
    item: Any = row[2]
    return type(item) is not Mark and item.type == BOOKS


def _moment(row: Row) -> datetime:
    return EPOCH + row[1] * _MICROSECOND
