"""Commands go out no faster than the exchange could want them, whatever goes wrong."""

from __future__ import annotations

import asyncio
import time

_A_SECOND = 10.0
_AT_ONCE = 20


class CommandPacer:
    """Lets twenty commands pass at once, and ten a second in the long run."""

    def __init__(self) -> None:
        self._in_step = 0.0

    async def wait(self) -> None:
        """Wait for the turn of one command; turns come in the order in which they were asked for."""
        now = time.monotonic()
        self._in_step = max(self._in_step, now - _AT_ONCE / _A_SECOND) + 1 / _A_SECOND
        if self._in_step > now:
            await asyncio.sleep(self._in_step - now)
