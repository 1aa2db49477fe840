"""The clock of a replay, and who waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from kalshi_overlay.errors import InvalidRequestError, KalshiStreamLostError
from kalshi_overlay.stream.queues import MessageQueue

_log = logging.getLogger("kalshi")
# Seconds that a replay waits for a task that neither reads nor sleeps.
_PATIENCE: Final = 5.0
# So often it only lets others run, before it really waits.
_SPINS: Final = 100


class ReplayClock:
    """The clock of a replay, which does not move while your code works.

    Attributes:
        microseconds: What it shows, in microseconds since 1970.
        sleepers: Who sleeps, and until when.
    """

    def __init__(self, microseconds: int) -> None:
        self.microseconds = microseconds
        self._numbers = itertools.count()
        self.sleepers: list[tuple[int, int, asyncio.Future[None], asyncio.Task[Any] | None]] = []
        self._has_ended = False

    def now(self) -> datetime:
        """The time when what was replayed last was recorded."""
        return datetime.fromtimestamp(self.microseconds / 1e6, UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds of the recording have been replayed.

        Args:
            seconds: Seconds of the recording.

        Raises:
            InvalidRequestError: It is not a number from 0.
            KalshiStreamLostError: The recording ends before.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < float("inf"):
            raise InvalidRequestError("seconds", f"must be a number from 0, not {seconds!r}")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._has_ended:
            raise KalshiStreamLostError("the recording has ended")
        due = self.microseconds + round(seconds * 1e6)
        heapq.heappush(self.sleepers, (due, next(self._numbers), future, asyncio.current_task()))
        await future

    # What follows is for the replay.

    @property
    def next_due(self) -> int | None:
        """When the first sleeper is due, in microseconds; None if nobody sleeps."""
        while self.sleepers and self.sleepers[0][2].done():
            heapq.heappop(self.sleepers)
        return self.sleepers[0][0] if self.sleepers else None

    def sleeping(self) -> set[asyncio.Task[Any]]:
        """The tasks that sleep."""
        return {task for _, _, future, task in self.sleepers if task is not None and not future.done()}

    def wake_first(self) -> asyncio.Task[Any] | None:
        """Wake the sleeper that is due first."""
        due, _, future, task = heapq.heappop(self.sleepers)
        self.microseconds = max(self.microseconds, due)
        if future.done():
            # It was canceled while the replay kept to its speed.
            return None
        future.set_result(None)
        return task

    def end(self) -> None:
        """Let all sleepers know that the recording has ended."""
        self._has_ended = True
        for _, _, future, _ in self.sleepers:
            if not future.done():
                future.set_exception(KalshiStreamLostError("the recording has ended"))


class Pace:
    """Lets time go on only when all who use a replay wait for it.

    Args:
        clock: The clock.
        speed: Seconds of the recording in a second; None for as fast as possible.
        queues: All queues that somebody may read now.
        is_awaited: Whether somebody awaits something else that the replay brings.

    Attributes:
        is_slowed: Whether there is a speed.
    """

    def __init__(
        self,
        clock: ReplayClock,
        speed: float | None,
        queues: Callable[[], Iterable[MessageQueue[Any]]],
        is_awaited: Callable[[], bool],
    ) -> None:
        self.clock = clock
        self.is_slowed = speed is not None
        self._speed = speed
        self._queues = queues
        self._is_awaited = is_awaited
        self._waiting = set[asyncio.Task[Any]]()
        self._woken = set[asyncio.Task[Any]]()
        # Those who did something else for too long.
        self._away = set[asyncio.Task[Any]]()
        self._began: tuple[float, int] | None = None

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the present task as one that waits for the replay."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)

    async def advance(self, microseconds: int) -> None:
        """Let the clock go on to a time, and wake those who sleep until then on the way."""
        while (due := self.clock.next_due) is not None and due <= microseconds:
            await self._keep_to(due)
            await self.wake_first()
        await self._keep_to(microseconds)
        self.clock.microseconds = max(self.clock.microseconds, microseconds)

    async def wake_first(self) -> None:
        """Wake the sleeper that is due first, and wait for what it does."""
        if (task := self.clock.wake_first()) is not None:
            self._woken.add(task)
        await self.settle()

    async def _keep_to(self, microseconds: int) -> None:
        """Wait until it is time for what was recorded at a time."""
        if self._speed is None:
            return
        if self._began is None:
            self._began = time.monotonic(), microseconds
        began, first = self._began
        wait = began + (microseconds - first) / 1e6 / self._speed - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def finish(self, waiting: Awaitable[None]) -> None:
        """Wait until a consumer has taken what it must take first; one who sleeps is woken."""
        task = asyncio.ensure_future(waiting)
        try:
            while not task.done():
                if self.clock.next_due is not None:
                    await self.wake_first()
                else:
                    await asyncio.wait({task}, timeout=0.001)
            await task
        finally:
            task.cancel()

    async def settle(self) -> None:
        """Wait until everybody who reads or sleeps does so again, and somebody waits for the replay."""
        patience, spins = time.monotonic() + _PATIENCE, 0
        while True:
            await asyncio.sleep(0 if spins < _SPINS else 0.001)
            spins += 1
            queues = [queue for queue in self._queues() if queue.consumer is not None]
            readers = {queue.consumer for queue in queues if queue.consumer is not None}
            waiting = {queue.consumer for queue in queues if queue.is_waited_for} | self._waiting
            waiting |= self.clock.sleeping()
            self._away -= waiting
            self._woken -= waiting
            busy = {task for task in (readers | self._woken) - waiting - self._away if not task.done()}
            if not busy:
                if waiting or self._is_awaited():
                    return
                patience = time.monotonic() + _PATIENCE
            elif time.monotonic() > patience:
                _log.warning("the replay goes on without %d tasks that read no more", len(busy))
                self._away |= busy
                self._woken -= busy
