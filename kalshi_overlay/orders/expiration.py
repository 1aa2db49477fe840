"""When an order expires, checked before it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay import clock

# As seconds, a moment in the year 5138; as milliseconds, one in 1973.
_MILLISECONDS = 100_000_000_000


def unix_seconds(moment: Any) -> Any:
    """A moment in Unix seconds; what is no aware datetime as it is."""
    return int(moment.timestamp()) if isinstance(moment, datetime) and moment.tzinfo else moment


def check_expiration(moment: Any, field: str) -> None:
    """Refuse an expiration in milliseconds or in the past; what is no number is left to the encoder.

    Raises:
        InvalidRequestError: The order would not rest as meant; `field` is what the error names.
    """
    seconds = unix_seconds(moment)
    if not isinstance(seconds, int):
        return
    if seconds >= _MILLISECONDS and not isinstance(moment, datetime):
        problem = f"{seconds} looks like milliseconds; give Unix seconds, such as {seconds // 1000}"
        raise InvalidRequestError(field, problem)
    now = clock.unix_milliseconds() // 1000
    if seconds <= now:
        problem = f"{seconds} is in the past; give Unix seconds after {now}, which is now, or leave it out"
        raise InvalidRequestError(field, problem)
