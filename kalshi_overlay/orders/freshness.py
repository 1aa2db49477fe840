"""How far reads are behind: which of the exchange's own moments they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import IntEnum
from typing import TypeVar

from kalshi_gen.api.exchange import get_user_data_timestamp
from kalshi_gen.errors import KalshiError
from kalshi_overlay.orders.journal import Journal
from kalshi_overlay.orders.steps import Steps

T = TypeVar("T")

SETTLING = 5.0
"""Seconds for which a request that got no answer may still be on its way: the exchange refuses older signatures."""

# A Date header tells whole seconds: the moment itself lies up to one later.
_DATE_STEP = timedelta(seconds=1)
_CLOCK_SLACK = timedelta(seconds=2)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0


class Stage(IntEnum):
    """What reads show of the requests that were sent before a `Freshness` was made."""

    EARLY = 0
    """Perhaps not all that they did."""
    CAUGHT_UP = 1
    """All that they did until then."""
    SETTLED = 2
    """All that they will ever do."""


class Freshness:
    """Follows how fresh reads are, on the exchange's clock alone, from its own making on.

    Args:
        journal: The operation's journal.

    Attributes:
        began: A moment on the exchange's clock that is surely before the operation began; None if it is not
            known, because no answer has told the exchange's time.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._made: datetime | None = None
        self.began: datetime | None = None

    def stage(self) -> Steps[Stage]:
        """Ask how fresh reads are now; what can't be read is early."""
        try:
            response = yield from self._journal.read(get_user_data_timestamp)
        except KalshiError:
            return Stage.EARLY
        now, shown = _date(response.headers), getattr(response.parsed, "as_of_time", None)
        if self._made is None and now is not None:
            self._made = now + _DATE_STEP
            self.began = now - timedelta(seconds=self._journal.elapsed()) - _CLOCK_SLACK
        if self._made is None or not isinstance(shown, datetime) or shown.tzinfo is None or shown < self._made:
            return Stage.EARLY
        return Stage.SETTLED if shown >= self._made + timedelta(seconds=SETTLING) else Stage.CAUGHT_UP


def poll(
    journal: Journal,
    freshness: Freshness,
    read: Callable[[], Steps[T]],
    is_enough: Callable[[T, Stage], bool],
) -> Steps[T]:
    """Read again and again until it is enough.

    Args:
        journal: The operation's journal.
        freshness: Tells how fresh each reading is, at least.
        read: Reads; a `KalshiError` that it raises is met with another attempt.
        is_enough: Whether what was read, at this stage, tells what has to be known.

    Returns:
        What was read last.

    Raises:
        DeadlinePassed: It was never enough.
    """
    pause = _FIRST_PAUSE
    while True:
        # Asked first: what is read after it is at least as fresh.
        stage = yield from freshness.stage()
        try:
            found = yield from read()
        except KalshiError as error:
            journal.note(error)
        else:
            if is_enough(found, stage):
                return found
        yield from journal.pause(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
