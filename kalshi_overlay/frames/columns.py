"""The Arrow column of each declared type, and how Python values become one."""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from itertools import accumulate, chain
from typing import Any, Literal
from uuid import UUID

import msgspec
import pyarrow as pa
from attrs import frozen

from kalshi_gen.runtime.decoding import alternatives, field_types
from kalshi_gen.types import UNSET, is_secret
from kalshi_overlay.errors.frames import FrameValueError

Decimals = Literal["decimal", "float"]
"""What money and counts become: exact decimals, or the nearest floats."""

DECIMAL = pa.decimal128(28, 12)
"""Twelve decimals hold any price of the exchange, any index, and the product of a price and a count without rounding.

There are 16 digits before the point. Wider decimals can't be added by Arrow, which wants a digit more for each sum.
"""
MOMENT = pa.timestamp("us", tz="UTC")
LEVEL = ("price", "count")
"""The names of what a pair of decimals has, which are the levels of order books."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JSON = msgspec.json.Encoder()
_ERRORS = (pa.ArrowException, TypeError, ValueError, OverflowError)

Convert = Callable[[Sequence[Any]], pa.Array]


@frozen
class Column:
    """A column.

    Attributes:
        type: Its Arrow type.
        convert: Makes an array of Python values, of which None is null.
    """

    type: pa.DataType
    convert: Convert


@cache
def columns_of(model: type[msgspec.Struct], decimals: Decimals, above: tuple[type, ...] = ()) -> dict[str, Column]:
    """The column of each declared field of a model, by the field's name.

    Args:
        model: The model.
        decimals: What money and counts become.
        above: The models in which it is nested.
    """
    path = model.__name__
    within = (*above, model)
    return {
        name: _column(declared, f"{path}.{name}", decimals, within) for name, declared in field_types(model).items()
    }


def struct_array(
    model: type[msgspec.Struct],
    columns: dict[str, Column],
    rows: Sequence[tuple[Any, ...]],
    mask: pa.Array | None = None,
) -> pa.StructArray:
    """Make a struct array of models.

    Args:
        model: The model.
        columns: Its columns.
        rows: The fields of each, as `msgspec.structs.astuple` gives them.
        mask: Which are null.
    """
    names = model.__struct_fields__
    values = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    arrays = [
        # What is no field is a constant of the class.
        column.convert(values.get(name, ())) if name in names else pa.repeat(getattr(model, name), len(rows))
        for name, column in columns.items()
    ]
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=mask)


def _column(declared: Any, path: str, decimals: Decimals, above: tuple[type, ...]) -> Column:
    if typing.get_origin(declared) is typing.ClassVar:
        return _column(typing.get_args(declared)[0], path, decimals, above)
    kinds = [each for each in alternatives(declared) if each not in (type(None), msgspec.UnsetType)]
    if len(kinds) != 1:
        return _json_column(path)
    (kind,) = kinds
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return _column(type(arguments[0]), path, decimals, above)
    if origin is list:
        return _list_column(_column(arguments[0], path, decimals, above), path)
    if arguments == (Decimal, Decimal):
        return _level_column(_column(Decimal, path, decimals, above), path)
    if isinstance(kind, msgspec.StructMeta) and kind not in above:
        return _struct_column(kind, path, decimals, above)
    if kind is Decimal and decimals == "float":
        return _checked(pa.float64(), _floats, path)
    if kind in _SCALARS:
        arrow, convert = _SCALARS[kind]
        return _checked(arrow, convert, path, is_secret(declared))
    return _json_column(path)


def _checked(arrow: pa.DataType, convert: Callable[..., pa.Array], path: str, is_hidden: bool = False) -> Column:
    """A column of single values: what is UNSET becomes null, and what doesn't fit is an error that names it."""

    def checked(values: Sequence[Any]) -> pa.Array:
        unset = values.count(UNSET)
        if unset == len(values):
            return pa.nulls(unset, arrow)
        if unset:
            values = [None if value is UNSET else value for value in values]
        try:
            return convert(values, arrow)
        except _ERRORS:
            pass
        for value in values:
            try:
                convert([value], arrow)
            except _ERRORS as error:
                raise FrameValueError(path, "[hidden]" if is_hidden else value, str(arrow)) from error
        raise AssertionError(path)

    return Column(arrow, checked)


