"""How far the exchange's clock is ahead of this machine's, as far as its Date headers say."""

from __future__ import annotations

import math

from attrs import define


@define(eq=False)
class ExchangeClock:
    """Bounds of how far the exchange's clock is ahead of this machine's.

    A Date header has whole seconds, cut down, and an answer takes time on its way. So one answer says only that the
    difference lies between two bounds; several answers narrow it down.

    Attributes:
        least: At least so many seconds ahead; below zero if it is behind.
        most: At most so many seconds ahead.
    """

    least: float = -math.inf
    most: float = math.inf

    @property
    def difference(self) -> float:
        """The best estimate in seconds; 0 until an answer has had a Date header."""
        return (self.least + self.most) / 2 if self.is_known else 0.0

    @property
    def uncertainty(self) -> float:
        """Seconds between the bounds."""
        return self.most - self.least

    @property
    def is_known(self) -> bool:
        """Whether an answer has had a Date header."""
        return math.isfinite(self.uncertainty)

    def on_response(self, date: float, sent: float, received: float) -> None:
        """Learn from an answer.

        Args:
            date: Its Date header, in Unix seconds.
            sent: When the request went out, in Unix seconds of this machine.
            received: When the answer was there, likewise.
        """
        most = date + 1 - sent
        self.least = max(self.least, date - received)
        # An answer out of a cache has an old date. No answer has one of the future, so where two contradict each other
        # the later date is right.
        if self.most < self.least:
            self.most = most
        elif most >= self.least:
            self.most = min(self.most, most)

    def seconds_to_tick(self, now: float) -> float:
        """Seconds until the Date header changes by the best estimate: the answer sent then halves the uncertainty.

        Args:
            now: This machine's time, in Unix seconds.
        """
        return -(now + self.difference) % 1
