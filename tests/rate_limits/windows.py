"""What a record of requests says about the bucket that they came from."""

from __future__ import annotations

import math
from collections.abc import Iterable

Sent = tuple[float, int]
"""When a request went, in seconds, and its cost in tokens."""


def most_in_any_window(sent: Iterable[Sent], refill_rate: float) -> float:
    """The capacity that a bucket must have had to let all of these requests go when they went.

    Of all windows, from one request to a later one and both included, this is the most that any took beyond what
    flowed back in it.
    """
    most, taken, least = 0.0, 0, math.inf
    for at, cost in sorted(sent):
        # What was taken before the window less the refill until it begins: the least of these begins the worst window.
        least = min(least, taken - refill_rate * at)
        taken += cost
        most = max(most, taken - refill_rate * at - least)
    return most


def share_used(sent: list[Sent], refill_rate: float, capacity: float) -> float:
    """The share of a bucket's tokens that was used between the first request and the last."""
    times = [at for at, _ in sent]
    return sum(cost for _, cost in sent) / (capacity + refill_rate * (max(times) - min(times)))
