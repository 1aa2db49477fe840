"""Whether a request is the one that was recorded, where a placeholder is any text, but the same one each time."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from attrs import frozen

from kalshi_overlay.redaction import PLACEHOLDER, identifies

Value = str | int | Decimal
"""What a placeholder is, and what it is for: a text for a text, a number for a number."""

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

    def __init__(self, of: Bindings | None = None) -> None:
        self._values: ChainMap[Value, Value] = ChainMap() if of is None else of._values.new_child()
        self._taken: ChainMap[Value, Value] = ChainMap() if of is None else of._taken.new_child()

    def trial(self) -> Bindings:
        """Bindings to try out a request with; what they add is theirs alone until it is kept."""
        return Bindings(self)

    def keep(self, trial: Bindings) -> None:
        """Add what a trial has added."""
        self._values.update(trial._values.maps[0])
        self._taken.update(trial._taken.maps[0])

    def bind(self, placeholder: Value, value: Value) -> bool:
        """Let a placeholder have a value, unless it or the value is bound otherwise; say whether it has it."""
        if isinstance(placeholder, str) is not isinstance(value, str):
            return False
        bound = self._values.setdefault(placeholder, value) == value
        return bound and self._taken.setdefault(value, placeholder) == placeholder

    def value_of(self, placeholder: Value) -> Value | None:
        """The value that a placeholder has; None if it has none."""
        return self._values.get(placeholder)

    def answer(self, name: str, value: Any, *, identifying: bool = False) -> Any:
        """What the field `name` of an answer holds, with the values of now for placeholders.

        A placeholder that has no value yet is its own from now on.
        """
        identifying = identifying or identifies(name)
        if isinstance(value, dict):
            return {
                self._of(key) if PLACEHOLDER.fullmatch(key) else key: self.answer(key, each, identifying=identifying)
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.answer(name, each, identifying=identifying) for each in value]
        return self._of(value) if _is_placeholder(value, identifying) else value

    def _of(self, placeholder: Value) -> Value:
        self.bind(placeholder, placeholder)
        return self._values[placeholder]


@frozen(kw_only=True)
class Comparison:
    """How a request is compared with a recorded one.

    Attributes:
        bindings: The values of placeholders, which grow.
        same_time: Compares times that differ.
    """

    bindings: Bindings
    same_time: SameTime

    def differences(
        self, recorded: Any, asked: Any, where: str, name: str = "", *, identifying: bool = False
    ) -> Iterator[Difference]:
        """Compare a part of a request with the recorded one.

        Args:
            recorded: What the recording has.
            asked: What is asked now.
            where: What the part is called in differences.
            name: The field that holds it.
            identifying: Whether it is inside of a field that identifies somebody or something.
        """
        identifying = identifying or identifies(name)
        if isinstance(recorded, dict) and isinstance(asked, dict):
            recorded = self._named_as_now(recorded, asked)
            for key in sorted(recorded.keys() | asked.keys()):
                parts = recorded.get(key, NOTHING), asked.get(key, NOTHING)
                yield from self.differences(*parts, f"{where}.{key}", key, identifying=identifying)
        elif isinstance(recorded, list) and isinstance(asked, list):
            for number, parts in enumerate(zip_longest(recorded, asked, fillvalue=NOTHING)):
                yield from self.differences(*parts, f"{where}[{number}]", name, identifying=identifying)
        elif not self._is_same(recorded, asked, name, identifying):
            yield Difference(where, recorded, asked)

    def _is_same(self, recorded: Any, asked: Any, name: str, identifying: bool) -> bool:
        if _is_placeholder(recorded, identifying):
            return isinstance(asked, Value) and not isinstance(asked, bool) and self.bindings.bind(recorded, asked)
        if isinstance(recorded, bool) or isinstance(asked, bool):
            return recorded is asked
        if recorded == asked:
            return True
        if _TIME.fullmatch(name) is None:
            return False
        then, now = _moment(recorded), _moment(asked)
        return then is not None and now is not None and self.same_time(then, now)

    def _named_as_now(self, recorded: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
        """Recorded fields, with their names of now in the place of names that are placeholders."""
        free = [key for key in asked if key not in recorded]
        named = {}
        # In the order of their numbers, which is that of the fields.
        for key in sorted(recorded, key=lambda key: (len(key), key)):
            now: Any = key
            if free and PLACEHOLDER.fullmatch(key) and key not in asked:
                bound = self.bindings.value_of(key)
                now = free[0] if bound is None else bound
                if now in free and self.bindings.bind(key, now):
                    free.remove(now)
            named[now] = recorded[key]
        return named


def _is_placeholder(value: Any, identifying: bool) -> bool:
    if isinstance(value, str):
        return PLACEHOLDER.fullmatch(value) is not None
    return identifying and isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> float | None:
    """A time in Unix seconds, however it is written; None if it is none."""
    if isinstance(value, int) or (isinstance(value, str) and _DIGITS.fullmatch(value)):
        number = float(value)
        return number / 1000 if number >= _MILLISECONDS_FROM else number
    try:
        return datetime.fromisoformat(value).timestamp()
    except (TypeError, ValueError):
        return None
