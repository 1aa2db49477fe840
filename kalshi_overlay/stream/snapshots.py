"""Which order books need a snapshot, and when each may be asked for."""

from __future__ import annotations

import time
from collections.abc import Iterable

from attrs import define

WAIT_INITIAL = 1.0
"""Seconds that the answer to a request is waited for; then it is repeated."""
_WAIT_MAX = 30.0
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
        # When the next request for a market would be in step with one a second.
        self._in_step: dict[str, float] = {}

    def want(self, tickers: Iterable[str], after: float = 0.0) -> bool:
        """Ask for snapshots of markets, unless they come by themselves within some seconds.

        Returns:
            Whether a request is due earlier than before.
        """
        due, is_earlier = time.monotonic() + after, False
        for ticker in tickers:
            known = self._wanted.get(ticker)
            allowed = self._allowed(ticker, due)
            if known is None:
                self._wanted[ticker] = _Wanted(allowed)
            elif not known.asked and allowed < known.due:
                known.due = allowed
            else:
                continue
            is_earlier = True
        return is_earlier

    def forget(self, tickers: Iterable[str]) -> None:
        """Ask no more for snapshots of markets: they have come, or nobody reads them."""
        for ticker in tickers:
            self._wanted.pop(ticker, None)

    def clear(self) -> None:
        """Ask for none: the subscription has ended, and a new one brings its own."""
        self._wanted.clear()

    def due_in(self) -> float | None:
        """Seconds until a request is due; None if there is none."""
        first = min((each.due for each in self._wanted.values()), default=None)
        return None if first is None else max(0.0, first - time.monotonic())

    def take_due(self) -> list[str]:
        """The markets to ask for now; each is due again if its snapshot doesn't come."""
        now = time.monotonic()
        due = [ticker for ticker, each in self._wanted.items() if each.due <= now][:_MOST_A_COMMAND]
        self._in_step = {ticker: at for ticker, at in self._in_step.items() if at > now}
        for ticker in due:
            wanted = self._wanted[ticker]
            self._in_step[ticker] = max(self._in_step.get(ticker, now), now) + _SPACING
            wanted.due = self._allowed(ticker, now + min(_WAIT_MAX, WAIT_INITIAL * 2.0**wanted.asked))
            wanted.asked = min(wanted.asked + 1, 16)
        return due

    def _allowed(self, ticker: str, due: float) -> float:
        return max(due, self._in_step.get(ticker, 0.0) - (_IN_A_ROW - 1) * _SPACING)
