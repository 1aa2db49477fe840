"""A clock for `kalshi_overlay.clock` that waits in no time and may be set, or left behind by a machine that sleeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from kalshi_overlay import clock


class FakeClock:
    """Time that passes only while somebody waits, or by hand.

    Attributes:
        now: Seconds of the clock that is never set.
        unix: Seconds since 1970 of the clock that may be set.
        waits: Seconds of each wait so far.
        chance: What part of the longest random wait is drawn.
        steps: What is added to `unix` at each wait in turn, beside the wait itself.
        before_sleep: Called before each wait of a thread with its seconds.
        before_sleep_async: Awaited before each wait of a task.
    """

    def __init__(self) -> None:
        self.now = 1_000.0
        self.unix = 1_790_000_000.0
        self.waits: list[float] = []
        self.chance = 1.0
        self.steps: list[float] = []
        self.before_sleep: Callable[[float], object] = lambda seconds: None
        self.before_sleep_async: Callable[[float], Awaitable[object]] = lambda seconds: asyncio.sleep(0)
        self._lock = threading.Lock()

    def patch(self, monkeypatch: pytest.MonkeyPatch, *, signatures: bool = True) -> None:
        """Take the place of the real clock; without `signatures`, these go by the machine's."""
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(clock, "jitter", lambda seconds: seconds * self.chance)
        monkeypatch.setattr(clock, "sleep", self.sleep)
        monkeypatch.setattr(clock, "sleep_async", self.sleep_async)
        if signatures:
            monkeypatch.setattr(clock, "unix_milliseconds", lambda: round(self.unix * 1000))

    def advance(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds
            self.unix += seconds + (self.steps.pop(0) if self.steps else 0.0)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.before_sleep(seconds)
        self.advance(seconds)

    async def sleep_async(self, seconds: float) -> None:
        self.waits.append(seconds)
        await self.before_sleep_async(seconds)
        self.advance(seconds)
