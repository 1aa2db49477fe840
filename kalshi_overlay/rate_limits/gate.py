"""A bucket with the line in front of it: where a request waits."""

from __future__ import annotations

import asyncio

from kalshi_overlay import clock
from kalshi_overlay.errors import RateLimiterTimeoutError, RequestExceedsBucketError

from .bucket import Bucket, Reservation
from .costs import Charge
from .line import Line, Place, TurnNeverCameError


class Gate:
    """Lets requests through in the order in which they came, each when its tokens are there.

    Only the first in the line takes tokens, so a large batch is not overtaken by small requests. Whoever gives up
    leaves the line, and those behind move up.

    Args:
        bucket: Where the tokens come from.
        bucket_capacity: Most tokens that a request can cost.
    """

    def __init__(self, bucket: Bucket, bucket_capacity: int) -> None:
        self.bucket = bucket
        self._capacity = bucket_capacity
        self._line = Line()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._line)

    def enter(self, charge: Charge, until: float) -> None:
        """Return when the tokens of a request are there and taken.

        Args:
            charge: What the request costs.
            until: The last moment at which it may go, in seconds of `clock.now()`.

        Raises:
            RequestExceedsBucketError: The bucket never holds so many.
            RateLimiterTimeoutError: They would come later than `until`; none were taken.
        """
        self._refuse_in_vain(charge, until)
        try:
            with self._line.turn(charge.cost, until) as place:
                self._take(charge, place, until)
        except TurnNeverCameError:
            raise self._late(charge) from None

    async def enter_async(self, charge: Charge, until: float) -> None:
        """Return when the tokens of a request are there and taken, while other tasks run; see `enter`."""
        self._refuse_in_vain(charge, until)
        try:
            async with self._line.turn_async(charge.cost, until) as place:
                await self._take_async(charge, place, until)
        except TurnNeverCameError:
            raise self._late(charge) from None

    def _take(self, charge: Charge, place: Place, until: float) -> None:
        paused = True
        while paused:
            longest = _left(until)
            reservation = self._checked(charge, self.bucket.reserve(charge.cost, longest), longest)
            self._line.served(place)
            try:
                if reservation.seconds:
                    clock.sleep(reservation.seconds)
            except BaseException:
                self.bucket.refund(reservation)
                raise
            # A 429 that came meanwhile has emptied the bucket, and with it what was reserved.
            paused = self.bucket.pause_left() > 0

    async def _take_async(self, charge: Charge, place: Place, until: float) -> None:
        paused = True
        while paused:
            longest = _left(until)
            reservation = self._checked(charge, await self.bucket.reserve_async(charge.cost, longest), longest)
            self._line.served(place)
            try:
                if reservation.seconds:
                    await clock.sleep_async(reservation.seconds)
            except asyncio.CancelledError:
                await self.bucket.refund_async(reservation)
                raise
            paused = self.bucket.pause_left() > 0

    def _refuse_in_vain(self, charge: Charge, until: float) -> None:
        """Refuse at once what can't be served in time, so that it does not wait for nothing."""
        if charge.cost > self._capacity:
            raise RequestExceedsBucketError(self._capacity, charge.bucket, charge.cost, charge.method, charge.path)
        seconds = self.bucket.wait_for(self._line.cost + charge.cost)
        if seconds > _left(until):
            raise _too_late(charge, seconds)

    def _checked(self, charge: Charge, reservation: Reservation, longest: float) -> Reservation:
        if reservation.seconds > longest:
            raise _too_late(charge, reservation.seconds)
        return reservation

    def _late(self, charge: Charge) -> RateLimiterTimeoutError:
        return _too_late(charge, self.bucket.wait_for(self._line.cost + charge.cost))


def _left(until: float) -> float:
    return max(0.0, until - clock.now())


def _too_late(charge: Charge, seconds: float) -> RateLimiterTimeoutError:
    return RateLimiterTimeoutError(seconds, charge.bucket, charge.cost, charge.method, charge.path)
