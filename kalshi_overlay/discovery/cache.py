"""Lists that are kept for a while, and read again in the background if you ask for it."""

from __future__ import annotations

import asyncio
import math
import threading
from typing import Any, Protocol, Self

from attrs import define, frozen

from kalshi_gen.client import Client
from kalshi_overlay import clock
from kalshi_overlay.errors import ClientStateError, InvalidRequestError
from kalshi_overlay.flow import Flow, run, run_async


class Listing(Protocol):
    """What can be listed. Two that are equal list the same."""

    def read(self, client: Client) -> Flow[list[Any]]:
        """Read all of it."""


@define
class _Kept:
    items: list[Any]
    read_at: float
    is_used: bool = True


@frozen
class _Key:
    """A list of one exchange: production and demo have other markets."""

    base_url: str
    listing: Listing


class Cache:
    """Keeps complete lists of markets and series, up to an age and a number of items.

    Pass it as `cache` to the functions of this package. Threads may share it. A list that is too old is read again
    when it is needed; one that was not read to its end is not kept.

    Args:
        max_age: Seconds after which a list is read again, counted from the beginning of its reading. The exchange
            itself repeats lists of markets for up to 15 seconds.
        max_count: The most markets and series that are kept together; the lists that were used least recently go
            first, and a longer list is not kept.

    Raises:
        InvalidRequestError: One of them is not above 0.
    """

    def __init__(self, *, max_age: float = 30.0, max_count: int = 100_000) -> None:
        self.max_age = _above_0(max_age, "max_age")
        self.max_count = _above_0(max_count, "max_count")
        # Those used least recently first.
        self._kept: dict[_Key, _Kept] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many markets and series are kept."""
        with self._lock:
            return self._count()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def get(self, client: Client, listing: Listing) -> list[Any] | None:
        """A list that is kept and not too old, else None."""
        key = _Key(client._base_url, listing)
        with self._lock:
            kept = self._kept.pop(key, None)
            if kept is None or clock.now() - kept.read_at > self.max_age:
                return None
            self._kept[key] = kept
            kept.is_used = True
            return kept.items

    def keep(self, client: Client, listing: Listing, items: list[Any], read_at: float) -> None:
        """Keep a complete list.

        Args:
            client: The client that read it.
            listing: What was listed.
            items: All of it.
            read_at: When the reading began, by `clock.now()`.
        """
        with self._lock:
            self._put(_Key(client._base_url, listing), _Kept(items, read_at))

    def refreshing(self, client: Client, *, every: float | None = None) -> Refreshing:
        """Read lists again in the background, so that who uses them seldom waits: see `Refreshing`.

        Args:
            client: The client that reads them.
            every: Seconds between two rounds; half of `max_age` by default.
        """
        return Refreshing(self, client, _above_0(self.max_age / 2 if every is None else every, "every"))

    def refresh(self, client: Client) -> Flow[None]:
        """Read each list again that was used since the last round, and forget those that are too old."""
        with self._lock:
            now = clock.now()
            self._kept = {key: kept for key, kept in self._kept.items() if now - kept.read_at <= self.max_age}
            used = [key for key, kept in self._kept.items() if kept.is_used and key.base_url == client._base_url]
            for key in used:
                self._kept[key].is_used = False
        failed: Exception | None = None
        for key in used:
            read_at = clock.now()
            try:
                items = yield from key.listing.read(client)
            except Exception as error:
                failed = failed or error
                continue
            with self._lock:
                if key in self._kept:
                    self._put(key, _Kept(items, read_at, self._kept[key].is_used))
        if failed is not None:
            raise failed

    def _put(self, key: _Key, kept: _Kept) -> None:
        self._kept.pop(key, None)
        if max(len(kept.items), 1) > self.max_count:
            return
        self._kept[key] = kept
        while self._count() > self.max_count:
            del self._kept[next(iter(self._kept))]

    def _count(self) -> int:
        # An empty list takes its place too.
        return sum(max(len(kept.items), 1) for kept in self._kept.values())


class Refreshing:
    """A thread (`with`) or a task (`async with`) that reads the lists of a cache again while the block lasts.

    It reads those that were used since its last round. A list never gets older than the cache's `max_age` this way
    either: if the reading fails, who needs the list reads it, and gets the error. The end of the block waits for a
    request that is under way in the thread, and cancels the task.

    Attributes:
        error: What the latest round raised, or None.
    """

    def __init__(self, cache: Cache, client: Client, every: float) -> None:
        self.error: Exception | None = None
        self._cache, self._client, self._every = cache, client, every
        self._is_ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Start the thread.

        Raises:
            ClientStateError: It was started before.
        """
        self._refuse_if_started()
        self._thread = threading.Thread(target=self._in_thread, name="kalshi-discovery", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the thread."""
        self._is_ending.set()
        if self._thread is not None:
            self._thread.join()

    async def __aenter__(self) -> Self:
        """Start the task.

        Raises:
            ClientStateError: It was started before.
        """
        self._refuse_if_started()
        self._task = asyncio.create_task(self._in_task(), name="kalshi-discovery")
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the task."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def _in_thread(self) -> None:
        while not self._is_ending.wait(self._every):
            try:
                run(self._cache.refresh(self._client))
                self.error = None
            # Nothing is hidden: whoever needs the list reads it, and gets the error.
            except Exception as error:
                self.error = error

    async def _in_task(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await run_async(self._cache.refresh(self._client))
                self.error = None
            except Exception as error:
                self.error = error

    def _refuse_if_started(self) -> None:
        if self._thread is not None or self._task is not None:
            raise ClientStateError("this was started before; call refreshing() for each block")


def listed(listing: Listing, client: Client, cache: Cache | None) -> Flow[list[Any]]:
    """A list from the cache if it is there, else read, and kept."""
    kept = None if cache is None else cache.get(client, listing)
    if kept is not None:
        return kept
    read_at = clock.now()
    items = yield from listing.read(client)
    if cache is not None:
        cache.keep(client, listing, items, read_at)
    return items


def _above_0(value: Any, field: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise InvalidRequestError(field, f"{value!r} is not a finite number above 0")
    return value
