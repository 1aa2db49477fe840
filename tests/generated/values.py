"""Hypothesis strategies for any value of any generated type, built from the declarations themselves."""

from __future__ import annotations

import typing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from kalshi_gen.decoding import field_types
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
        known = next((meta.extra["known"] for meta in arguments[1:] if "known" in (meta.extra or ())), None)
        return st.sampled_from(known) if known else values(arguments[0])
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


def models(model: Any) -> st.SearchStrategy[Any]:
    """Any value of a model."""
    return st.builds(model, **{name: values(declared) for name, declared in field_types(model).items()})