def _plain(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    return pa.array(values, arrow)


def _floats(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    return pa.array([None if value is None else float(value) for value in values], arrow)


def _moments(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    since = [None if value is None else value - _EPOCH for value in values]
    return pa.array(since, pa.duration("us")).view(arrow)


def _days(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    for value in values:
        if value is not None and type(value) is not date:
            raise TypeError(value)
    return pa.array(values, arrow)


def _uuids(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    return pa.array([None if value is None else str(value) for value in values], arrow)


def _json_column(path: str) -> Column:
    return _checked(pa.string(), _jsons, path)


def _jsons(values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    return pa.array([None if value is None else _JSON.encode(value).decode() for value in values], arrow)


def _list_column(item: Column, path: str) -> Column:
    arrow = pa.list_(item.type)

    def convert(values: Sequence[Any]) -> pa.Array:
        lists = _those_of(list, values, path, arrow)
        offsets = pa.array(accumulate(map(len, lists), initial=0), pa.int32(), size=len(lists) + 1)
        return pa.ListArray.from_arrays(
            offsets, item.convert(tuple(chain.from_iterable(lists))), type=arrow, mask=_nulls(values)
        )

    return Column(arrow, convert)


def _level_column(amount: Column, path: str) -> Column:
    arrow = pa.struct([pa.field(name, amount.type) for name in LEVEL])

    def convert(values: Sequence[Any]) -> pa.Array:
        pairs = _those_of(tuple, values, path, arrow, (None, None))
        parts = zip(*pairs, strict=True) if pairs else ((), ())
        return pa.StructArray.from_arrays(
            [amount.convert(part) for part in parts], fields=list(arrow), mask=_nulls(values)
        )

    return Column(arrow, convert)


def _struct_column(model: Any, path: str, decimals: Decimals, above: tuple[type, ...]) -> Column:
    columns = columns_of(model, decimals, above)
    arrow = pa.struct([pa.field(name, column.type) for name, column in columns.items()])
    blank = (UNSET,) * len(model.__struct_fields__)

    def convert(values: Sequence[Any]) -> pa.Array:
        items = _those_of(model, values, path, arrow)
        rows = [msgspec.structs.astuple(item) if item else blank for item in items]
        return struct_array(model, columns, rows, _nulls(values))

    return Column(arrow, convert)


def _those_of(kind: type, values: Sequence[Any], path: str, arrow: pa.DataType, blank: Any = ()) -> Sequence[Any]:
    """The values with a blank one in place of those that are None or UNSET, if all others are of a kind."""
    kinds = set(map(type, values))
    if kinds <= {kind}:
        return values
    if not kinds <= {kind, type(None), msgspec.UnsetType}:
        wrong = next(each for each in values if not isinstance(each, (kind, type(None), msgspec.UnsetType)))
        raise FrameValueError(path, wrong, str(arrow))
    return [value if type(value) is kind else blank for value in values]


def _nulls(values: Sequence[Any]) -> pa.Array | None:
    if None not in values and UNSET not in values:
        return None
    return pa.array([value is None or value is UNSET for value in values], pa.bool_())


_SCALARS: dict[Any, tuple[pa.DataType, Callable[..., pa.Array]]] = {
    str: (pa.string(), _plain),
    bool: (pa.bool_(), _plain),
    int: (pa.int64(), _plain),
    float: (pa.float64(), _plain),
    Decimal: (DECIMAL, _plain),
    datetime: (MOMENT, _moments),
    date: (pa.date32(), _days),
    UUID: (pa.string(), _uuids),
}
