"""Time, waiting and chance, in one place, so that a test can replace them.

Look them up at each use (`clock.sleep(1.0)`), and never import one by its name.
"""

from __future__ import annotations

import random
import time


def now() -> float:
    """Seconds of a clock that is never set, for durations and deadlines; it may stop while the machine sleeps."""
    return time.monotonic()


def unix_milliseconds() -> int:
    """Milliseconds since 1970 by the machine's clock, which may be set at any moment; for signatures."""
    return time.time_ns() // 1_000_000


def jitter(seconds: float) -> float:
    """A random number of seconds from 0 to so many, each as likely as any other."""
    return random.uniform(0.0, seconds)


def sleep(seconds: float) -> None:
    """Wait for so many seconds in this thread."""
    time.sleep(seconds)


async def sleep_async(seconds: float) -> None:
    """Wait for so many seconds in this task; others run meanwhile."""
    import asyncio

    await asyncio.sleep(seconds)
