"""How fast commands go out, and how long to wait before another attempt."""

from __future__ import annotations

import asyncio
import time

from kalshi_overlay import clock

_WAIT_INITIAL, _WAIT_MAX = 0.25, 20.0
_A_SECOND, _BURST = 10.0, 20


def backoff(attempt: int) -> float:
    """Give seconds to wait by full jitter: anywhere up to a bound that doubles with each attempt.

    Args:
        attempt: How many attempts have failed in a row, from 0.
    """
    return clock.jitter(min(_WAIT_MAX, _WAIT_INITIAL * 2.0 ** min(attempt, 16)))


class CommandPacer:
    """Lets twenty commands pass at once, and ten a second in the long run, whatever goes wrong."""

    def __init__(self) -> None:
        self._in_step = 0.0

    async def wait(self) -> None:
        """Wait for the turn of one command; turns come in the order in which they were asked for."""
        now = time.monotonic()
        self._in_step = max(self._in_step, now - _BURST / _A_SECOND) + 1 / _A_SECOND
        if self._in_step > now:
            await asyncio.sleep(self._in_step - now)
