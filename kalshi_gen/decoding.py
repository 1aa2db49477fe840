"""From the wire to the declared types: one fast path, and a repair of what the exchange is known to spell otherwise."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def decode(content: bytes, declared: type[T]) -> T:
    """Decode a JSON body.

    Args:
        content: The body.
        declared: The model, or another type that the contract's schema became.

    Returns:
        A value of the declared type. A null where a list or map is declared is an empty one, a null where a field
        may be left out is UNSET, and times in spellings of RFC 3339 that the fast path refuses are read too; one
        without an offset is UTC.

    Raises:
        msgspec.DecodeError: The body is not JSON.
        UnicodeDecodeError: A text in the body is not UTF-8.
        RecursionError: The body is nested too deeply.
        msgspec.ValidationError: The body is not of the declared type, beyond repair.
    """
    try:
        decoded: T = _decoder(typing.cast(Any, declared)).decode(content)
        return decoded
    except msgspec.ValidationError:
        return from_wire(msgspec.json.decode(content), declared)


def from_wire(source: Any, declared: type[T]) -> T:
    """Convert decoded JSON into a declared type, with the same repairs as `decode`.

    Args:
        source: Dicts, lists and scalars as a JSON decoder makes them.
        declared: The type to make of them.

    Returns:
        A value of the declared type.

    Raises:
        msgspec.ValidationError: The source is not of the declared type, beyond repair.
    """
    try:
        return msgspec.convert(source, declared)
    except msgspec.ValidationError:
        return msgspec.convert(_repair(source, declared), declared)


@cache
def _decoder(declared: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(declared)


@cache
def field_types(model: Any) -> dict[str, Any]:
    """The declared type of each field of a model."""
    return typing.get_type_hints(model, include_extras=True)


def _repair(source: Any, declared: Any) -> Any:
    members = alternatives(declared)
    if source is None:
        return _empty(members)
    for member in members:
        origin, arguments = typing.get_origin(member), typing.get_args(member)
        if isinstance(source, Mapping) and isinstance(member, msgspec.StructMeta):
            hints = field_types(member)
            fields = {key: _repair(value, hints[key]) for key, value in source.items() if key in hints}
            return {key: value for key, value in fields.items() if value is not None or not _left_out(hints[key])}
        if isinstance(source, Mapping) and origin is dict:
            return {key: _repair(value, arguments[1]) for key, value in source.items()}
        if isinstance(source, list) and origin is list:
            return [_repair(item, arguments[0]) for item in source]
        if isinstance(source, str) and member is datetime:
            return _time(source)
    return source


def alternatives(declared: Any) -> tuple[Any, ...]:
    """The members of a union, or the type itself, each without its annotations."""
    if typing.get_origin(declared) in (typing.Union, types.UnionType):
        return tuple(member for argument in typing.get_args(declared) for member in alternatives(argument))
    if typing.get_origin(declared) is typing.Annotated:
        return (typing.get_args(declared)[0],)
    return (declared,)


def _left_out(declared: Any) -> bool:
    members = alternatives(declared)
    return msgspec.UnsetType in members and type(None) not in members and Any not in members


def _empty(members: tuple[Any, ...]) -> Any:
    origins = [typing.get_origin(member) for member in members]
    if type(None) in members or Any in members:
        return None
    return [] if list in origins else {} if dict in origins else None


def _time(text: str) -> Any:
    from dateutil.parser import isoparse

    try:
        moment = isoparse(text)
    except (ValueError, OverflowError):
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
