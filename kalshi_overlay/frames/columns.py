"""The Arrow column of each declared type, and how values become one."""

from __future__ import annotations

import typing
from array import array as machine_array
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import accumulate, chain, repeat
from typing import Any, Literal
from uuid import UUID

import msgspec
import pyarrow as pa
from attrs import frozen
from msgspec.structs import astuple

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

Array = Callable[[Sequence[Any]], pa.Array]
"""Makes an array of values, among which None stands for null."""

# A pair of decimals is a level of an order book.
_LEVEL = ("price", "count")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JSON, _MSGPACK = msgspec.json.Encoder(), msgspec.msgpack.Encoder()
_MISSING = frozenset({type(None), msgspec.UnsetType})
# How many values show whether they repeat, how often they may not, and how many are kept.
_MANY, _TRIES, _MOST_KNOWN = 100, 3, 10_000
_MISFITS = (pa.ArrowException, TypeError, ValueError, OverflowError)


@frozen
class Column:
    """A column.

    Attributes:
        type: Its Arrow type.
        array: Makes an array of values, among which None and UNSET stand for null.
    """

    type: pa.DataType
    array: Array


@cache
def columns_of(model: Any, decimals: Decimals, above: tuple[Any, ...] = ()) -> dict[str, Column]:
    """The column of each declared field of a model, by the field's name.

    Args:
        model: The model.
        decimals: What money and counts become.
        above: The models in which it is nested.
    """
    declared = field_types(model).items()
    return {name: _column(each, f"{model.__name__}.{name}", decimals, (*above, model)) for name, each in declared}


def fields_of(columns: dict[str, Column]) -> list[pa.Field]:
    """The Arrow fields of columns. Each may be null: the exchange may leave out what its spec requires."""
    return [pa.field(name, column.type) for name, column in columns.items()]


def arrays_of(model: Any, columns: dict[str, Column], items: Sequence[Any]) -> list[pa.Array]:
    """The arrays of columns for some models; None has nulls."""
    names = model.__struct_fields__
    blank = (None,) * len(names)
    rows = [blank if item is None else astuple(item) for item in items]
    values = dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))
    return [
        # What is no field is a constant of the class, such as the type of a message.
        column.array(values[name]) if name in values else pa.repeat(pa.scalar(getattr(model, name)), len(items))
        for name, column in columns.items()
    ]


def _column(declared: Any, path: str, decimals: Decimals, above: tuple[Any, ...]) -> Column:
    if typing.get_origin(declared) is typing.ClassVar:
        (declared,) = typing.get_args(declared)
    kinds = [each for each in alternatives(declared) if each not in _MISSING]
    kind = kinds[0] if len(kinds) == 1 else Any
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        kind = type(arguments[0])
    if kind is Decimal and decimals == "float":
        return _checked(path, pa.float64(), (Decimal, int), _floats)
    if kind is Decimal:
        return _checked(path, DECIMAL, (Decimal, int), _Repeated(DECIMAL, _plain(DECIMAL)).array)
    if kind in _SCALARS:
        is_trusted = kind in _STRICT and _MISSING.isdisjoint(alternatives(declared))
        return _checked(path, *_SCALARS[kind], is_hidden=is_secret(declared), is_trusted=is_trusted)
    if origin is list:
        return _list(_column(arguments[0], path, decimals, above), path)
    if arguments == (Decimal, Decimal):
        return _level(_column(Decimal, path, decimals, above), path)
    if isinstance(kind, msgspec.StructMeta) and kind not in above:
        return _struct(kind, path, decimals, above)
    return _checked(path, pa.string(), (), _jsons)


def _checked(
    path: str,
    arrow: pa.DataType,
    kinds: tuple[type, ...],
    array: Array,
    *,
    is_hidden: bool = False,
    is_trusted: bool = False,
) -> Column:
    """A column of values of some kinds, or of any if there are none; another value is an error that names it."""
    allowed = frozenset(kinds)

    def checked(values: Sequence[Any]) -> pa.Array:
        # Each compares by identity, so that this ends with the first value that is there.
        if values == (UNSET,) * len(values):
            return pa.nulls(len(values), arrow)
        found = set(map(type, values))
        if found <= _MISSING:
            return pa.nulls(len(values), arrow)
        if msgspec.UnsetType in found:
            values = [None if value is UNSET else value for value in values]
        if not allowed or found - _MISSING <= allowed:
            try:
                return array(values)
            except FrameValueError:
                # It is of a model within this one.
                raise
            except _MISFITS:
                pass
        for value in values:
            if value is not None and not fits(value):
                raise FrameValueError(path, "[hidden]" if is_hidden else value, str(arrow))
        # No value alone is to blame: this raises Arrow's own error, such as that all are too long together.
        return array(values)

    def fits(value: Any) -> bool:
        try:
            return (not allowed or type(value) in allowed) and len(array([value])) == 1
        except _MISFITS:
            return False

    def trusted(values: Sequence[Any]) -> pa.Array:
        # To look at each kind takes as long as the rest, and Arrow refuses what it can't take.
        with suppress(*_MISFITS):
            return array(values)
        return checked(values)

    return Column(arrow, trusted if is_trusted else checked)


