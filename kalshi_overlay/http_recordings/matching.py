"""Whether a request is the one that was recorded, where a placeholder is any text, but the same one each time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from kalshi_overlay.redaction import PLACEHOLDER, identifies

SameTime = Callable[[float, float], bool]
"""Whether a recorded moment is the one that is asked for, both in Unix seconds."""

_TIME: Final = re.compile(r"(.*_)?(ts|time|date|at)(_(ts|ms))?")
_DIGITS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
# In seconds, this is far in the future; in milliseconds, in 1973.
_MILLISECONDS_FROM: Final = 1e11


class _Nothing:
    """What stands in for a field or an item that is not there."""

    def __repr__(self) -> str:
        return "nothing"


NOTHING: Final = _Nothing()


class Difference(NamedTuple):
    """Where a request is another than the recorded one.

    Attributes:
        where: The field, such as `body.price`.
        recorded: What the recording has there.
        asked: What the request has there.
    """

    where: str
    recorded: Any
    asked: Any


class Bindings:
    """The values that placeholders have now: each has one, and no two have the same."""

    def __init__(self, values: dict[str | int, str | int] | None = None) -> None:
        self._values = dict(values or {})
        self._taken = {value: placeholder for placeholder, value in self._values.items()}

    def copy(self) -> Bindings:
        """Bindings to try out a request with."""
        return Bindings(self._values)

    def bind(self, placeholder: str | int, value: str | int) -> bool:
        """Let a placeholder have a value, unless it or the value is bound otherwise; say whether it has it."""
        if type(placeholder) is not type(value):
            return False
        bound = self._values.setdefault(placeholder, value) == value
        return bound and self._taken.setdefault(value, placeholder) == placeholder

    def answer(self, name: str, value: Any, *, is_identifying: bool = False) -> Any:
        """What the field `name` of an answer holds, with the values of now for placeholders.

        A placeholder that has no value yet is its own from now on.
        """
        is_identifying = is_identifying or identifies(name)
        if isinstance(value, dict):
            return {
                self._of(key) if PLACEHOLDER.fullmatch(key) else key: self.answer(
                    key, each, is_identifying=is_identifying
                )
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.answer(name, each, is_identifying=is_identifying) for each in value]
        return self._of(value) if _is_placeholder(value, is_identifying) else value

    def _of(self, placeholder: str | int) -> str | int:
        self.bind(placeholder, placeholder)
        return self._values[placeholder]


def differences(
    recorded: Any, asked: Any, bindings: Bindings, same_time: SameTime, where: str, name: str = ""
) -> Iterator[Difference]:
    """Compare a part of a request with the recorded one, and bind the placeholders of that.

    Args:
        recorded: What the recording has.
        asked: What is asked now.
        bindings: The values of placeholders, which grow.
        same_time: Compares times that differ.
        where: The name of the part, for differences.
        name: The field that holds it.
    """
    if isinstance(recorded, dict) and isinstance(asked, dict):
        for key in sorted(recorded.keys() | asked.keys()):
            parts = recorded.get(key, NOTHING), asked.get(key, NOTHING)
            yield from differences(*parts, bindings, same_time, f"{where}.{key}", key)
    elif isinstance(recorded, list) and isinstance(asked, list):
        for number, parts in enumerate(zip_longest(recorded, asked, fillvalue=NOTHING)):
            yield from differences(*parts, bindings, same_time, f"{where}[{number}]", name)
    elif not _is_same(recorded, asked, bindings, same_time, name):
        yield Difference(where, recorded, asked)


def _is_same(recorded: Any, asked: Any, bindings: Bindings, same_time: SameTime, name: str) -> bool:
    if _is_placeholder(recorded, identifies(name)):
        return bindings.bind(recorded, asked) if isinstance(asked, str | int) else False
    if isinstance(recorded, bool) or isinstance(asked, bool):
        return recorded is asked
    if recorded == asked:
        return True
    if _TIME.fullmatch(name) is None:
        return False
    then, now = _moment(recorded), _moment(asked)
    return then is not None and now is not None and same_time(then, now)


def _is_placeholder(value: Any, is_identifying: bool) -> bool:
    if isinstance(value, str):
        return PLACEHOLDER.fullmatch(value) is not None
    return is_identifying and isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> float | None:
    """A time in Unix seconds, however it is written; None if it is none."""
    if isinstance(value, int) or (isinstance(value, str) and _DIGITS.fullmatch(value)):
        number = float(value)
        return number / 1000 if number >= _MILLISECONDS_FROM else number
    try:
        return datetime.fromisoformat(value).timestamp()
    except (TypeError, ValueError):
        return None
