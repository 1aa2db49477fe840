"""The exchange's clock and its timers: real, or moved by hand."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from threading import RLock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock:
    """A clock with timers; `now` is what a kind of clock defines.

    The lock guards whoever acts by this clock: the exchange holds it for each operation, `advance` while it fires.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self._timers: list[tuple[datetime, int, Callable[[], None]]] = []
        self._sequence = count()

    def now(self) -> datetime:
        """The present moment, in UTC, to the microsecond."""
        raise NotImplementedError

    def __call__(self) -> float:
        """The present moment in Unix seconds, as the signature check takes it."""
        return self.now().timestamp()

    def call_at(self, when: datetime, callback: Callable[[], None]) -> None:
        """Have a callback called once the clock has reached a moment; equal moments fire in order of asking."""
        with self.lock:
            heapq.heappush(self._timers, (when, next(self._sequence), callback))

    def run_due(self) -> None:
        """Fire the timers whose moment has come, in their order."""
        with self.lock:
            self._fire_until(self.now())

    def hold(self) -> None:
        """Let the time stand still until `release`: all that one operation does happens at one moment."""

    def release(self) -> None:
        """Let the time go on, once for each `hold`."""

    def _fire_until(self, moment: datetime) -> None:
        while self._timers and self._timers[0][0] <= moment:
            when, _, callback = heapq.heappop(self._timers)
            self._reach(when)
            callback()

    def _reach(self, moment: datetime) -> None:
        """Tell the clock that a timer of this moment is about to fire."""


class RealClock(Clock):
    """A clock that runs by itself and never goes back; its timers fire when the exchange is next used.

    Args:
        source: Where the time comes from, in Unix nanoseconds.
    """

    def __init__(self, source: Callable[[], int] = time.time_ns) -> None:
        super().__init__()
        self._source = source
        self._latest = 0
        self._holds = 0

    def hold(self) -> None:
        """Let the time stand still until `release`; whoever holds it has the lock."""
        self.now()
        self._holds += 1

    def release(self) -> None:
        """Let the time go on, once for each `hold`."""
        self._holds -= 1

    def now(self) -> datetime:
        """The present moment, in UTC, to the microsecond."""
        if self._holds:
            return EPOCH + self._latest * _MICROSECOND
        self._latest = max(self._latest, self._source() // 1000)
        return EPOCH + self._latest * _MICROSECOND


class ManualClock(Clock):
    """A clock that stands still until it is moved.

    Args:
        start: The moment at which it stands first.
    """

    def __init__(self, start: datetime = datetime(2026, 10, 1, 12, tzinfo=UTC)) -> None:
        super().__init__()
        if start.tzinfo is None:
            raise ValueError("start: a datetime without time zone; give one in UTC")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The present moment, in UTC, to the microsecond."""
        return self._now

    def advance(self, seconds: float | Decimal | timedelta) -> None:
        """Move the clock on, firing each timer on the way at its own moment.

        Args:
            seconds: How far, in seconds or as a timedelta.

        Raises:
            ValueError: If it would go back.
        """
        step = seconds if isinstance(seconds, timedelta) else timedelta(microseconds=round(seconds * 1_000_000))
        if step < timedelta():
            raise ValueError(f"seconds: {seconds} would set the clock back")
        with self.lock:
            target = self._now + step
            self._fire_until(target)
            self._now = max(self._now, target)

    def _reach(self, moment: datetime) -> None:
        self._now = max(self._now, moment)
