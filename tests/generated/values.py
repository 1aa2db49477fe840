"""Hypothesis strategies for any value of any generated type, built from the declarations themselves."""

from __future__ import annotations

import typing
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from kalshi_gen.runtime.bounds import Bound, Decimals, Length, Pattern, Range
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.types import UNSET, Unset

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-1000, 1000, places=4)
OFFSETS = st.integers(-86399, 86399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
TIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=OFFSETS | st.just(UTC))
INTEGERS = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | FLOATS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(),
    bool: st.booleans(),
    int: INTEGERS,
    float: FLOATS,
    Decimal: DECIMALS,
    datetime: TIMES,
    date: st.dates(),
    UUID: st.uuids(),
    Any: JSON_VALUES,
    type(None): st.none(),
    Unset: st.just(UNSET),
}


@cache
def values(declared: Any) -> st.SearchStrategy[Any]:
    """Any value that a declared type allows."""
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin is typing.Annotated:
        metas = [each.extra or {} for each in arguments[1:] if isinstance(each, msgspec.Meta)]
        known = next((extra["known"] for extra in metas if "known" in extra), None)
        if any(extra.get("unix", ("",))[0] == "seconds" for extra in metas):
            # Greater ones are taken for milliseconds.
            return st.integers(0, 99_999_999_999)
        bound, *more = [each for each in arguments[1:] if isinstance(each, Bound)] or [None]
        if isinstance(bound, Decimals) and more:
            return st.integers(*steps(bound, *more)).map(lambda number: Decimal(number).scaleb(-bound.most))
        return st.sampled_from(known) if known else within(bound, arguments[0])
    if origin is list:
        return st.lists(values(arguments[0]), max_size=3)
    if origin is tuple:
        return st.tuples(*map(values, arguments))
    if origin is dict:
        return st.dictionaries(st.text(), values(arguments[1]), max_size=3)
    if arguments:
        return st.one_of(*map(values, arguments))
    if isinstance(declared, msgspec.StructMeta):
        return st.deferred(lambda: models(declared))
    return SCALARS[declared]


def within(bound: Bound | None, declared: Any) -> st.SearchStrategy[Any]:
    """Any value of a type within a bound."""
    match bound:
        case Range() if declared is int:
            return st.integers(
                -(2**63) if bound.minimum is None else int(bound.minimum),
                2**63 - 1 if bound.maximum is None else int(bound.maximum),
            )
        case Length() if declared is str:
            return st.text(min_size=bound.minimum, max_size=bound.maximum)
        case Length():
            (item,) = typing.get_args(declared)
            most = min(bound.minimum + 3, bound.maximum or bound.minimum + 3)
            return st.lists(values(item), min_size=bound.minimum, max_size=most)
        case Range() if declared is Decimal:
            return st.integers(*steps(Decimals(2), bound)).map(lambda number: Decimal(number).scaleb(-2))
        case Pattern():
            return st.from_regex(bound.expression.removesuffix("$") + r"\Z")
        case Decimals():
            return st.decimals(-(10**12), 10**12, places=bound.most)
    assert bound is None, f"teach {__name__} {bound}"
    return values(declared)


def steps(decimals: Decimals, limits: Range) -> tuple[int, int]:
    """The least and the greatest amount within limits, in its smallest steps."""
    step, most = 10**decimals.most, 10 ** (12 + decimals.most)
    least = -most if limits.minimum is None else int(limits.minimum * step)
    return (
        least if limits.above is None else int(limits.above * step) + 1,
        most if limits.below is None else int(limits.below * step) - 1,
    )


def obeying(value: Any, draw: Callable[[Any], Any]) -> Any:
    """A model's value, changed until it obeys the rules over its fields; `draw` returns a value of a type."""
    for rule in value._field_rules:
        given = [name for name in rule.fields if getattr(value, name) not in (UNSET, None)]
        if rule.kind != "at_least_one_of":
            for name in given[1:]:
                setattr(value, name, UNSET)
        if not given and rule.kind in ("exactly_one_of", "at_least_one_of"):
            present = [each for each in typing.get_args(field_types(type(value))[rule.fields[0]]) if each is not Unset]
            setattr(value, rule.fields[0], draw(present[0]))
    return value


def models(model: Any) -> st.SearchStrategy[Any]:
    """Any value of a model."""
    any_value = st.builds(model, **{name: values(declared) for name, declared in field_types(model).items()})
    if not model._field_rules:
        return any_value
    return st.tuples(any_value, st.data()).map(
        lambda drawn: obeying(drawn[0], lambda declared: drawn[1].draw(values(declared)))
    )
