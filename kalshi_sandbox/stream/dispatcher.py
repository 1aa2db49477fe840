"""Events from any thread, dispatched in order in the server's thread, and timers on the exchange's clock."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from ..engine.clock import Clock, ManualClock
from ..live.formats import milliseconds

_Item = TypeVar("_Item")


class Dispatcher(Generic[_Item]):
    """Queues items from any thread, and dispatches them in the server's thread.

    Args:
        clock: The exchange's clock.
        deliver: Handles an item, with the time at which it was queued in Unix milliseconds.
    """

    def __init__(self, clock: Clock, deliver: Callable[[_Item, int], None]) -> None:
        self.clock = clock
        self._deliver = deliver
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queue: deque[tuple[_Item | Callable[[], None], int]] = deque()
        self._is_scheduled = False

    # From any thread.

    def put(self, item: _Item | Callable[[], None]) -> None:
        """Queue an item to deliver, or an action to run, after everything that is queued already."""
        self._queue.append((item, self.now_ms()))
        loop = self._loop
        if loop is not None and not self._is_scheduled:
            self._is_scheduled = True
            # The server may have stopped.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.catch_up)

    def after(self, seconds: float, action: Callable[[datetime], None], start: datetime | None = None) -> None:
        """Run an action when the exchange's clock gets there, in the thread that moves it.

        Args:
            seconds: How long after `start`.
            action: Called with the moment.
            start: By default now.
        """
        when = (start or self.clock.now()) + timedelta(seconds=seconds)
        self.clock.call_at(when, lambda: action(when))

    def now_ms(self) -> int:
        """The exchange's time in Unix milliseconds."""
        return milliseconds(self.clock.now())

    # In the server's thread.

    def start(self) -> None:
        """Dispatch what is queued, and from now on whatever is queued, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self.catch_up()

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run an action here after a while: in real time, or when a manual clock gets there."""
        if isinstance(self.clock, ManualClock):
            self.after(seconds, lambda _: self.put(action))
        else:
            asyncio.get_running_loop().call_later(seconds, action)

    def catch_up(self) -> None:
        """Dispatch everything that is queued."""
        self._is_scheduled = False
        while self._queue:
            item, sent_ms = self._queue.popleft()
            if callable(item):
                item()
            else:
                self._deliver(item, sent_ms)
