"""Requests of every cost, sent from threads and tasks at once."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable

import httpx

from kalshi_overlay import clock
from kalshi_overlay.rate_limits.costs import PUBLISHED
from kalshi_overlay.rate_limits.limiter import RateLimiter
from tests.rate_limits.fakes import batch, order
from tests.rate_limits.windows import Sent


def requests(count: int, seed: int) -> list[httpx.Request]:
    """Orders, cancels and batches, at random."""
    chance = random.Random(seed)
    kinds: list[Callable[[], httpx.Request]] = [
        order,
        lambda: batch(1, "DELETE"),
        lambda: batch(5),
        lambda: batch(chance.randint(1, 9)),
    ]
    return [kind() for kind in chance.choices(kinds, weights=(5, 5, 1, 1), k=count)]


def cost_of(request: httpx.Request) -> int:
    """Tokens of a request."""
    return PUBLISHED.charge(request, "/trade-api/v2").cost


def send_all(held: RateLimiter, todo: list[httpx.Request], threads: int, tasks: int) -> list[Sent]:
    """Let a limiter hold back requests of threads and tasks at once; when each went, by `clock.now()`."""
    left, sent = iter(todo), list[Sent]()

    def send() -> None:
        for request in left:
            held.acquire(request, None)
            sent.append((clock.now(), cost_of(request)))

    async def send_async() -> None:
        for request in left:
            await held.acquire_async(request, None)
            sent.append((clock.now(), cost_of(request)))

    async def send_in_tasks() -> None:
        await asyncio.gather(*(send_async() for _ in range(tasks)))

    running = [threading.Thread(target=send) for _ in range(threads)]
    for thread in running:
        thread.start()
    asyncio.run(send_in_tasks())
    for thread in running:
        thread.join()
    return sent
