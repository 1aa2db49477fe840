"""Time that passes several times as fast, the same for an exchange, its clients and other processes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from unittest.mock import patch

from attrs import frozen

from kalshi_overlay import clock


@frozen
class FastTime:
    """A clock that all who know its beginning share.

    Attributes:
        began: Unix seconds at which it showed the machine's time.
        speed: How many times as fast it is.
    """

    began: float
    speed: float

    def __call__(self) -> float:
        """Unix seconds."""
        return self.began + (time.time() - self.began) * self.speed

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
