"""JSON Schemas of the types that the generated operations declare, and JSON values as those types take them."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from kalshi_gen.runtime.bounds import Length, Pattern, Range, Unit

Schema = dict[str, Any]

_SCALARS: Mapping[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    # A number of JSON may have been rounded on its way.
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}
# What JSON has as text.
_READERS: Mapping[Any, Callable[[str], Any]] = {datetime: datetime.fromisoformat, date: date.fromisoformat}


def schema_of(declared: Any) -> Schema:
    """The JSON Schema of a declared type: a scalar, an enum or a list, with the spec's bounds.

    Args:
        declared: The type, as an operation declares that of a parameter.
    """
    arguments = typing.get_args(declared)
    if typing.get_origin(declared) is list:
        return {"type": "array", "items": schema_of(arguments[0])}
    if typing.get_origin(declared) is not typing.Annotated:
        return dict(_SCALARS[declared])
    schema = schema_of(arguments[0])
    for each in arguments[1:]:
        schema = _bounded(schema, each)
    return schema


def _bounded(schema: Schema, bound: Any) -> Schema:
    """A schema with one more of the annotations that a type has."""
    if isinstance(bound, Range):
        limits = {
            "minimum": bound.minimum,
            "maximum": bound.maximum,
            "exclusiveMinimum": bound.above,
            "exclusiveMaximum": bound.below,
        }
        return schema | {name: limit for name, limit in limits.items() if limit is not None}
    if isinstance(bound, Length):
        counted = "Items" if schema["type"] == "array" else "Length"
        limits = {f"min{counted}": bound.minimum or None, f"max{counted}": bound.maximum}
        return schema | {name: limit for name, limit in limits.items() if limit is not None}
    if isinstance(bound, Pattern):
        return schema | {"pattern": bound.expression}
    if isinstance(bound, Unit):
        return schema | {"description": f"In {bound.name}."}
    extra = (bound.extra or {}) if isinstance(bound, msgspec.Meta) else {}
    if "known" in extra:
        return schema | {"enum": list(extra["known"])}
    if "separator" in extra:
        return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}
    return schema


def value_of(declared: Any, value: Any) -> Any:
    """A value of JSON as a declared type takes it: times and days are text in JSON.

    What can't be read stays as it is, and the operation, which knows the parameter's name, refuses it.
    """
    kind = typing.get_args(declared)[0] if typing.get_origin(declared) is typing.Annotated else declared
    if kind in _READERS and isinstance(value, str):
        with suppress(ValueError):
            return _READERS[kind](value)
    return value
