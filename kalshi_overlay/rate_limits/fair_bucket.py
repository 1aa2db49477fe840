"""A bucket with a queue in front of it: first come, first served, for threads and tasks alike."""

from __future__ import annotations

import asyncio
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from typing import Any

from attrs import define

from kalshi_overlay import clock
from kalshi_overlay.errors import RateLimiterTimeoutError, RequestExceedsBucketError
from kalshi_overlay.flow import Call, Flow, sleep

from .bucket import Bucket, Reservation
from .costs import Charge
from .settings import BucketSize


class QueueTimeoutError(Exception):
    """A turn in a queue did not come in time."""


@define(eq=False)
class Waiter:
    """A thread or a task in a queue.

    Attributes:
        cost: Tokens that it still has to get.
        turn: Done when its turn has come; None if it came first.
        loop: The event loop of a task that waits for its turn.
    """

    cost: int
    turn: Future[None] | None
    loop: asyncio.AbstractEventLoop | None = None


class FifoQueue:
    """First come, first served; whoever leaves, served or not, lets those behind move up.

    Attributes:
        cost: Tokens that all in the queue together still have to get.
    """

    def __init__(self) -> None:
        # Reentrant: a task that nobody awaits any more leaves whenever the garbage is collected.
        self._lock = threading.RLock()
        self._waiters: OrderedDict[Waiter, None] = OrderedDict()
        self.cost = 0

    def __len__(self) -> int:
        return len(self._waiters)

    def enter(self, cost: int, deadline: float) -> Flow[Waiter]:
        """Join the queue to get tokens, and wait for one's turn until a moment of `clock.now()`; `leave` it afterwards.

        Raises:
            QueueTimeoutError: The turn did not come by then; it has left the queue.
        """
        with self._lock:
            waiter = Waiter(cost, Future() if self._waiters else None)
            self._waiters[waiter] = None
            self.cost += cost
        try:
            if waiter.turn is not None:
                seconds = None if math.isinf(deadline) else remaining(deadline)
                if not (yield Call(_wait, partial(_wait_async, waiter), (waiter.turn, seconds))):
                    raise QueueTimeoutError
        except BaseException:
            self.leave(waiter)
            raise
        return waiter

    def mark_served(self, waiter: Waiter) -> None:
        """Count the tokens of a waiter as taken, though it has not left yet."""
        with self._lock:
            self.cost -= waiter.cost
            waiter.cost = 0

    def leave(self, waiter: Waiter) -> None:
        """Let those behind a waiter move up."""
        with self._lock:
            was_first = next(iter(self._waiters), None) is waiter
            self._remove(waiter)
            while was_first and self._waiters:
                following = next(iter(self._waiters))
                if following.turn is not None and not (following.loop and following.loop.is_closed()):
                    following.turn.set_result(None)
                    return
                # Nobody is there any more.
                self._remove(following)

    def _remove(self, waiter: Waiter) -> None:
        if waiter in self._waiters:
            del self._waiters[waiter]
            self.cost -= waiter.cost


def _wait(turn: Future[None], seconds: float | None) -> bool:
    return bool(wait([turn], seconds).done)


async def _wait_async(waiter: Waiter, turn: Future[None], seconds: float | None) -> bool:
    waiter.loop = asyncio.get_running_loop()
    done, _ = await asyncio.wait([asyncio.wrap_future(turn)], timeout=seconds)
    return bool(done)


class FairBucket:
    """Gives out the tokens of a bucket in the order in which requests came.

    Only the first in the queue takes tokens, so a large batch is not overtaken by small requests.
    """

    def __init__(self, bucket: Bucket, size: BucketSize) -> None:
        self.bucket = bucket
        self.size = size
        self._queue = FifoQueue()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._queue)

    def acquire(self, charge: Charge, deadline: float) -> Flow[None]:
        """Wait for the tokens of a request until a moment of `clock.now()`, and take them.

        Raises:
            RequestExceedsBucketError: The bucket never holds so many.
            RateLimiterTimeoutError: They would come later; none were taken. If that is clear at once, it doesn't wait.
        """
        capacity = self.size.bucket_capacity
        if charge.cost > capacity:
            raise RequestExceedsBucketError(capacity, *charge)
        seconds = self.bucket.wait_for(self._queue.cost + charge.cost)
        if seconds > remaining(deadline):
            raise RateLimiterTimeoutError(seconds, *charge)
        try:
            waiter = yield from self._queue.enter(charge.cost, deadline)
        except QueueTimeoutError:
            raise RateLimiterTimeoutError(self.bucket.wait_for(self._queue.cost + charge.cost), *charge) from None
        try:
            yield from self._take(charge, waiter, deadline)
        finally:
            self._queue.leave(waiter)

    def take_now(self, cost: int) -> Flow[None]:
        """Take tokens that are spent already, though they may not be there yet; whoever comes next waits for them."""
        yield from self._call(self.bucket.reserve, cost, math.inf)

    def _take(self, charge: Charge, waiter: Waiter, deadline: float) -> Flow[None]:
        bucket, paused = self.bucket, True
        while paused:
            longest = remaining(deadline)
            reservation: Reservation = yield from self._call(bucket.reserve, charge.cost, longest)
            if reservation.seconds > longest:
                raise RateLimiterTimeoutError(reservation.seconds, *charge)
            self._queue.mark_served(waiter)
            try:
                if reservation.seconds:
                    yield sleep(reservation.seconds)
            except GeneratorExit:
                # Its task was dropped, so nothing can be awaited any more.
                raise
            except BaseException:
                yield from self._call(bucket.refund, reservation)
                raise
            # A 429 that came meanwhile has emptied the bucket, and with it what was reserved.
            paused = bucket.pause_left() > 0

    def _call(self, method: Callable[..., Any], *arguments: Any) -> Flow[Any]:
        if self.bucket.blocks:
            return (yield Call(method, partial(asyncio.to_thread, method), arguments))
        return method(*arguments)


def remaining(deadline: float) -> float:
    """Seconds until a moment of `clock.now()`, 0 past it."""
    return max(0.0, deadline - clock.now())
