"""Random values of any generated type, drawn fast: difficult scalars in random combinations.

`values` has the same as strategies of Hypothesis, which are slower and find the smallest value that fails.
"""

from __future__ import annotations

import re
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from kalshi_gen.runtime.bounds import Bound, Decimals, Length, Pattern, Range
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.types import UNSET, Unset

from .values import obeying, steps

_LETTERS = "aZ09 .,:;-+_/\\\"'<>&%{}[]\x00\t\n\r\x7f\u0085\u00e9\u07ff\u0130\u2028\ufeff\uffff\U0001f0a1\U0010ffff"
_TEXTS = ("", "text", "null", "0", "1e5", "0.56", "2026-01-01T00:00:00Z", "\\u0000", "\x00", "\U0001f0a1" * 50)
_INTEGERS = (0, 1, -1, 2**31 - 1, -(2**31), 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
_FLOATS = (0.0, -0.0, 0.1, -1.5, 1e-7, 1e16, 1e22, 2.0**53, 5e-324, 1.7976931348623157e308)
_DECIMALS = ("0", "-0", "0.1", "0.5600", "-0.00001", "1E+2", "1E-10", "0E-30", "9" * 40, "-1." + "3" * 40)
_OFFSETS = (0, 3600, -5 * 3600, 5 * 3600 + 45 * 60, 1172, -86399, 86399)
_INT64 = (-(2**63), 2**63 - 1)
_MOST = 3


def random_value(declared: Any, chance: Random) -> Any:
    """Any value that a declared type allows."""
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin is typing.Annotated:
        metas = [each.extra or {} for each in arguments[1:] if isinstance(each, msgspec.Meta)]
        known = next((extra["known"] for extra in metas if "known" in extra), None)
        if any(extra.get("unix", ("",))[0] == "seconds" for extra in metas):
            # Greater ones are taken for milliseconds.
            return chance.choice((0, 99_999_999_999, chance.randint(0, 99_999_999_999)))
        bound, *more = [each for each in arguments[1:] if isinstance(each, Bound)] or [None]
        if isinstance(bound, Decimals) and more:
            least, most = steps(bound, *more)
            return Decimal(chance.choice((least, most, chance.randint(least, most)))).scaleb(-bound.most)
        return chance.choice(known) if known else _within(bound, arguments[0], chance)
    if origin is list:
        return [random_value(arguments[0], chance) for _ in range(chance.randint(0, _MOST))]
    if origin is tuple:
        return tuple(random_value(each, chance) for each in arguments)
    if origin is dict:
        return {_text(chance): random_value(arguments[1], chance) for _ in range(chance.randint(0, _MOST))}
    if arguments:
        return random_value(chance.choice(arguments), chance)
    if isinstance(declared, msgspec.StructMeta):
        value = declared(**{name: random_value(kind, chance) for name, kind in field_types(declared).items()})
        return obeying(value, lambda kind: random_value(kind, chance))
    return _SCALARS[declared](chance)


def _within(bound: Bound | None, declared: Any, chance: Random) -> Any:
    match bound:
        case Range() if declared is int:
            least = _INT64[0] if bound.minimum is None else int(bound.minimum)
            most = _INT64[1] if bound.maximum is None else int(bound.maximum)
            return chance.choice((least, most, chance.randint(least, most)))
        case Length() if declared is str:
            most = bound.minimum + 20 if bound.maximum is None else bound.maximum
            return _text(chance, chance.choice((bound.minimum, most, chance.randint(bound.minimum, most))))
        case Length():
            (item,) = typing.get_args(declared)
            most = min(bound.minimum + _MOST, bound.maximum or bound.minimum + _MOST)
            return [random_value(item, chance) for _ in range(chance.randint(bound.minimum, most))]
        case Range() if declared is Decimal:
            return Decimal(chance.randint(*steps(Decimals(2), bound))).scaleb(-2)
        case Pattern():
            texts = ("".join(chance.choices("aZ09._-", k=chance.randint(1, 16))) for _ in range(1_000))
            return next(text for text in texts if re.search(bound.expression, text))
        case Decimals():
            return Decimal(chance.choice((0, 1, -1, chance.randint(-(10**18), 10**18)))).scaleb(-bound.most)
    assert bound is None, f"teach {__name__} {bound}"
    return random_value(declared, chance)


def _text(chance: Random, length: int | None = None) -> str:
    if length is None and chance.random() < 0.3:
        return chance.choice(_TEXTS)
    return "".join(chance.choices(_LETTERS, k=chance.randint(0, 8) if length is None else length))


def _decimal(chance: Random) -> Decimal:
    if chance.random() < 0.5:
        return Decimal(chance.choice(_DECIMALS))
    return Decimal(chance.randint(-(10**12), 10**12)).scaleb(chance.randint(-12, 4))


def _time(chance: Random) -> datetime:
    moment = datetime(2, 1, 1) + timedelta(
        days=chance.randrange(9996 * 365), microseconds=chance.choice((0, 1, chance.randrange(86_400_000_000)))
    )
    zone = UTC if chance.random() < 0.3 else timezone(timedelta(seconds=chance.choice(_OFFSETS)))
    return moment.replace(tzinfo=zone)


def _json(chance: Random, depth: int = 0) -> Any:
    kind = chance.randrange(7 if depth < 2 else 5)
    if kind == 5:
        return [_json(chance, depth + 1) for _ in range(chance.randint(0, _MOST))]
    if kind == 6:
        return {_text(chance): _json(chance, depth + 1) for _ in range(chance.randint(0, _MOST))}
    return (None, chance.random() < 0.5, _integer(chance), _float(chance), _text(chance))[kind]


def _integer(chance: Random) -> int:
    return chance.choice((*_INTEGERS, chance.randint(*_INT64)))


def _float(chance: Random) -> float:
    return chance.choice((*_FLOATS, chance.uniform(-1e6, 1e6)))


_SCALARS: dict[Any, Any] = {
    str: _text,
    bool: lambda chance: chance.random() < 0.5,
    int: _integer,
    float: _float,
    Decimal: _decimal,
    datetime: _time,
    date: lambda chance: date.fromordinal(chance.randint(1, date.max.toordinal())),
    UUID: lambda chance: UUID(int=chance.getrandbits(128)),
    Any: _json,
    type(None): lambda _: None,
    Unset: lambda _: UNSET,
}
