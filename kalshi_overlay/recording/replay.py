"""Replay a recording as a stream."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from decimal import Decimal
from os import PathLike
from typing import Any, Final, Literal, TypeAlias, overload

from kalshi_overlay.errors import KalshiConfigError, KalshiStreamError, KalshiStreamLostError
from kalshi_overlay.recording.folder import Folder
from kalshi_overlay.recording.marks import INCOMPLETE, MARKS, Mark
from kalshi_overlay.recording.reading import Recording
from kalshi_overlay.recording.tables import Row
from kalshi_overlay.recording.timing import Pace, ReplayClock
from kalshi_overlay.stream.connection import ConnectionPool, ReconnectingConnection, Settings
from kalshi_overlay.stream.feeds import BOOKS, Feed
from kalshi_overlay.stream.queues import MessageQueue
from kalshi_overlay.stream.readers import Names, Query, Reader
from kalshi_overlay.stream.reporting import Hearing, Hooks, OnState, guarded
from kalshi_overlay.stream.shared import SharedSubscription
from kalshi_overlay.stream.stream import PerpsStream, Stream, feed_of
from kalshi_overlay.stream.tasks import BackgroundTasks, fail

Deliver: TypeAlias = Callable[[Any], "Awaitable[None] | None"]

_SELECTION: Final = "market_tickers"
# After so many rows, others run, even if nobody reads.
_ROWS: Final = 1000


class Replay(Stream):
    """A recording that is replayed as a stream; made by `replay`.

    Attributes:
        clock: The time of the recording. Sleep on it instead of `asyncio.sleep`.
    """

    clock: ReplayClock
    _pace: Pace

    async def run_forever(self, stop: asyncio.Event | None = None) -> None:
        """Wait while callbacks and books do their work, until the recording or the stream ends; see `Stream`."""
        with self._pace.waiting():
            await super().run_forever(stop)


class PerpsReplay(PerpsStream):
    """A recording of perpetual futures that is replayed as a stream; see `Replay`."""

    clock: ReplayClock
    _pace: Pace

    async def run_forever(self, stop: asyncio.Event | None = None) -> None:
        """Wait while callbacks and books do their work, until the recording or the stream ends; see `Stream`."""
        with self._pace.waiting():
            await super().run_forever(stop)


@overload
def replay(
    folder: str | PathLike[str],
    *,
    feed: Literal["api"] = "api",
    speed: float | None = None,
    markets: Iterable[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    on_state: OnState | None = None,
) -> AbstractAsyncContextManager[Replay]: ...


@overload
def replay(
    folder: str | PathLike[str],
    *,
    feed: Literal["perps"],
    contract_sizes: Mapping[str, Decimal] = {},
    speed: float | None = None,
    markets: Iterable[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    on_state: OnState | None = None,
) -> AbstractAsyncContextManager[PerpsReplay]: ...


@contextlib.asynccontextmanager
async def replay(
    folder: str | PathLike[str],
    *,
    feed: Literal["api", "perps"] = "api",
    contract_sizes: Mapping[str, Decimal] = {},
    speed: float | None = None,
    markets: Iterable[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    on_state: OnState | None = None,
) -> AsyncIterator[Any]:
    """Replay what a `Recorder` has recorded, as the stream that it was.

    The recording goes on while somebody waits for it, and pauses while whoever has read something works with it.
    So the same recording gives the same messages, books and times, at any speed.

    Args:
        folder: The folder of the recording, or its URL.
        feed: The feed that was recorded.
        contract_sizes: See `connect`.
        speed: Seconds of the recording in a second; None for as fast as possible.
        markets: The tickers of the markets that are replayed; None for all.
        since: The first moment that is replayed, an aware datetime. Books begin as they were then; those that were
            stale are right from their next snapshot on. None for all.
        until: The first moment after the last; None for all.
        on_state: Called with each change of a connection or a subscription, and at each mark of the recording.

    Raises:
        KalshiConfigError: There is no recording of the feed, or none of that time, or an argument is not valid.

    Operation: none; nothing is sent.
    """
    is_number = isinstance(speed, (int, float)) and not isinstance(speed, bool) and 0 < speed < float("inf")
    if speed is not None and not is_number:
        raise KalshiConfigError(f"speed: must be a number above 0, or None, not {speed!r}")
    if isinstance(markets, str):
        raise KalshiConfigError("markets: must be a list of tickers; write [ticker]")
    is_perps = feed == "perps"
    carried = feed_of(feed, contract_sizes)
    recording = await asyncio.to_thread(lambda: Recording(Folder(folder), carried, since, until))
    hooks = Hooks(
        on_state=guarded(on_state or (lambda change: None)),
        on_unknown=lambda message: None,
        on_drift=lambda drift: None,
        on_corporate_action=lambda message: None,
    )
    clock, tasks = ReplayClock(recording.begin), BackgroundTasks()
    pool = _ReplayPool(carried, hooks, recording, clock, speed, None if markets is None else frozenset(markets))
    try:
        await pool.open()
        stream = (PerpsReplay if is_perps else Replay)(pool, tasks, hooks.counters)
        stream.clock, stream._pace = clock, pool.pace
        yield stream
    finally:
        await pool.close()
        await tasks.end()


class _ReplayPool(ConnectionPool):
    """Gives the rows of a recording to those who read from its connections.

    Attributes:
        recording: The recording.
        pace: When time goes on.
        number: The number of the row that was replayed last.
        has_changed: Whether somebody reads something else than when the rows were last chosen.
    """

    def __init__(
        self,
        feed: Feed,
        hooks: Hooks,
        recording: Recording,
        clock: ReplayClock,
        speed: float | None,
        markets: frozenset[str] | None,
    ) -> None:
        super().__init__(_settings(feed, hooks), 1)
        self.pace = Pace(clock, speed, self._queues, self._is_awaited)
        self.number = recording.before
        self.has_changed = True
        self.recording = recording
        self._markets = markets
        self._counters = hooks.counters
        self._replaying = asyncio.create_task(self._run())

    def begin_closing(self) -> None:
        """End the replay."""
        super().begin_closing()
        self.has_changed = True
        self._replaying.cancel()

    async def close(self) -> None:
        """End the replay, and wait until it has ended."""
        await super().close()
        await asyncio.wait({self._replaying})

    def _start(self, *, is_additional: bool) -> ReconnectingConnection:
        self._last_number += 1
        connection = _ReplayedConnection(self._last_number, self._settings, self, is_additional=is_additional)
        self._running.append(connection)
        connection.run.add_done_callback(lambda _: self._on_done(connection))
        return connection

    # Who reads

    def _readers(self) -> Iterator[Reader]:
        for subscriptions in self._subscriptions().values():
            for _, subscription, _ in subscriptions:
                yield from subscription.readers

    def _queues(self) -> list[MessageQueue[Any]]:
        return [queue for reader in self._readers() for queue in reader.receiver.queues]

    def _is_awaited(self) -> bool:
        return any(reader.receiver.is_awaited for reader in self._readers())

    # Rows

    async def _run(self) -> None:
        try:
            await self._replay()
        except Exception as error:
            # Those who read learn it.
            fail(self.ended, error)
            for connection in self._running:
                connection.failure = error
        finally:
            self.pace.clock.end()
            super().begin_closing()

    async def _replay(self) -> None:
        pace, clock, counters, is_slowed = self.pace, self.pace.clock, self._counters, self.pace.is_slowed
        rows: Iterator[Row] = iter(())
        await pace.settle()
        while not self.ended.done():
            if self.has_changed:
                self.has_changed = False
                rows = self._chosen_rows()
            # They change only while others run, and those run only while this waits.
            queues = [queue for queue in self._queues() if queue.is_waited_for]
            is_awaited, readers, number, now = self._is_awaited(), self._subscriptions(), -1, clock.microseconds
            for row in itertools.islice(rows, _ROWS):
                number, at, item, channel = row
                if at > now:
                    if is_slowed or (clock.sleepers and (due := clock.next_due) is not None and due <= at):
                        await pace.advance(at)
                        rows = itertools.chain((row,), rows)
                        break
                    clock.microseconds = now = at
                self.number = number
                counters.messages += 1
                for connection, subscription, deliver in readers[channel]:
                    if type(item) is Mark:
                        connection.mark(subscription, item)
                    elif (waiting := deliver(item)) is not None:
                        await pace.finish(waiting)
                if self.has_changed or (queues and not all(queue.is_waited_for for queue in queues)):
                    break
                if is_awaited and not self._is_awaited():
                    break
            if number < 0:
                return
            await pace.settle()

    def _subscriptions(self) -> dict[str, list[tuple[_ReplayedConnection, SharedSubscription, Deliver]]]:
        """Who reads each channel, and what gives a message to them."""
        found = defaultdict[str, list[tuple[_ReplayedConnection, SharedSubscription, Deliver]]](list)
        for connection in self.connections:
            if isinstance(connection, _ReplayedConnection):
                for channel, subscription in connection.subscriptions.items():
                    found[channel].append((connection, subscription, _deliver_of(subscription)))
        return found

    def _chosen_rows(self) -> Iterator[Row]:
        """The rows behind the last one, of what is read now."""
        wanted = defaultdict[str, list[Reader]](list)
        for reader in self._readers():
            wanted[reader.demand.channel].append(reader)
        rows = [
            self.recording.rows(channel, self.number, self._markets_of(readers), _fields_of(readers))
            for channel, readers in wanted.items()
        ]
        return rows[0] if len(rows) == 1 else heapq.merge(*rows)

    def _markets_of(self, readers: Iterable[Reader]) -> frozenset[str] | None:
        """The markets that somebody reads, of those that are replayed; None for all."""
        demands = [reader.demand for reader in readers]
        if not all(demand.selection == _SELECTION and not demand.is_of_all for demand in demands):
            return self._markets
        names = frozenset(name for demand in demands for name in demand.names)
        return names if self._markets is None else names & self._markets

    def snapshots(self, names: Names) -> list[Any]:
        """Snapshots of books as they are now, for somebody who comes after the begin."""
        tickers = [name for name in names if self._markets is None or name in self._markets]
        return self.recording.snapshots(tickers, self.number) if self.number >= 0 else []


class _ReplayedConnection(ReconnectingConnection):
    """Stands for the connection that was recorded: what its readers ask for is confirmed at once."""

    def __init__(self, number: int, settings: Settings, pool: _ReplayPool, *, is_additional: bool) -> None:
        super().__init__(number, settings, is_additional=is_additional)
        self.hearing: _ReplayedHearing = _ReplayedHearing(pool.pace.clock)
        self._pool = pool

    @property
    def subscriptions(self) -> Mapping[str, SharedSubscription]:
        """What is read, by channel."""
        return self._subscriptions

    async def _keep_open(self) -> None:
        self.opened.set_result(None)
        self._emit_state("open")
        await asyncio.Event().wait()

    def mark(self, subscription: SharedSubscription, mark: Mark) -> None:
        """Do what a mark of the recording says."""
        reason = mark.reason or MARKS[mark.kind]
        if mark.kind in INCOMPLETE:
            self._settings.hooks.counters.gaps += 1
            subscription.on_gap(reason, mark.market_ticker)
            self._emit_state("gap", subscription, reason)
        elif mark.kind == "subscribed":
            self._emit_state("subscribed", subscription)
        else:
            self.hearing.reason = reason if mark.kind == "late" else None
            self.hearing.is_limited = mark.kind == "late"
            self.check_hearing()

    def add(self, reader: Reader) -> None:
        """Give a reader what it asks for, from now on."""
        channel = reader.demand.channel
        if channel not in self._pool.recording.channels:
            raise KalshiConfigError(f"{channel}: was not recorded")
        takes = self.feed.channels[channel].takes
        if channel == BOOKS and "use_yes_price" in takes and not reader.demand.options.get("use_yes_price"):
            raise KalshiConfigError("use_yes_price: books were recorded with prices of yes; subscribe with True")
        super().add(reader)
        reader.is_subscribed = reader.was_subscribed = True
        reader.receiver.on_subscribed()
        self._begin(reader, reader.demand.names)

    async def update(self, reader: Reader, action: str, parameters: dict[str, Any]) -> None:
        """Change what a reader reads."""
        subscription = self._subscription_of(reader)
        if subscription is None:
            raise KalshiStreamLostError("the subscription has ended; make another one")
        request = subscription.request(reader, action, parameters)
        if isinstance(request, Query):
            subscription.withdraw(request)
            raise KalshiStreamError(f"a recording has no answer to {action}")
        if request is not None:
            reader.confirm(request, None)
        named = dict.fromkeys(parameters.get(_SELECTION, reader.demand.names))
        self._begin(reader, named if action in ("add_markets", "get_snapshot") else {})

    def change(self, reader: Reader, names: Names, *, is_adding: bool) -> None:
        """Add names to what a reader reads, or remove some of it."""
        super().change(reader, names, is_adding=is_adding)
        self._pool.has_changed = True

    def want_snapshots(self, reader: Reader, tickers: Iterable[str]) -> None:
        """Ask for nothing: the recorder has asked where snapshots were wanted."""

    def _begin(self, reader: Reader, names: Names) -> None:
        """Begin to read some names, with the snapshots of their books."""
        self._pool.has_changed = True
        if reader.demand.channel == BOOKS:
            for message in self._pool.snapshots(names):
                reader.waits_for_snapshots.discard(message.msg.market_ticker)
                if (waiting := reader.receiver.receive(message)) is not None:
                    self._tasks.start(_awaited(waiting))


class _ReplayedHearing(Hearing):
    """What the connection that was recorded heard.

    Attributes:
        reason: Why that was too late; None if it was not.
    """

    def __init__(self, clock: ReplayClock) -> None:
        self._clock = clock
        self.reason: str | None = None
        super().__init__()

    @property
    def at(self) -> float | None:
        """When the last message came."""
        return self._clock.microseconds / 1e6

    @at.setter
    def at(self, at: float | None) -> None:
        """Leave it to the clock."""

    def problem(self) -> str | None:
        """Why it was too late, in words; None if it was not."""
        return self.reason


def _deliver_of(subscription: SharedSubscription) -> Deliver:
    """What gives a message to the readers of a subscription."""
    if len(subscription.readers) == 1:
        (reader,) = subscription.readers
        # All rows are of the markets that it names, so there is nothing to choose.
        if reader.demand.selection == _SELECTION and not reader.waits_for_snapshots:
            return reader.receiver.receive
    return subscription.deliver


def _fields_of(readers: Iterable[Reader]) -> frozenset[str] | None:
    """The fields of messages that somebody looks at; None for all."""
    fields = [reader.receiver.fields for reader in readers]
    return None if None in fields else frozenset().union(*(each for each in fields if each is not None))


async def _awaited(waiting: Awaitable[None]) -> None:
    await waiting


def _settings(feed: Feed, hooks: Hooks) -> Settings:
    async def open_socket() -> Any:
        raise AssertionError("a replay opens no socket")

    return Settings(
        feed=feed, open_socket=open_socket, hooks=hooks, dead_after=20.0, confirm_timeout=15.0, new_tap=None
    )
