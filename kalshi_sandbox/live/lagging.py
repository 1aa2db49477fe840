"""When what was written shows in reads: some time later, in its order, and for good."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from ..behaviour import Span
from ..instruments import number

_INSTANT = timedelta(microseconds=1)
_PER_SECOND = 1_000_000


def drawn(span: Span, seed: str) -> timedelta:
    """A duration between two bounds in seconds, always the same for a seed."""
    least, most = (round(seconds * _PER_SECOND) for seconds in span)
    return timedelta(microseconds=number(seed, least, most))


class Lag:
    """How far the reads of one kind of data lag behind writes, account by account.

    All that an account's writes did at one moment shows at once, a duration later that is drawn for that moment. A
    later write never shows before an earlier one, so reads never go back in time.

    Args:
        span: The least and the most that reads lag behind, in seconds.
        seed: Seed of the durations.
    """

    def __init__(self, span: Span, seed: str) -> None:
        self._span = span
        self._seed = seed
        # By account: when something was written, and when it shows.
        self._hidden: defaultdict[str, deque[tuple[datetime, datetime]]] = defaultdict(deque)

    @property
    def longest(self) -> timedelta:
        """The most that reads lag behind."""
        return timedelta(seconds=self._span[1])

    def wrote(self, account: str, moment: datetime) -> None:
        """Note that something of an account was written."""
        if not self._span[1]:
            return
        hidden = self._still_hidden(account, moment)
        if hidden and hidden[-1][0] == moment:
            return
        shows = moment + drawn(self._span, f"{self._seed}/{account}/{moment.isoformat()}")
        hidden.append((moment, max(shows, hidden[-1][1]) if hidden else shows))

    def shown_until(self, account: str, now: datetime) -> datetime | None:
        """The moment whose state a read of an account shows now; None where it shows everything."""
        hidden = self._still_hidden(account, now)
        return hidden[0][0] - _INSTANT if hidden else None

    def _still_hidden(self, account: str, now: datetime) -> deque[tuple[datetime, datetime]]:
        """What is still hidden now; what shows is forgotten."""
        hidden = self._hidden[account]
        while hidden and hidden[0][1] <= now:
            hidden.popleft()
        return hidden
