"""Bounded queues between a connection and a consumer: one class for each policy of what happens when one is full."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from kalshi_gen.runtime.stream import WhenFull
from kalshi_overlay.errors import KalshiConfigError, KalshiStreamError

T = TypeVar("T")

ONE_CONSUMER = (
    "a subscription has one consumer at a time: one `async for`, or one function given to `listen`; make a second "
    "subscription for another one"
)
"""Why a subscription that is read can't be read by somebody else."""


class MessageQueue(Generic[T]):
    """A queue with one consumer, which counts the items that it has dropped.

    Attributes:
        size: How many items it holds.
        dropped: How many it has dropped.
        consumer: The task that waited last for an item; None if none ever has.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.dropped = 0
        self.consumer: asyncio.Task[Any] | None = None
        self._items: deque[T] = deque()
        self._reader: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> bool:
        """Take an item; False if the queue is full, and it was not taken."""
        if len(self._items) >= self.size:
            return False
        self._items.append(item)
        if self._reader is not None:
            self.wake()
        return True

    def take(self) -> T:
        """Give the oldest item; raises LookupError if there is none."""
        return self._items.popleft()

    @property
    def is_read(self) -> bool:
        """Whether a consumer waits for an item now."""
        return self._reader is not None

    @property
    def is_waited_for(self) -> bool:
        """Whether a consumer waits for an item, and nothing has woken it yet."""
        return self._reader is not None and not self._reader.done()

    async def wait(self) -> None:
        """Wait until `wake` is called, because something is there, or nothing more will come."""
        if self._reader is not None:
            raise KalshiStreamError(ONE_CONSUMER)
        self._reader = asyncio.get_running_loop().create_future()
        self.consumer = asyncio.current_task()
        try:
            await self._reader
        finally:
            self._reader = None

    def wake(self) -> None:
        """Wake the consumer."""
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


class BlockingQueue(MessageQueue[T]):
    """A queue whose writer waits until something was taken."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self._taken = asyncio.Event()

    def take(self) -> T:
        """Give the oldest item, and wake the writer."""
        self._taken.set()
        return super().take()

    async def put_when_free(self, item: T) -> None:
        """Take an item once others have been taken."""
        while not self.put(item):
            self._taken.clear()
            await self._taken.wait()


class DroppingQueue(MessageQueue[T]):
    """A queue that drops its oldest item when it is full."""

    def put(self, item: T) -> bool:
        """Take an item."""
        if len(self._items) >= self.size:
            self._items.popleft()
            self.dropped += 1
        return super().put(item)


class LatestQueue(MessageQueue[T]):
    """A queue that keeps the newest item of each key, in the order in which the keys came up."""

    def __init__(self, size: int, key: Callable[[T], Hashable]) -> None:
        super().__init__(size)
        self._key = key
        self._newest: OrderedDict[Hashable, T] = OrderedDict()

    def __len__(self) -> int:
        return len(self._newest)

    def put(self, item: T) -> bool:
        """Take an item."""
        key = self._key(item)
        if (replaced := self._newest.get(key)) is not None:
            # The consumer was woken for what this one replaces.
            if replaced is not item:
                self._newest[key] = item
            self.dropped += 1
            return True
        if len(self._newest) >= self.size:
            self._newest.popitem(last=False)
            self.dropped += 1
        self._newest[key] = item
        self.wake()
        return True

    def take(self) -> T:
        """Give the newest item of the key that came up first; raises LookupError if there is none."""
        return self._newest.popitem(last=False)[1]


def new_queue(when_full: WhenFull, size: int, key: Callable[[T], Hashable]) -> MessageQueue[T]:
    """Make the queue of a policy.

    Args:
        when_full: The policy.
        size: How many messages the queue holds, at least one.
        key: Messages of the same key replace each other under `latest`.

    Raises:
        KalshiConfigError: There is no such policy, or the size is not a whole number from 1.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise KalshiConfigError(f"queue_size: must be a whole number from 1, not {size!r}")
    if when_full == "latest":
        return LatestQueue(size, key)
    kinds = {"block": BlockingQueue[T], "drop_oldest": DroppingQueue[T], "error": MessageQueue[T]}
    if when_full not in kinds:
        raise KalshiConfigError(f"when_full: {when_full!r} is not one of block, drop_oldest, latest, error")
    return kinds[when_full](size)
