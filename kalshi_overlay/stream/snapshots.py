"""Which order books need a snapshot, and when each may be asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from attrs import define

_FIRST_WAIT, _LAST_WAIT = 1.0, 30.0
# A market's snapshot is asked for once a second in the long run, and a few times in a row where things go wrong.
_SPACING = 1.0
_IN_A_ROW = 3
_MOST_A_COMMAND = 100


@define
class _Wanted:
    due: float
    asked: int = 0


class SnapshotRequests:
    """The snapshots that one subscription to order books waits for.

    What answers a request is the snapshot itself, whatever else comes. A request that brings none is repeated after a
    wait that doubles from one second to thirty.
    """

    def __init__(self) -> None:
        self._wanted: dict[str, _Wanted] = {}
        # When the next request of a market would be in step with one a second.
        self._in_step: dict[str, float] = {}
        self._changed = asyncio.Event()
        self.is_asking = False

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def want(self, tickers: Iterable[str], after: float = 0.0) -> None:
        """Want snapshots of markets.

        Args:
            tickers: The markets.
            after: Seconds in which they may come without being asked for.
        """
        due = time.monotonic() + after
        for ticker in tickers:
            known = self._wanted.get(ticker)
            allowed = self._allowed(ticker, due)
            if known is None:
                self._wanted[ticker] = _Wanted(allowed)
            elif not known.asked and allowed < known.due:
                known.due = allowed
            else:
                continue
            self._changed.set()

    def came(self, ticker: str) -> None:
        """Know that a snapshot has come."""
        self._wanted.pop(ticker, None)

    def forget(self, tickers: Iterable[str]) -> None:
        """Want snapshots of markets no longer."""
        for ticker in tickers:
            self._wanted.pop(ticker, None)
            self._in_step.pop(ticker, None)

    def clear(self) -> None:
        """Want none: the subscription has ended, and a new one brings its own."""
        self._wanted.clear()
        self._changed.set()

    async def until_due(self) -> None:
        """Wait until something may be asked for, or the wants have changed."""
        self._changed.clear()
        first = min((each.due for each in self._wanted.values()), default=None)
        if first is None:
            return
        delay = first - time.monotonic()
        if delay > 0:
            try:
                async with asyncio.timeout(delay):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def take_due(self) -> list[str]:
        """Give the markets to be asked for now; each is due again if its snapshot doesn't come."""
        now = time.monotonic()
        due = [ticker for ticker, each in self._wanted.items() if each.due <= now][:_MOST_A_COMMAND]
        for ticker in due:
            wanted = self._wanted[ticker]
            self._in_step[ticker] = max(self._in_step.get(ticker, now), now) + _SPACING
            wanted.due = self._allowed(ticker, now + min(_LAST_WAIT, _FIRST_WAIT * 2.0**wanted.asked))
            wanted.asked = min(wanted.asked + 1, 16)
        return due

    def _allowed(self, ticker: str, due: float) -> float:
        return max(due, self._in_step.get(ticker, 0.0) - (_IN_A_ROW - 1) * _SPACING)