def _list(item: Column, path: str) -> Column:
    arrow = pa.list_(item.type)

    def lists(values: Sequence[Any]) -> pa.Array:
        lists = [() if value is None else value for value in values]
        offsets = pa.array(list(accumulate(map(len, lists), initial=0)), pa.int32())
        items = item.array(list(chain.from_iterable(lists)))
        return pa.ListArray.from_arrays(offsets, items, type=arrow, mask=_nulls(values))

    return _checked(path, arrow, (list, tuple), _Repeated(arrow, lists, _MSGPACK.encode).array)


def _level(amount: Column, path: str) -> Column:
    fields = [pa.field(name, amount.type) for name in _LEVEL]

    def array(values: Sequence[Any]) -> pa.Array:
        pairs = [(None, None) if value is None else value for value in values]
        prices, counts = zip(*pairs, strict=True)
        return pa.StructArray.from_arrays(
            [amount.array(prices), amount.array(counts)], fields=fields, mask=_nulls(values)
        )

    return _checked(path, pa.struct(fields), (tuple, list), array)


def _struct(model: Any, path: str, decimals: Decimals, above: tuple[Any, ...]) -> Column:
    columns = columns_of(model, decimals, above)
    fields = fields_of(columns)

    def array(values: Sequence[Any]) -> pa.Array:
        arrays = arrays_of(model, columns, values)
        return pa.StructArray.from_arrays(arrays, fields=fields, mask=_nulls(values))

    return _checked(path, pa.struct(fields), (model,), array)


def _nulls(values: Sequence[Any]) -> pa.Array | None:
    """Which values are null; None if none is."""
    missing = [value is None for value in values]
    return pa.array(missing, pa.bool_()) if any(missing) else None


class _Repeated:
    """Makes the arrays of a column whose values repeat, such as prices: those that came before are looked up.

    Arrow reads the text of each decimal, which would take half of the time of a frame.
    """

    def __init__(self, arrow: pa.DataType, make: Array, key: Callable[[Any], Hashable] | None = None) -> None:
        """Make arrays of a type with a function; `key` gives what a value is looked up by if it isn't hashable."""
        self._make, self._key = make, key
        self._known: tuple[dict[Hashable, int], pa.Array] = ({}, pa.array([], arrow))
        self._tries = _TRIES

    def array(self, values: Sequence[Any]) -> pa.Array:
        """Make an array of values, among which None stands for null."""
        if not self._tries:
            return self._make(values)
        places, known = self._known
        try:
            keys = values if self._key is None else list(map(self._key, values))
            found = machine_array("i", list(map(places.__getitem__, keys)))
        except KeyError:
            if len(values) >= _MANY:
                self._learn(keys, values)
            return self._make(values)
        except _MISFITS:
            return self._make(values)
        return known.take(pa.Array.from_buffers(pa.int32(), len(found), [None, pa.py_buffer(found)]))

    def _learn(self, keys: Sequence[Hashable], values: Sequence[Any]) -> None:
        places, known = self._known
        if len(places) > _MOST_KNOWN:
            return
        new = {key: value for key, value in zip(keys, values, strict=True) if key not in places}
        if len(new) > len(values) // 2:
            self._tries -= 1
            return
        # Both at once, since another thread may look values up meanwhile.
        self._known = (
            places | {key: place for place, key in enumerate(new, len(places))},
            pa.concat_arrays([known, self._make(list(new.values()))]),
        )


def _floats(values: Sequence[Any]) -> pa.Array:
    return pa.array([None if value is None else float(value) for value in values], pa.float64())


def _moments(values: Sequence[Any]) -> pa.Array:
    # Five times faster than to let Arrow ask each for its offset.
    since = [None if value is None else value - _EPOCH for value in values]
    return pa.array(since, pa.duration("us")).view(MOMENT)


def _uuids(values: Sequence[Any]) -> pa.Array:
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _jsons(values: Sequence[Any]) -> pa.Array:
    # An unknown message without data has an empty text.
    return pa.array([None if value is None else _JSON.encode(value).decode() or None for value in values], pa.string())


def _plain(arrow: pa.DataType) -> Array:
    return lambda values: pa.array(values, arrow)


# Arrow refuses UNSET and any other value of an answer in a column of these. It would cut 1.5 to an int, take True for a
# float, and a number for a day.
_STRICT = frozenset({str, bool, datetime})

_SCALARS: dict[Any, tuple[pa.DataType, tuple[type, ...], Array]] = {
    str: (pa.string(), (str,), _plain(pa.string())),
    bool: (pa.bool_(), (bool,), _plain(pa.bool_())),
    int: (pa.int64(), (int,), _plain(pa.int64())),
    float: (pa.float64(), (float, int), _plain(pa.float64())),
    datetime: (MOMENT, (datetime,), _moments),
    date: (pa.date32(), (date,), _plain(pa.date32())),
    UUID: (pa.string(), (UUID,), _uuids),
}
