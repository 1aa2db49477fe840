"""Tables of models: all at once, or in batches."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa

from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.frames.columns import Decimals
from kalshi_overlay.frames.schemas import record_batch, schema_of, small_batches
from kalshi_overlay.frames.sources import declared_model, items_and_model, model_of, unknown_model

SIZE = 10_000
"""How many rows a batch has by default: ten thousand markets take some 20 MB, and a tenth of a second."""


def frame(
    items: Iterable[msgspec.Struct] | msgspec.Struct,
    model: type[msgspec.Struct] | None = None,
    *,
    decimals: Decimals = "decimal",
    flat: bool = False,
) -> pa.Table:
    """Make a table of models or stream messages; polars, pandas, DuckDB and pyarrow take it as it is.

    Its columns are the declared fields of their class, whatever the items have: the same for one row, none or a
    million. What is UNSET or None is null.

    Args:
        items: A list or an iterator of models of one class, such as that of `sync_all`; or a response with one list,
            such as a page, of which it takes the list.
        model: The class of the items, for where there may be none; `sync_all` and responses know it all the same.
        decimals: `decimal` for exact money and counts, `float` for the nearest floats.
        flat: Spread structs into columns, such as `yes_bid.close_dollars`. The data of a message have no `msg.` before
            their names.

    Returns:
        An Arrow table, with a row for each item.

    Raises:
        InvalidRequestError: The items are no models, or not of one class, or come asynchronously; there are none and
            nothing says their class; or `decimals` is another word.
        FrameValueError: A value doesn't fit the column of its field.

    Operation: none of its own; an iterator such as that of `sync_all` requests its pages.
    """
    reading, found = items_and_model(items, model)
    schema = schema_of(found, decimals=decimals, flat=flat)
    return pa.Table.from_batches(small_batches(reading, found, decimals=decimals, flat=flat), schema=schema)


def batches(
    items: Iterable[msgspec.Struct] | msgspec.Struct,
    model: type[msgspec.Struct] | None = None,
    *,
    size: int = SIZE,
    decimals: Decimals = "decimal",
    flat: bool = False,
) -> pa.RecordBatchReader:
    """Make a table of models or stream messages batch by batch, in bounded memory; see `frame`.

    Args:
        items: As for `frame`.
        model: As for `frame`.
        size: How many rows a batch has; the last one may have fewer.
        decimals: As for `frame`.
        flat: As for `frame`.

    Returns:
        A reader of record batches, which can be read once. The items of a batch are read when it is.

    Raises:
        InvalidRequestError: As for `frame`, or `size` is below 1. What is wrong with later items is raised by the
            batch that has them.

    Operation: none of its own; an iterator such as that of `sync_all` requests its pages.
    """
    _check_size(size)
    reading, found = items_and_model(items, model)
    schema = schema_of(found, decimals=decimals, flat=flat)
    made = (record_batch(part, found, decimals=decimals, flat=flat) for part in _chunks(reading, size))
    return pa.RecordBatchReader.from_batches(schema, made)


async def aframe(
    items: AsyncIterable[msgspec.Struct],
    model: type[msgspec.Struct] | None = None,
    *,
    decimals: Decimals = "decimal",
    flat: bool = False,
) -> pa.Table:
    """Make a table of models or stream messages that come asynchronously; see `frame`.

    Args:
        items: An asynchronous iterator of models of one class, such as that of `asyncio_all`.
        model: As for `frame`.
        decimals: As for `frame`.
        flat: As for `frame`.

    Returns:
        An Arrow table, with a row for each item.

    Raises:
        InvalidRequestError, FrameValueError: As for `frame`.

    Operation: none of its own; an iterator such as that of `asyncio_all` requests its pages.
    """
    model = model or declared_model(items)
    made = [batch async for batch in abatches(items, model, decimals=decimals, flat=flat)]
    if model is None and not made:
        raise unknown_model()
    schema = schema_of(model, decimals=decimals, flat=flat) if model else made[0].schema
    return pa.Table.from_batches(made, schema=schema)


async def abatches(
    items: AsyncIterable[msgspec.Struct],
    model: type[msgspec.Struct] | None = None,
    *,
    size: int = SIZE,
    decimals: Decimals = "decimal",
    flat: bool = False,
) -> AsyncIterator[pa.RecordBatch]:
    """Make a table of models or stream messages batch by batch as they come, in bounded memory; see `frame`.

    Args:
        items: An asynchronous iterator of models of one class, such as a subscription.
        model: As for `frame`.
        size: How many rows a batch has; the last one may have fewer.
        decimals: As for `frame`.
        flat: As for `frame`.

    Returns:
        An iterator of record batches; it has none if there are no items. `schema_of` is the schema of each.

    Raises:
        InvalidRequestError, FrameValueError: As for `batches`.

    Operation: none of its own; an iterator such as that of `asyncio_all` requests its pages.
    """
    _check_size(size)
    if not isinstance(items, AsyncIterable):
        raise InvalidRequestError("items", "don't come asynchronously; write frame(items) or batches(items)")
    part: list[Any] = []
    async for item in items:
        model = model or model_of(item)
        part.append(item)
        if len(part) == size:
            yield record_batch(part, model, decimals=decimals, flat=flat)
            part = []
    if part and model:
        yield record_batch(part, model, decimals=decimals, flat=flat)


def _check_size(size: int) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise InvalidRequestError("size", f"must be an int of at least 1, not {size!r}")


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    reading = iter(items)
    while part := list(islice(reading, size)):
        yield part
