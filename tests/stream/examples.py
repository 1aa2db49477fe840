"""Example values of any generated type, made from its declaration: the same number gives the same value."""

from __future__ import annotations

import types
import typing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.stream import Channel
from kalshi_gen.stream.messages import model_of
from kalshi_gen.types import UNSET, Unset

# Markets that every sandbox has.
TICKER, OTHER = "KXBTCD-26DEC31-T100000", "KXBTCD-26DEC31-T101000"
_FIRST_MOMENT = datetime(2026, 10, 1, tzinfo=UTC)


def example(declared: Any, number: int = 1) -> Any:
    """A value of a declared type, with every field that it may have.

    Args:
        declared: The type.
        number: Tells values apart.
    """
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin is typing.Annotated:
        known = next((meta.extra["known"] for meta in arguments[1:] if "known" in (meta.extra or ())), None)
        return known[0] if known else example(arguments[0], number)
    if origin in (typing.Union, types.UnionType):
        return example(next(each for each in arguments if each not in (Unset, type(None))), number)
    if origin is typing.Literal:
        return arguments[0]
    if origin is list:
        return [example(arguments[0], number)]
    if origin is tuple:
        return tuple(example(each, number) for each in arguments)
    if origin is dict:
        return {f"key {number}": example(arguments[1], number)}
    if isinstance(declared, msgspec.StructMeta):
        return message(declared, number)
    return _SCALARS[declared](number)


def message(model: type, number: int = 1, **fields: Any) -> Any:
    """An example of a model.

    Args:
        model: The model.
        number: Tells examples apart.
        fields: Fields that have a value of their own.
    """
    declared = field_types(model)
    names = [name for name in _field_names(model) if name not in fields]
    return model(**{name: example(declared[name], number) for name in names}, **fields)


@cache
def _field_names(model: type) -> list[str]:
    return [each.name for each in msgspec.structs.fields(model)]


def body(sent: Any) -> Any:
    """The part of a message that is published, as JSON values."""
    return msgspec.json.decode(msgspec.json.encode(sent.msg))


def parameters(channel: Channel, market: str, market_id: UUID) -> list[dict[str, Any]]:
    """Subscriptions to a channel that between them have every parameter that it takes.

    Args:
        channel: The channel.
        market: The ticker of a market that there is.
        market_id: Its id.
    """
    values = {
        "market_ticker": market,
        "market_tickers": [market],
        "market_id": market_id,
        "market_ids": [market_id],
        "shard_factor": 4,
        "shard_key": 1,
        "user_filter": "self",
        "index_ids": ["all"],
        "underlying_tickers": ["all"],
    }
    markets = [name for name in ("market_ticker", "market_tickers", "market_id", "market_ids") if name in channel.takes]
    others = {name: values.get(name, True) for name in channel.takes if name not in markets}
    # Indices must be named for anything to come.
    bare: list[dict[str, Any]] = [{}] if markets and not channel.needs else []
    # The exchange takes one of the names of a market at a time.
    return [*bare, *({name: values[name], **others} for name in markets), *([] if markets else [others])]


def models(channel: Channel) -> list[type]:
    """The classes of the messages that a channel carries."""
    return [model_of(name) for name in channel.models]


_SCALARS: dict[Any, Any] = {
    str: lambda number: f"text {number}",
    bool: bool,
    int: lambda number: number,
    float: lambda number: number / 2,
    Decimal: lambda number: Decimal(number) / 100,
    datetime: lambda number: _FIRST_MOMENT + timedelta(seconds=number),
    UUID: lambda number: UUID(int=number),
    Any: lambda number: {"number": number},
    msgspec.Raw: lambda number: msgspec.Raw(b"%d" % number),
    Unset: lambda _: UNSET,
}
