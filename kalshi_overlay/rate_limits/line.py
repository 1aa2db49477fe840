"""A line in which threads and tasks stand together: first come, first served."""

from __future__ import annotations

import asyncio
import math
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from attrs import define

from kalshi_overlay import clock


class TurnNeverCameError(Exception):
    """Whoever stood in a line was not the first in time."""


@define(eq=False)
class Place:
    """A place in a line.

    Attributes:
        cost: Tokens that it still has to get.
        wake: Called, from any thread, when it has become the first.
    """

    cost: int
    wake: Callable[[], object]


class Line:
    """First come, first served; whoever leaves, served or not, lets those behind move up.

    Attributes:
        cost: Tokens that all in the line together still have to get.
    """

    def __init__(self) -> None:
        # Reentrant: a task that nobody awaits any more leaves its place whenever the garbage is collected.
        self._lock = threading.RLock()
        self._places: OrderedDict[Place, None] = OrderedDict()
        self.cost = 0

    def __len__(self) -> int:
        return len(self._places)

    @contextmanager
    def turn(self, cost: int, until: float) -> Iterator[Place]:
        """Stand in the line, and enter the block as the first of it.

        Args:
            cost: Tokens to get.
            until: The last moment to wait for, in seconds of `clock.now()`.

        Raises:
            TurnNeverCameError: It was not the first by then.
        """
        event = threading.Event()
        place = Place(cost, event.set)
        try:
            if not self._join(place) and not event.wait(_timeout(until)):
                raise TurnNeverCameError
            yield place
        finally:
            self._leave(place)

    @asynccontextmanager
    async def turn_async(self, cost: int, until: float) -> AsyncIterator[Place]:
        """Stand in the line while other tasks run; see `turn`."""
        loop = asyncio.get_running_loop()
        event: asyncio.Future[None] = loop.create_future()
        place = Place(cost, lambda: loop.call_soon_threadsafe(_finish, event))
        try:
            if not self._join(place):
                await asyncio.wait([event], timeout=_timeout(until))
                if not event.done():
                    raise TurnNeverCameError
            yield place
        finally:
            self._leave(place)

    def served(self, place: Place) -> None:
        """Tell that a place has got its tokens, though it is not left yet."""
        with self._lock:
            self.cost -= place.cost
            place.cost = 0

    def _join(self, place: Place) -> bool:
        """Take the last place; whether it is the first as well."""
        with self._lock:
            self._places[place] = None
            self.cost += place.cost
            return len(self._places) == 1

    def _leave(self, place: Place) -> None:
        with self._lock:
            was_first = next(iter(self._places), None) is place
            self._remove(place)
            while was_first and self._places:
                following = next(iter(self._places))
                try:
                    following.wake()
                except RuntimeError:
                    # Its event loop is closed: nobody is there any more.
                    self._remove(following)
                else:
                    return

    def _remove(self, place: Place) -> None:
        if place in self._places:
            del self._places[place]
            self.cost -= place.cost


def _timeout(until: float) -> float | None:
    return None if math.isinf(until) else max(0.0, until - clock.now())


def _finish(event: asyncio.Future[None]) -> None:
    if not event.done():
        event.set_result(None)
