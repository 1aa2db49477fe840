"""The exchange's clock and its timers: real, or moved by you."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from threading import RLock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MANUAL_START = datetime(2026, 10, 1, 12, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock:
    """A clock with timers. Subclasses define `now`.

    The exchange holds the lock during each operation, and `advance` while it runs timers.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self._timers: list[tuple[datetime, int, Callable[[], None]]] = []
        self._sequence = count()

    def now(self) -> datetime:
        """The current time, in UTC, to the microsecond."""
        raise NotImplementedError

    def __call__(self) -> float:
        """The current time in Unix seconds, for the signature check."""
        return self.now().timestamp()

    def call_at(self, when: datetime, callback: Callable[[], None]) -> None:
        """Call a callback once the clock has reached a moment; at one moment, the first one scheduled runs first."""
        with self.lock:
            heapq.heappush(self._timers, (when, next(self._sequence), callback))

    def run_due(self) -> None:
        """Run the timers that are due, in order."""
        with self.lock:
            self._fire_until(self.now())

    def hold(self) -> None:
        """Stop the time until `release`, so that everything in one operation happens at one moment."""

    def release(self) -> None:
        """Let the time run again; call it once for each `hold`."""

    def _fire_until(self, moment: datetime) -> None:
        while self._timers and self._timers[0][0] <= moment:
            when, _, callback = heapq.heappop(self._timers)
            self._reach(when)
            callback()

    def _reach(self, moment: datetime) -> None:
        """Called before a timer of this moment runs."""


class RealClock(Clock):
    """A clock that runs by itself and never goes back. Its timers run when the exchange is next used.

    Args:
        source: Where the time comes from, in Unix nanoseconds.
    """

    def __init__(self, source: Callable[[], int] = time.time_ns) -> None:
        super().__init__()
        self._source = source
        self._latest = 0
        self._holds = 0

    def hold(self) -> None:
        """Stop the time until `release`; the caller has the lock."""
        self.now()
        self._holds += 1

    def release(self) -> None:
        """Let the time run again; call it once for each `hold`."""
        self._holds -= 1

    def now(self) -> datetime:
        """The current time, in UTC, to the microsecond."""
        if self._holds:
            return EPOCH + self._latest * _MICROSECOND
        self._latest = max(self._latest, self._source() // 1000)
        return EPOCH + self._latest * _MICROSECOND


class ManualClock(Clock):
    """A clock that you move.

    Args:
        start: Its first moment.
    """

    def __init__(self, start: datetime = MANUAL_START) -> None:
        super().__init__()
        if start.tzinfo is None:
            raise ValueError("start: a datetime without time zone; give one in UTC")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The current time, in UTC, to the microsecond."""
        return self._now

    def advance(self, seconds: float | Decimal | timedelta) -> None:
        """Move the clock forward, and run each timer on the way at its own moment.

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
