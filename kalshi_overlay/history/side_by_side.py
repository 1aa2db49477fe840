"""Flows that run side by side, in threads or in tasks, and whose results come in their order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kalshi_overlay.flow import Flow, run, run_async

T = TypeVar("T")


def in_threads(flows: Iterable[Flow[T]], at_once: int, stop: Callable[[], None]) -> Generator[T]:
    """Run flows in threads.

    Args:
        flows: The flows. No more are begun than those whose results nobody has taken yet, and so much is in memory.
        at_once: How many run at once.
        stop: Called at the end, whatever it is; it has the flows end that still run.

    Returns:
        Their results, in the order of the flows. The first error ends it.
    """
    pending: deque[Future[T]] = deque()
    with ThreadPoolExecutor(at_once, thread_name_prefix="kalshi-history") as threads:
        try:
            for flow in flows:
                pending.append(threads.submit(run, flow))
                if len(pending) == at_once:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            stop()
            threads.shutdown(wait=False, cancel_futures=True)


async def in_tasks(flows: Iterable[Flow[T]], at_once: int) -> AsyncGenerator[T]:
    """Run flows in tasks, which are canceled at the end, whatever it is; see `in_threads`."""
    pending: deque[asyncio.Task[T]] = deque()
    try:
        for flow in flows:
            pending.append(asyncio.create_task(run_async(flow)))
            if len(pending) == at_once:
                yield await pending[0]
                pending.popleft()
        while pending:
            yield await pending[0]
            pending.popleft()
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
