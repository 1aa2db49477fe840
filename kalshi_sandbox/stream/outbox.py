"""What has yet to go out on one connection, in its order: messages, and what shall happen between them."""

from __future__ import annotations

from collections import deque

from .frames import Ending, Item, Pause
from .subscription import Subscription


class Outbox:
    """Frames in line."""

    def __init__(self) -> None:
        self._items: deque[tuple[Item, Subscription | None]] = deque()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item, subscription: Subscription | None = None) -> None:
        """Put something at the end of the line."""
        self._items.append((item, subscription))
        if subscription is not None:
            subscription.waiting += 1

    def frames(self, most: int) -> bytes:
        """Take the frames at the front out of the line, up to whatever is no frame.

        Args:
            most: No more than about so many bytes.
        """
        taken, size = [], 0
        while self._items and size < most:
            item, subscription = self._items[0]
            if not isinstance(item, bytes):
                break
            self._items.popleft()
            if subscription is not None:
                subscription.waiting -= 1
            taken.append(item)
            size += len(item)
        return b"".join(taken)

    def event(self) -> Pause | Ending | None:
        """Take out what is at the front, if it is no frame."""
        if not self._items:
            return None
        item, subscription = self._items[0]
        if isinstance(item, bytes):
            return None
        self._items.popleft()
        if subscription is not None:
            subscription.waiting -= 1
        return item

    def forget(self, subscription: Subscription) -> None:
        """Throw away what waits of a subscription."""
        self._items = deque(each for each in self._items if each[1] is not subscription)
        subscription.waiting = 0

    def clear(self) -> None:
        """Throw away everything."""
        self._items.clear()
