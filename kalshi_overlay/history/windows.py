"""Spans of time, and the windows in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from kalshi_gen.errors import InvalidRequestError

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before everything."""

END: Final = datetime.max.replace(tzinfo=UTC)
"""After everything."""


class Window(NamedTuple):
    """A span of time.

    Attributes:
        start: The first moment of it.
        end: The first moment after it.
    """

    start: datetime
    end: datetime

    def __str__(self) -> str:
        start = "the beginning" if self.start == BEGINNING else self.start.isoformat()
        return f"{start} to {'now' if self.end == END else self.end.isoformat()}"


def missing(span: Window, done: Iterable[Window]) -> Iterator[Window]:
    """The parts of a span that none of some windows covers, the earliest first."""
    start = span.start
    for each in sorted(done):
        if start < min(each.start, span.end):
            yield Window(start, min(each.start, span.end))
        start = max(start, each.end)
    if start < span.end:
        yield Window(start, span.end)


def split(span: Window, length: timedelta) -> Iterator[Window]:
    """The windows of a span, which end at multiples of their length since 1970, so that each run has the same."""
    start = span.start
    while start < span.end:
        end = start + min(length - (start - BEGINNING) % length, span.end - start)
        yield Window(start, end)
        start = end


def aware(name: str, given: Any) -> datetime:
    """A moment that was given, in UTC.

    Raises:
        InvalidRequestError: It is no aware datetime, or UTC has no such year.
    """
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise InvalidRequestError(
            name, f"{given!r} is no datetime with a time zone; write datetime(2026, 10, 1, tzinfo=UTC)"
        )
    try:
        return given.astimezone(UTC)
    except OverflowError:
        raise InvalidRequestError(name, f"{given!r} is outside of the years 1 to 9999 in UTC") from None
