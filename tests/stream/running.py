"""Running a scenario of the stream, and finding whatever it leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from tests.garbage import collected

T = TypeVar("T")

# Seconds, far more than anything takes: it ends a test that hangs.
TIMEOUT = 60.0


def run(scenario: Coroutine[Any, Any, T], timeout: float | None = TIMEOUT) -> T:
    """Run a scenario; no task and no socket may be left of it.

    Args:
        scenario: What is run.
        timeout: Seconds after which it counts as hanging; None for never.
    """

    async def limited() -> T:
        async with asyncio.timeout(timeout):
            found = await scenario
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks are left: {left}"
        return found

    # What was left open says so when it goes.
    with collected():
        return asyncio.run(limited())


async def until(condition: Callable[[], bool]) -> None:
    """Let everything else run until something holds.

    Raises:
        TimeoutError: It never does.
    """
    async with asyncio.timeout(TIMEOUT):
        while not condition():
            await asyncio.sleep(0.001)


async def take(messages: Any, count: int) -> list[Any]:
    """Read so many messages."""
    taken: list[Any] = []
    async for message in messages:
        taken.append(message)
        if len(taken) == count:
            break
    return taken
