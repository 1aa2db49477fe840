"""Running a scenario of the stream, and finding whatever it leaves behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any

# Far above what anything takes: it ends a test that hangs.
PATIENCE = 60.0


def run(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario; no task and no socket may be left of it."""

    async def whole() -> None:
        async with asyncio.timeout(PATIENCE):
            await scenario
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks are left: {left}"

    asyncio.run(whole())
    # What was left open says so when it goes.
    gc.collect()


async def until(condition: Callable[[], bool]) -> None:
    """Let everything else go on until something holds."""
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
