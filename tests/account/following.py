"""A feed of a trader's account, and what comes of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from kalshi_overlay.account import fills
from kalshi_overlay.account.iterating import PrivateIterator
from kalshi_overlay.stream import connect
from tests.account.conftest import Trader

# Seconds, far more than anything takes.
PATIENCE = 20.0


@contextlib.asynccontextmanager
async def following(
    trader: Trader,
    feed_of: Callable[..., PrivateIterator[Any]] = fills,
    since: datetime | str | None = None,
    **options: Any,
) -> AsyncIterator[PrivateIterator[Any]]:
    """A feed from a moment or a token on; without either, one that follows the stream alone by now."""
    async with trader.client() as client, connect(client) as stream:
        feed = feed_of(stream, client=client, since=since or trader.now(), **options)
        if since is None:
            await until_joined(feed)
        yield feed


async def take(feed: AsyncIterator[Any], count: int) -> list[Any]:
    """The next items."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(feed) for _ in range(count)]


async def take_subjects(feed: AsyncIterator[Any], count: int) -> list[str]:
    """What distinguishes the next items."""
    return [item.subject for item in await take(feed, count)]


async def until_joined(feed: PrivateIterator[Any]) -> None:
    """Wait until the stream alone is followed."""
    async with asyncio.timeout(PATIENCE):
        while feed.stale is not None:
            await asyncio.sleep(0.005)
