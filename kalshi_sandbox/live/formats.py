"""How values are written on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from ..error_answers import invalid_parameters


def dollars(amount: Decimal, places: int = 4) -> str:
    """Money as the spec's FixedPointDollars: with so many decimals, or more if it has more."""
    return _written(amount, places)


def count(contracts: Decimal) -> str:
    """Contracts as the spec's FixedPointCount, such as `10.00`."""
    return _written(contracts, 2)


def cents(amount: Decimal) -> int:
    """US dollars in whole cents, rounded down."""
    return int(amount * 100)


def time(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, with microseconds if it has any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def seconds(moment: datetime) -> int:
    """A moment in Unix seconds, rounded down."""
    return int(moment.timestamp())


def milliseconds(moment: datetime) -> int:
    """A moment in Unix milliseconds, rounded down."""
    return int(moment.replace(microsecond=0).timestamp()) * 1000 + moment.microsecond // 1000


def moment(field: str, unix_seconds: int) -> datetime:
    """The moment of a field with Unix seconds.

    Raises:
        ErrorAnswer: With 400 if it is beyond the calendar.
    """
    try:
        return datetime.fromtimestamp(unix_seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise invalid_parameters(field, f"{unix_seconds} is beyond the calendar") from None


def _written(value: Decimal, places: int) -> str:
    exponent = value.normalize().as_tuple().exponent
    return f"{value:.{max(places, -exponent if isinstance(exponent, int) else 0)}f}"
