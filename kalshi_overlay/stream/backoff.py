"""How long to wait before another attempt."""

from __future__ import annotations

import random

_FIRST_BOUND = 0.25
_LAST_BOUND = 20.0


def backoff(attempt: int) -> float:
    """Give seconds to wait by full jitter: anywhere up to a bound that doubles with each attempt.

    Args:
        attempt: How many attempts have failed in a row, from 0.
    """
    return random.uniform(0, min(_LAST_BOUND, _FIRST_BOUND * 2.0 ** min(attempt, 16)))
