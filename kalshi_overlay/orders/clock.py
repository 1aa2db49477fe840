"""The time that orders go by: the one place that waits or looks at a clock of this machine."""

from __future__ import annotations

import asyncio
import time


def monotonic() -> float:
    """Seconds on a clock that never goes back."""
    return time.monotonic()


def wall() -> float:
    """Unix seconds."""
    return time.time()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


async def sleep_async(seconds: float) -> None:
    """Wait without blocking other tasks."""
    await asyncio.sleep(seconds)
