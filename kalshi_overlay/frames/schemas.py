"""The schema of a model's table, and the rows of models in it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pyarrow as pa

from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.frames.columns import Decimals, columns_of, struct_array


def schema_of(model: type[msgspec.Struct], *, decimals: Decimals = "decimal", flat: bool = False) -> pa.Schema:
    """The schema of a model's table, by its declared fields.

    Args:
        model: A model of `kalshi_gen`, or the class of a stream message.
        decimals: `decimal` for exact money and counts, `float` for the nearest floats.
        flat: Whether structs are spread into columns.

    Returns:
        A column for each declared field. Each may be null, since the exchange may leave out what its spec requires.

    Raises:
        InvalidRequestError: It is no model.

    Operation: none; nothing is sent.
    """
    if not isinstance(model, msgspec.StructMeta):
        raise InvalidRequestError("model", f"must be a model of kalshi_gen or a stream message, not {model!r}")
    return record_batch([], model, decimals=decimals, flat=flat).schema


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
        flat: Whether structs are spread into columns.

    Raises:
        InvalidRequestError: An item is of another class.
        FrameValueError: A value doesn't fit the column of its field.

    Operation: none; nothing is sent.
    """
    for kind in set(map(type, items)) - {model}:
        raise InvalidRequestError("items", f"must all be {model.__name__}, but there is a {kind.__name__}")
    rows = struct_array(model, columns_of(model, decimals), list(map(msgspec.structs.astuple, items)))
    fields, arrays = list(rows.type), rows.flatten()
    if flat:
        fields, arrays = _spread(fields, arrays)
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def _spread(fields: list[pa.Field], arrays: list[pa.Array], prefix: str = "") -> tuple[list[pa.Field], list[pa.Array]]:
    """Columns in place of structs: `yes_bid.close` becomes `yes_bid_close`."""
    spread: dict[str, pa.Array] = {}
    for field, array in zip(fields, arrays, strict=True):
        if pa.types.is_struct(field.type):
            # The data of a message are its columns; `msg` says nothing.
            within = "" if (prefix, field.name) == ("", "msg") else f"{prefix}{field.name}_"
            inner_fields, inner = _spread(list(field.type), array.flatten(), within)
            spread.update({each.name: found for each, found in zip(inner_fields, inner, strict=True)})
        else:
            spread[prefix + field.name] = array
    return [pa.field(name, array.type) for name, array in spread.items()], list(spread.values())
