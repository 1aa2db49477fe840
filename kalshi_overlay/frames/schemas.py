"""The schema of a model's table, and record batches that have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa

from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.frames.columns import Decimals, arrays_of, columns_of, fields_of

# So many items stay in the processor's cache until each of their columns is made. With more, Python's garbage collector
# would go through all items again and again as well.
_AT_ONCE = 500


def schema_of(model: type[msgspec.Struct], *, decimals: Decimals = "decimal", flat: bool = False) -> pa.Schema:
    """The schema of a model's table, by its declared fields.

    Args:
        model: A model of `kalshi_gen`, or the class of a stream message.
        decimals: `decimal` for exact money and counts, `float` for the nearest floats.
        flat: Whether structs are spread into columns, such as `yes_bid.close_dollars`.

    Returns:
        A column for each declared field. Each may be null, since the exchange may leave out what its spec requires.

    Raises:
        InvalidRequestError: It is no model, or `decimals` is another word.

    Operation: none; nothing is sent.
    """
    if not isinstance(model, msgspec.StructMeta):
        raise InvalidRequestError("model", f"must be a model of kalshi_gen or the class of a message, not {model!r}")
    if decimals not in ("decimal", "float"):
        raise InvalidRequestError("decimals", f'must be "decimal" or "float", not {decimals!r}')
    return _schema(model, decimals, flat)


def record_batch(
    items: Sequence[msgspec.Struct],
    model: type[msgspec.Struct],
    *,
    decimals: Decimals = "decimal",
    flat: bool = False,
) -> pa.RecordBatch:
    """Make one record batch of models; it has the schema of `schema_of`, whatever the rows are.

    Args:
        items: The models, all of one class.
        model: Their class.
        decimals: `decimal` for exact money and counts, `float` for the nearest floats.
        flat: Whether structs are spread into columns, such as `yes_bid.close_dollars`.

    Returns:
        The record batch, with a row for each item.

    Raises:
        InvalidRequestError: An item is of another class, or an argument is none of those above.
        FrameValueError: A value doesn't fit the column of its field.

    Operation: none; nothing is sent.
    """
    schema = schema_of(model, decimals=decimals, flat=flat)
    parts = [part.columns for part in small_batches(items, model, decimals=decimals, flat=flat)]
    parts = parts or [[pa.array([], field.type) for field in schema]]
    arrays = [pa.concat_arrays(part) for part in zip(*parts, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def small_batches(items: Iterable[Any], model: Any, *, decimals: Decimals, flat: bool) -> Iterator[pa.RecordBatch]:
    """Make small record batches of models, one after the other; see `record_batch`."""
    schema = schema_of(model, decimals=decimals, flat=flat)
    columns = columns_of(model, decimals)
    reading, before = iter(items), 0
    while part := list(islice(reading, _AT_ONCE)):
        _check_classes(part, model, before)
        arrays = arrays_of(model, columns, part)
        if flat:
            arrays = [array for each in arrays for array in _spread(each)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        before += len(part)


def _check_classes(items: list[Any], model: Any, before: int) -> None:
    if set(map(type, items)) == {model}:
        return
    at, wrong = next((at, item) for at, item in enumerate(items, before) if type(item) is not model)
    problem = f"must all be {model.__name__}, but the one at {at} is {type(wrong).__name__}"
    raise InvalidRequestError("items", f"{problem}; make a frame of each class")


@cache
def _schema(model: Any, decimals: Decimals, flat: bool) -> pa.Schema:
    fields = fields_of(columns_of(model, decimals))
    if flat:
        # The data of a message are its columns, and `msg` would say nothing in each of their names.
        fields = [each for field in fields for each in _spread_field(field, "" if field.name == "msg" else None)]
    return pa.schema(fields)


def _spread_field(field: pa.Field, prefix: str | None = None) -> list[pa.Field]:
    """The fields in place of a struct, with its name and a dot before theirs."""
    if not pa.types.is_struct(field.type):
        return [field]
    before = f"{field.name}." if prefix is None else prefix
    return [each for inner in field.type for each in _spread_field(inner.with_name(before + inner.name))]


def _spread(array: pa.Array) -> list[pa.Array]:
    """The arrays in place of a struct; where it is null, all of them are."""
    if not pa.types.is_struct(array.type):
        return [array]
    return [each for inner in array.flatten() for each in _spread(inner)]
