"""A token bucket that stores not how many tokens it holds, but when it will be full again.

With `full_at`, a bucket of capacity C that refills at the rate R holds C - R * (full_at - now) tokens. A request
that costs c may go once there are c tokens and those of `margin` seconds. It moves `full_at` by c / R, from there or
from when it goes, whichever is later. Requests that take up to `margin` seconds longer than others to arrive then
never find the exchange's own bucket too empty, and one that empties the bucket waits until it was full for so long.
"""

from __future__ import annotations

import math
import threading

from attrs import frozen

from kalshi_overlay import clock

# Seconds that a sum of floats may be off.
_ROUNDING = 1e-6


@frozen
class Reservation:
    """Tokens that were taken before they are there, or would have been.

    Attributes:
        seconds: Seconds until they are there.
        cost: How many.
        full_at: When the bucket is full again, on the bucket's own clock; distinguishes reservations.
    """

    seconds: float
    cost: int
    full_at: float


class Bucket:
    """The bucket of one process, and the base of one that processes share.

    Args:
        refill_rate: Tokens that flow back each second.
        bucket_capacity: Most tokens that it holds.
        margin: Seconds of refill that stay in it.

    Attributes:
        blocks: Whether `reserve` and `refund` may block, so that a task lets a thread call them.
        full_at: When it is full again, in seconds of `clock.now()`.
    """

    blocks = False

    def __init__(self, refill_rate: float, bucket_capacity: float, margin: float) -> None:
        self._rate = refill_rate
        self._capacity = bucket_capacity
        self._margin = margin
        self._lock = threading.Lock()
        self._paused_until = -math.inf
        self.full_at = -math.inf

    def reserve(self, cost: int, longest: float) -> Reservation:
        """Take tokens, which may come later; take none if that is more than `longest` seconds."""
        with self._lock:
            seconds = self.wait_for(cost)
            if seconds <= longest:
                self.full_at = max(self.full_at, clock.now() + seconds) + cost / self._rate
            return Reservation(seconds, cost, self.full_at)

    def refund(self, reservation: Reservation) -> None:
        """Put back tokens that were not used, unless others have been reserved since: those would not move up."""
        with self._lock:
            if self.full_at == reservation.full_at:
                self.full_at -= reservation.cost / self._rate

    def pause(self, seconds: float) -> None:
        """Empty the bucket, and let nothing go for so many seconds; it does not block a task."""
        with self._lock:
            now = clock.now()
            self.full_at = max(self.full_at, now + self._capacity / self._rate)
            self._paused_until = max(self._paused_until, now + seconds)

    def wait_for(self, cost: int) -> float:
        """Seconds until so many tokens could be taken, as far as this process knows; none are."""
        allowed_at = self.full_at + self._margin + (cost - self._capacity) / self._rate
        return _rounded(max(allowed_at, self._paused_until) - clock.now())

    def pause_left(self) -> float:
        """Seconds of a pause that are left, as far as this process knows."""
        return _rounded(self._paused_until - clock.now())


def _rounded(seconds: float) -> float:
    return seconds if seconds > _ROUNDING else 0.0
