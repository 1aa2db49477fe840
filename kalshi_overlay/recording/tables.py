"""The table of a channel: which columns it has, the rows of messages and marks, and the messages of rows."""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module
from itertools import repeat
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen
from msgspec import structs

from kalshi_gen.runtime.apis import API
from kalshi_gen.runtime.decoding import alternatives, field_types
from kalshi_gen.types import UNSET
from kalshi_overlay.frames import record_batch, schema_of
from kalshi_overlay.recording.marks import Mark
from kalshi_overlay.stream.feeds import Feed

Row: TypeAlias = tuple[int, int, Any, str]
"""A number, the microseconds since 1970 at which it was recorded, a message or a mark, and the channel."""

MOMENT: Final = pa.timestamp("us", tz="UTC")
COMMON: Final = pa.schema(
    [
        ("number", pa.int64()),
        ("recorded_at", MOMENT),
        ("mark", pa.string()),
        ("reason", pa.string()),
        ("since", MOMENT),
        ("dropped", pa.int64()),
        ("market_ticker", pa.string()),
        ("type", pa.string()),
        ("sid", pa.int64()),
        ("seq", pa.int64()),
        ("sending_ts_ms", pa.int64()),
    ]
)
"""The columns that every channel has."""
# In other channels, `ts` are seconds, and `bid` is a price: columns of one name have one type in all channels.
_COLUMNS: Final = {
    ("orderbook_delta", "ts"): "time",
    ("orderbook_delta", "bid"): "bids",
    ("orderbook_delta", "ask"): "asks",
}
_AROUND: Final = ("sid", "seq", "sending_ts_ms")
_FEWEST_PLACES: Final = Decimal("0.01")


