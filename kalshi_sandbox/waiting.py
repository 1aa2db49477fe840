"""Waiting on the exchange's clock: in earnest with a real one, until it is moved with a manual one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

from .engine.clock import ManualClock


async def wait(clock: Callable[[], float], seconds: float) -> None:
    """Return when so much time has passed on the clock.

    Args:
        clock: The exchange's clock; every one but a manual one runs by itself.
        seconds: How long to wait.
    """
    if not isinstance(clock, ManualClock):
        await asyncio.sleep(seconds)
        return
    loop, reached = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        # The server may have stopped by the time that the clock gets there.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(reached.set)

    clock.call_at(clock.now() + timedelta(seconds=seconds), wake)
    await reached.wait()
