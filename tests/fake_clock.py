"""A clock for `kalshi_overlay.clock` that waits in no time and may be set, or left behind by a machine that sleeps."""

from __future__ import annotations

import asyncio

import pytest

from kalshi_overlay import clock


class FakeClock:
    """Time that passes by waiting alone.

    Attributes:
        now: Seconds of the clock that is never set.
        unix: Seconds since 1970 of the clock that may be set.
        waits: Seconds of each wait so far.
        chance: What part of the longest random wait is drawn.
        steps: What is added to `unix` at each wait in turn, beside the wait itself.
    """

    def __init__(self) -> None:
        self.now = 1_000.0
        self.unix = 1_790_000_000.0
        self.waits: list[float] = []
        self.chance = 1.0
        self.steps: list[float] = []

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the real clock."""
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(clock, "unix_milliseconds", lambda: round(self.unix * 1000))
        monkeypatch.setattr(clock, "jitter", lambda seconds: seconds * self.chance)
        monkeypatch.setattr(clock, "sleep", self.sleep)
        monkeypatch.setattr(clock, "sleep_async", self.sleep_async)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        self.unix += seconds + (self.steps.pop(0) if self.steps else 0.0)

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)
