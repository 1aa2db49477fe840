"""Time bounds of a request: Unix seconds after or before which a thing must have happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..engine.clock import EPOCH
from ..validation import CheckedRequest

_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = 1_000_000


def is_within(
    moment: datetime | None, request: CheckedRequest, lower: str, upper: str, *, upper_included: bool = False
) -> bool:
    """Whether a moment is later than one of the request's parameters and earlier than the other, as far as given.

    Args:
        moment: The moment; None, that of a thing that hasn't happened, is within no bounds.
        lower: Name of the parameter with the lower bound.
        upper: Name of the parameter with the upper bound.
        upper_included: Whether a moment that is the upper bound is within.
    """
    after, before = request.query.get(lower), request.query.get(upper)
    if after is None and before is None:
        return True
    if moment is None:
        return False
    # In integers: a bound may lie far beyond the calendar.
    at = (moment - EPOCH) // _MICROSECOND
    is_late_enough = after is None or at > after * _PER_SECOND
    return is_late_enough and (before is None or at < before * _PER_SECOND + upper_included)
