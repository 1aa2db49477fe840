"""Tasks that run in the background, and futures that nobody may wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class BackgroundTasks:
    """Tasks that end together."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def end(self) -> None:
        """Cancel all of them, and wait until they have ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def fail(future: asyncio.Future[Any], error: Exception) -> None:
    """Raise an error where a future is awaited, unless it is done."""
    if not future.done():
        future.set_exception(error)
        # Nobody may be waiting any more, and asyncio would log that the error was never retrieved.
        future.exception()
