"""Fields of answers and messages that an item can't do without."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from kalshi_overlay.errors import UnusableAnswerError

Side = Literal["bid", "ask"]
"""`bid` buys yes or sells no, `ask` sells yes or buys no."""


# The year 9999 in Unix milliseconds.
_LATEST = 253_370_764_800_000


def text(source: Any, name: str) -> str:
    """A field that is an id or a ticker; raises `UnusableAnswerError` if it isn't there."""
    value = getattr(source, name, None)
    if isinstance(value, UUID) or (isinstance(value, str) and value):
        return str(value)
    raise _unusable(source, name)


def number(source: Any, name: str) -> Decimal:
    """A field that is an amount; raises `UnusableAnswerError` if it isn't there."""
    value = getattr(source, name, None)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise _unusable(source, name)


def side_of(source: Any) -> Side:
    """The side of the book of yes; raises `UnusableAnswerError` if it isn't there."""
    match getattr(source, "book_side", None):
        case "bid":
            return "bid"
        case "ask":
            return "ask"
    raise _unusable(source, "book_side")


def moment(source: Any, *names: str) -> datetime:
    """The first of some fields that has a time: an aware one, or Unix milliseconds.

    Raises:
        UnusableAnswerError: None of them has.
    """
    for name in names:
        value = getattr(source, name, None)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LATEST:
            return datetime.fromtimestamp(value // 1000, UTC).replace(microsecond=value % 1000 * 1000)
    raise _unusable(source, names[0])


def flag(source: Any, name: str) -> bool:
    """A field that is yes or no; raises `UnusableAnswerError` if it isn't there."""
    value = getattr(source, name, None)
    if isinstance(value, bool):
        return value
    raise _unusable(source, name)


def subaccount(source: Any, name: str) -> int:
    """The number of a subaccount; the primary one, 0, if it isn't there, as where there is no other."""
    value = getattr(source, name, None)
    return value if isinstance(value, int) else 0


def shard_if_given(source: Any) -> int | None:
    """The shard; None if it isn't there."""
    value = getattr(source, "exchange_index", None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def shard(source: Any) -> int:
    """The shard; raises `UnusableAnswerError` if it isn't there."""
    value = shard_if_given(source)
    if value is None:
        raise _unusable(source, "exchange_index")
    return value


def plain(*amounts: Decimal) -> str:
    """Amounts as text, which is the same for equal ones."""
    return " ".join(f"{amount.normalize():f}" for amount in amounts)


def _unusable(source: Any, name: str) -> UnusableAnswerError:
    return UnusableAnswerError(f"{type(source).__name__}.{name} is missing, or not what the spec says")
