"""Time that passes several times as fast, the same for an exchange, its clients and other processes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch

from attrs import frozen

from kalshi_overlay import clock


# A day has hours left, whatever time it is on the machine.
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@frozen
class FastTime:
    """A clock that all who know its beginning share.

    Attributes:
        began: The machine's Unix seconds at its beginning.
        speed: How many times as fast it is.
        first: What it shows at its beginning.
    """

    began: float
    speed: float
    first: datetime = NOON

    def __call__(self) -> float:
        """Unix seconds."""
        return self.first.timestamp() + (time.time() - self.began) * self.speed

    async def sleep(self, seconds: float) -> None:
        """Wait for so many of its seconds."""
        await asyncio.sleep(seconds / self.speed)

    @contextlib.contextmanager
    def patched(self) -> Iterator[None]:
        """Let clients go by it."""
        with (
            patch.object(clock, "now", lambda: time.monotonic() * self.speed),
            patch.object(clock, "unix_milliseconds", lambda: int(self() * 1000)),
            patch.object(clock, "sleep_async", self.sleep),
        ):
            yield