class ChannelTable:
    """The table of a channel.

    Attributes:
        channel: The channel.
        schema: Its columns: those of every channel, then those of all messages of this one.
    """

    def __init__(self, feed: Feed, channel: str) -> None:
        self.channel = channel
        messages: Any = import_module(
            "kalshi_gen.stream.messages" if feed.api is API else "kalshi_gen.perps.stream.messages"
        )
        described = feed.channels[channel]
        self._forms = {kind: messages.FORMS[kind] for kind in described.types}
        self._models = {name: messages.model_of(name) for name in described.models}
        schemas = [pa.schema(self._fields_of(model)) for model in self._models.values()]
        self.schema = pa.unify_schemas([COMMON, *schemas], promote_options="permissive").with_metadata(
            {"feed": feed.api.name, "channel": channel}
        )

    def _fields_of(self, model: type[msgspec.Struct]) -> list[pa.Field]:
        body = schema_of(model).field("msg").type
        return [body.field(at).with_name(self._column(body.field(at).name)) for at in range(body.num_fields)]

    def _column(self, field: str) -> str:
        return _COLUMNS.get((self.channel, field), field)

    # Writing

    def batch(self, rows: Sequence[Row]) -> pa.RecordBatch:
        """The record batch of some rows, in their order.

        Raises:
            FrameValueError: A message has a value that does not fit its column.
        """
        kinds = defaultdict[type, list[Row]](list)
        for row in rows:
            kinds[type(row[2])].append(row)
        parts = [self._part(kind, those) for kind, those in kinds.items()]
        if len(parts) > 1:
            together = pa.Table.from_batches(parts).combine_chunks()
            (parts,) = (together.take(pc.sort_indices(together["number"])).combine_chunks().to_batches(),)
        return parts[0]

    def _part(self, kind: type, rows: list[Row]) -> pa.RecordBatch:
        """The rows of messages of one class, or of marks."""
        numbers, times, items, _ = zip(*rows, strict=True)
        arrays = {"number": pa.array(numbers, pa.int64()), "recorded_at": pa.array(times, pa.int64()).view(MOMENT)}
        if kind is Mark:
            for column in ("reason", "since", "dropped", "market_ticker"):
                arrays[column] = pa.array([getattr(item, column) for item in items], COMMON.field(column).type)
            arrays["mark"] = pa.array([item.kind for item in items], pa.string())
        else:
            batch = record_batch(items, kind)
            body = batch.column("msg")
            named = zip(body.type, body.flatten(), strict=True)
            arrays |= {self._column(field.name): array for field, array in named}
            arrays |= {name: batch.column(name) for name in ("type", *_AROUND) if name in batch.schema.names}
        count = len(rows)
        columns = [
            pa.nulls(count, field.type) if (array := arrays.get(field.name)) is None else _cast(array, field.type)
            for field in self.schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    # Reading

    def columns_of(self, fields: frozenset[str] | None) -> frozenset[str]:
        """The columns that are read for some fields of a message's data; None for all."""
        if fields is None:
            return frozenset(self.schema.names)
        return frozenset(COMMON.names) - set(_AROUND) | {self._column(field) for field in fields}

    def rows(self, batch: pa.RecordBatch, fields: frozenset[str] | None = None) -> Iterator[Row]:
        """The rows of a record batch, in their order.

        Args:
            batch: The batch.
            fields: The fields of a message's data that are wanted; None for all. Others may be there, too.
        """
        numbers, times = batch.column("number").to_pylist(), batch.column("recorded_at").view(pa.int64()).to_pylist()
        return zip(numbers, times, self._items(batch, fields), repeat(self.channel))

    def _items(self, batch: pa.RecordBatch, fields: frozenset[str] | None) -> Iterable[Any]:
        kinds = batch.column("type").dictionary_encode()
        if not kinds.null_count and len(kinds.dictionary) == 1:
            return self._messages(kinds.dictionary[0].as_py(), batch, fields)
        items: list[Any] = [None] * batch.num_rows
        for index, kind in enumerate(kinds.dictionary.to_pylist()):
            at = pc.indices_nonzero(pc.fill_null(pc.equal(kinds.indices, index), False))
            for position, item in zip(at.to_pylist(), self._messages(kind, batch.take(at), fields), strict=True):
                items[position] = item
        at = pc.indices_nonzero(pc.is_null(kinds))
        for position, mark in zip(at.to_pylist(), _marks(batch.take(at)), strict=True):
            items[position] = mark
        return items

    def _messages(self, kind: str, batch: pa.RecordBatch, fields: frozenset[str] | None) -> Iterable[Any]:
        forms = self._forms[kind]
        if len(forms) == 1:
            return self._of_model(self._models[forms[0].model], batch, fields)
        found = list[Any]()
        for at, row in enumerate(batch.to_pylist()):
            form = next((form for form in forms if form.fits(_without_nulls(row))), forms[-1])
            found += self._of_model(self._models[form.model], batch.slice(at, 1), fields)
        return found

    def _of_model(self, model: Any, batch: pa.RecordBatch, fields: frozenset[str] | None) -> Iterator[Any]:
        body = field_types(model)["msg"]
        unread = frozenset[str]() if fields is None else frozenset(body.__struct_fields__) - fields
        columns = {name: self._column(name) for name in body.__struct_fields__ if name not in unread}
        inner = _lists(body, columns, batch)
        around = () if fields is not None else [name for name in _AROUND if name in model.__struct_fields__]
        outer = _lists(model, {name: name for name in around}, batch)
        make = _maker(model, body, tuple(outer), tuple(inner))
        return make(zip(*outer.values(), *inner.values(), strict=True))


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    return array if array.type == kind else array.cast(kind)


def _marks(batch: pa.RecordBatch) -> list[Mark]:
    columns = [_values(reader, batch.column(name)) for name, reader in _MARK_READERS.items()]
    return [Mark(*values) for values in zip(*columns, strict=True)]


# How the values of columns are read again


@frozen
class _Reader:
    """How the values of a field are made of what Arrow gives.

    Attributes:
        missing: What a null is read as.
        convert: Makes a value.
        is_optional: Whether a model can be made without it.
    """

    missing: Any
    convert: Callable[[Any], Any]
    is_optional: bool = False


@cache
def _readers(model: Any) -> dict[str, _Reader]:
    """How the fields of a model are read."""
    declared = field_types(model)
    return {
        each.name: evolve(_reader(declared[each.name]), is_optional=not each.required) for each in structs.fields(model)
    }


def _reader(declared: Any) -> _Reader:
    kinds = alternatives(declared)
    is_nullable = type(None) in kinds and msgspec.UnsetType not in kinds
    return _Reader(None if is_nullable else UNSET, _converter(declared))


def _lists(model: Any, columns: dict[str, str], batch: pa.RecordBatch) -> dict[str, Sequence[Any]]:
    """The values of the fields of a model, but of those that are nowhere set; by the field's name."""
    readers, known = _readers(model), set(batch.schema.names)
    return {
        name: _values(readers[name], batch.column(column))
        for name, column in columns.items()
        if column in known and (batch.column(column).null_count < batch.num_rows or not readers[name].is_optional)
    }


@cache
def _maker(model: Any, body: Any, outer: tuple[str, ...], inner: tuple[str, ...]) -> Callable[..., Iterator[Any]]:
    """What makes messages of rows, which have the values of some fields around the data, then of some of the data."""
    # Models take keywords only. A call that spells them takes a seventh of the time of one with a dict.
    message = [f"{name}=a_{name}" for name in outer] + _unset(model, {*outer, "msg"})
    data = ", ".join([f"{name}=b_{name}" for name in inner] + _unset(body, set(inner)))
    names = "".join([f"a_{name}, " for name in outer] + [f"b_{name}, " for name in inner])
    makes = f"lambda rows: (model({', '.join([*message, f'msg=body({data})'])}) for {names} in rows)"
    made: Callable[..., Iterator[Any]] = eval(makes, {"model": model, "body": body, "UNSET": UNSET})
    return made


def _unset(model: Any, given: set[str]) -> list[str]:
    """The fields that a model needs, and that are not given."""
    return [f"{each.name}=UNSET" for each in structs.fields(model) if each.required and each.name not in given]


def _values(reader: _Reader, array: pa.Array) -> Sequence[Any]:
    """The values of an array, as a field holds them."""
    missing, convert = reader.missing, reader.convert
    if pa.types.is_nested(array.type):
        return [missing if value is None else convert(value) for value in array.to_pylist()]
    if pa.types.is_timestamp(array.type):
        microseconds = array.view(pa.int64()).to_pylist()
        # A float of seconds is exact to less than half a microsecond, and three times as fast as a timedelta.
        moment = datetime.fromtimestamp
        return [missing if each is None else moment(each / 1e6, UTC) for each in microseconds]
    if pa.types.is_string(array.type) or pa.types.is_decimal(array.type):
        # Each value is made once, however often it comes.
        encoded = array.dictionary_encode()
        unique = [missing if value is None else convert(value) for value in encoded.dictionary.to_pylist()]
        unique.append(missing)
        indices = pc.fill_null(encoded.indices, len(unique) - 1) if array.null_count else encoded.indices
        return list(map(unique.__getitem__, indices.to_pylist()))
    values = array.to_pylist()
    return [missing if value is None else value for value in values] if array.null_count else values


def _converter(declared: Any) -> Callable[[Any], Any]:
    """What makes a value of a declared type of what Arrow gives."""
    kinds = [each for each in alternatives(declared) if each not in (type(None), msgspec.UnsetType)]
    if len(kinds) == 1:
        (kind,) = kinds
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if kind in _CONVERTERS:
            return _CONVERTERS[kind]
        if origin is typing.Literal:
            return _same
        if origin is list:
            item = _converter(arguments[0])
            return lambda values: [item(value) for value in values]
        if arguments == (Decimal, Decimal):
            return lambda level: (_decimal(level["price"]), _decimal(level["count"]))
        if isinstance(kind, msgspec.StructMeta):
            return lambda fields: _struct(kind, fields)
    return lambda text: msgspec.convert(msgspec.json.decode(text), declared)


def _struct(model: Any, fields: dict[str, Any]) -> Any:
    return model(
        **{
            name: reader.missing if fields.get(name) is None else reader.convert(fields[name])
            for name, reader in _readers(model).items()
        }
    )


def _same(value: Any) -> Any:
    return value


def _decimal(value: Decimal) -> Decimal:
    """A number with as many places as it needs, and two at least."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short if isinstance(exponent, int) and exponent <= -2 else value.quantize(_FEWEST_PLACES)


@lru_cache(1 << 14)
def _uuid(text: str) -> Any:
    """An id; one that is none is as it was sent."""
    try:
        return UUID(text)
    except ValueError:
        return text


_CONVERTERS: Final[dict[Any, Callable[[Any], Any]]] = {
    str: _same,
    bool: _same,
    int: _same,
    float: _same,
    Decimal: _decimal,
    datetime: lambda moment: moment.replace(tzinfo=UTC),
    UUID: _uuid,
}
_MARK_READERS: Final = {
    "mark": _reader(str),
    "reason": _reader(str),
    "market_ticker": _reader(str | None),
    "since": _reader(datetime | None),
    "dropped": _reader(int | None),
}
