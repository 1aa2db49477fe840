"""What a frame must have, read from the declarations in another way than frames do: by msgspec's own description."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from importlib import import_module
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import polars as pl
import pyarrow as pa
from msgspec import inspect

from kalshi_gen.types import UNSET
from scripts import specs

MODELS: dict[str, Any] = {
    f"{ours.package} {name}".lstrip(): model
    for ours in specs.REGISTER
    for package in (import_module(f"{ours.module}.models"),)
    for name in package.__all__
    if isinstance(model := getattr(package, name), msgspec.StructMeta)
}
"""Every model of every spec, those of the streams' messages included."""

_ARROW = {
    inspect.StrType: pa.string(),
    inspect.UUIDType: pa.string(),
    inspect.DictType: pa.string(),
    inspect.AnyType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.BoolType: pa.bool_(),
    inspect.DateType: pa.date32(),
    inspect.DecimalType: pa.decimal128(28, 12),
    inspect.DateTimeType: pa.timestamp("us", tz="UTC"),
}
_POLARS: dict[pa.DataType, Any] = {
    pa.string(): pl.String,
    pa.int64(): pl.Int64,
    pa.float64(): pl.Float64,
    pa.bool_(): pl.Boolean,
    pa.date32(): pl.Date,
    pa.decimal128(28, 12): pl.Decimal(28, 12),
    pa.timestamp("us", tz="UTC"): pl.Datetime("us", "UTC"),
}
_DUCKDB = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.decimal128(28, 12): "DECIMAL(28,12)",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}


def arrow_fields(model: Any) -> dict[str, pa.DataType]:
    """The type of each column, without those of a class's constants."""
    return {field.name: _arrow(field.type) for field in _described(model).fields}


@cache
def _described(model: Any) -> Any:
    return inspect.type_info(model)


def _declared(kind: Any) -> Any:
    """A type without None, and without what is said beside it; that a field may be UNSET is no part of its type."""
    if isinstance(kind, inspect.Metadata):
        return _declared(kind.type)
    if isinstance(kind, inspect.UnionType):
        (one,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
        return _declared(one)
    return kind


def _arrow(kind: Any) -> pa.DataType:
    kind = _declared(kind)
    if isinstance(kind, inspect.StructType):
        return pa.struct(arrow_fields(kind.cls))
    if isinstance(kind, inspect.ListType):
        return pa.list_(_arrow(kind.item_type))
    if isinstance(kind, inspect.TupleType):
        # A command's list of one number is no level.
        return pa.struct({"price": _ARROW[inspect.DecimalType], "count": _ARROW[inspect.DecimalType]})
    if isinstance(kind, inspect.LiteralType):
        return pa.string()
    return _ARROW[type(kind)]


def polars_type(arrow: pa.DataType) -> Any:
    """What polars has for an Arrow type."""
    if pa.types.is_list(arrow):
        return pl.List(polars_type(arrow.value_type))
    if pa.types.is_struct(arrow):
        return pl.Struct({field.name: polars_type(field.type) for field in arrow})
    return _POLARS[arrow]


def duckdb_type(arrow: pa.DataType) -> str:
    """What DuckDB has for an Arrow type, without the quotes around names."""
    if pa.types.is_list(arrow):
        return f"{duckdb_type(arrow.value_type)}[]"
    if pa.types.is_struct(arrow):
        return f"STRUCT({', '.join(f'{field.name} {duckdb_type(field.type)}' for field in arrow)})"
    return _DUCKDB[arrow]


def model_with(model: Any, chance: Random, *, is_full: bool) -> Any:
    """A model with random values: with all fields, or with those that are required alone."""
    fields = (field for field in _described(model).fields if is_full or field.required)
    return model(**{field.name: _value(field.type, chance, is_full=is_full) for field in fields})


def _value(kind: Any, chance: Random, *, is_full: bool) -> Any:
    if isinstance(kind, inspect.UnionType) and not is_full and any(isinstance(x, inspect.NoneType) for x in kind.types):
        return None
    match _declared(kind):
        case inspect.StructType(cls=model):
            return model_with(model, chance, is_full=is_full)
        case inspect.ListType(item_type=item):
            return [_value(item, chance, is_full=is_full) for _ in range(chance.randint(1, 3) if is_full else 0)]
        case inspect.TupleType(item_types=items):
            return tuple(_value(item, chance, is_full=is_full) for item in items)
        case inspect.DictType(value_type=inspect.AnyType()):
            return {"ö": [1, 0.5, None, {"deep": "text"}]}
        case inspect.DictType(value_type=item):
            return {"a key": _value(item, chance, is_full=is_full)}
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.DecimalType():
            # Of commands, some must be above 0 and below 1.
            return Decimal(chance.randint(1, 99)).scaleb(-2)
        case inspect.DateTimeType():
            offset = timezone(timedelta(seconds=chance.choice((0, 0, -5 * 3600, 20700))))
            return datetime(2026, 11, 20, 14, 30, tzinfo=offset) + timedelta(microseconds=chance.randint(0, 10**12))
        case inspect.DateType():
            return date(2026, 11, chance.randint(1, 30))
        case inspect.UUIDType():
            return UUID(int=chance.getrandbits(128))
        case inspect.IntType():
            return chance.choice((0, -1, 2**63 - 1, -(2**63)))
        case inspect.FloatType():
            return chance.uniform(-1e9, 1e9)
        case inspect.BoolType():
            return chance.random() < 0.5
        case _:
            return chance.choice(("", "text", "Größe 🂡", "null"))


def row_of(value: Any) -> Any:
    """What a row, or a value within it, must be when it is read back, without the constants of a class."""
    if value is UNSET or value is None:
        return None
    if isinstance(value, msgspec.Struct):
        return {name: row_of(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, list):
        return [row_of(each) for each in value]
    if isinstance(value, tuple):
        return dict(zip(("price", "count"), value, strict=True))
    if isinstance(value, dict):
        return json.loads(msgspec.json.encode(value))
    return value.astimezone(UTC) if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value


def read_back(value: Any, arrow: pa.DataType, was: Any) -> Any:
    """A value of a table as `row_of` has it: the text of what was a dict is read."""
    if isinstance(was, dict) and pa.types.is_string(arrow):
        return json.loads(value)
    if isinstance(was, dict) and isinstance(value, dict):
        types = {field.name: field.type for field in arrow}
        return {name: read_back(value[name], types[name], was[name]) for name in was}
    if isinstance(was, list) and value is not None:
        return [read_back(each, arrow.value_type, other) for each, other in zip(value, was, strict=True)]
    return value
