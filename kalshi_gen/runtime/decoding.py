"""Decode JSON into declared types: a fast path, and a slow one that salvages responses that don't match the spec."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

import msgspec

from ..errors import InvalidRequestError
from .body import as_utf8, text_of
from .drift import SpecDrift

T = TypeVar("T")

BODY_ITSELF = "(body)"
"""The path of a drift that is the body itself."""

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_KINDS = {"{": "object", "[": "list", '"': "str", "t": "bool", "f": "bool", "n": "null"}
_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60")


def decode(content: bytes, declared: type[T], operation: str = "") -> tuple[T, tuple[SpecDrift, ...]]:
    """Decode a JSON body, even one that doesn't match the spec, has a byte-order mark or is UTF-16.

    At a mismatch, a missing field becomes UNSET, a null becomes an empty list or map, or UNSET if the field is
    optional, a time without an offset is read as UTC, and any other value is kept as it is. Two things are not
    mismatches: a time in a spelling of RFC 3339 that the fast path doesn't read, and an empty text for an optional
    decimal, which becomes UNSET.

    Args:
        content: The body.
        declared: A model, or another declared type.
        operation: The operation, for the drifts.

    Returns:
        A value of the declared type, and where the body doesn't match it.

    Raises:
        msgspec.DecodeError: The body is not JSON.
        UnicodeDecodeError: A text in the body is not UTF-8.
        RecursionError: The body is nested too deeply.
        msgspec.ValidationError: A model is declared, and the body is not an object.
        InvalidRequestError: A model of requests with money or counts is declared, and one in the body is not exact.
    """
    try:
        return _decoder(typing.cast(Any, declared)).decode(content), ()
    except msgspec.ValidationError:
        raw = bytes(msgspec.json.decode(content, type=msgspec.Raw))
        if isinstance(declared, msgspec.StructMeta) and _kind(raw) != "object":
            raise
        salvage = _Salvage(operation)
        return salvage.value(raw, declared, ""), tuple(salvage.drifts)
    except (msgspec.DecodeError, UnicodeDecodeError):
        plain = as_utf8(content)
        if plain is None:
            raise
    return decode(plain, declared, operation)


def undeclared(content: bytes, declared: frozenset[str]) -> set[str]:
    """The names in the JSON object of a body that the spec doesn't have, without a look at their values."""
    try:
        return _OBJECT.decode(content).keys() - declared
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return set()


def body_where_none_is_declared(content: bytes, operation: str) -> tuple[SpecDrift, ...]:
    """The drift that a body is where the spec declares none; an empty object or a null is as good as no body."""
    if not content.strip() or text_of(content) in ("{}", "null"):
        return ()
    try:
        got = _kind(bytes(decode(content, msgspec.Raw)[0]))
        decode(content, object)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        got = "text"
    return (SpecDrift(BODY_ITSELF, "no body", got, operation),)


def from_wire(source: Any, declared: type[T]) -> T:
    """Convert decoded JSON into a declared type.

    Args:
        source: Dicts, lists and scalars from a JSON decoder.
        declared: The type to convert them into.

    Returns:
        A value of the declared type; nulls and times are repaired as by `decode`.

    Raises:
        msgspec.ValidationError: A required field is missing, or a value is not of its declared type.
    """
    try:
        return msgspec.convert(source, declared)
    except msgspec.ValidationError as mismatch:
        try:
            salvaged, _ = decode(msgspec.json.encode(source), declared)
        except InvalidRequestError:
            # A model of requests holds no amount that is none.
            raise mismatch from None
        repaired: T = _decoder(typing.cast(Any, declared)).decode(msgspec.json.encode(salvaged))
        return repaired


@cache
def _decoder(declared: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(declared)


@cache
def field_types(model: Any) -> dict[str, Any]:
    """The declared type of each field of a model."""
    return typing.get_type_hints(model, include_extras=True)


def alternatives(declared: Any) -> tuple[Any, ...]:
    """The members of a union, or the type itself, without annotations."""
    if typing.get_origin(declared) in (typing.Union, types.UnionType):
        return tuple(member for argument in typing.get_args(declared) for member in alternatives(argument))
    if typing.get_origin(declared) is typing.Annotated:
        return (typing.get_args(declared)[0],)
    return (declared,)


class _Salvage:
    """Decodes a value that doesn't match its declared type: part by part, and each part that doesn't match is a drift.

    Each part is decoded by the decoder of its own type, so the result is the same as that of the fast path.
    """

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.drifts: list[SpecDrift] = []

    def value(self, raw: bytes, declared: Any, path: str) -> Any:
        try:
            return _decoder(declared).decode(raw)
        except msgspec.ValidationError:
            members, kind = alternatives(declared), _kind(raw)
        if kind == "null":
            self._drift(path, members, kind)
            return _empty(members)
        if raw == b'""' and Decimal in members and msgspec.UnsetType in members:
            return msgspec.UNSET
        if kind == "str" and datetime in members and (moment := _moment(msgspec.json.decode(raw))):
            return self._aware(moment, members, path)
        for member in members:
            origin, arguments = typing.get_origin(member), typing.get_args(member)
            if kind == "object" and isinstance(member, msgspec.StructMeta):
                return self._model(raw, member, path)
            if kind == "object" and origin is dict:
                return self._map(raw, arguments[1], path)
            if kind == "list" and origin is list:
                return self._items(raw, repeat(arguments[0]), path)
            if kind == "list" and origin is tuple and len(_LIST.decode(raw)) == len(arguments):
                return tuple(self._items(raw, arguments, path))
        self._drift(path, members, kind)
        return _unchanged(raw)

    def _model(self, raw: bytes, model: Any, path: str) -> Any:
        present = _OBJECT.decode(raw)
        values = {}
        for field, declared in _fields(model):
            where = f"{path}.{field.encode_name}" if path else field.encode_name
            if field.encode_name in present:
                values[field.name] = self.value(bytes(present[field.encode_name]), declared, where)
            elif field.required:
                self._drift(where, alternatives(declared), "missing")
                values[field.name] = msgspec.UNSET
        return model(**values)

    def _map(self, raw: bytes, declared: Any, path: str) -> dict[str, Any]:
        return {
            key: self.value(bytes(each), declared, f"{path}[{msgspec.json.encode(key).decode()}]")
            for key, each in _OBJECT.decode(raw).items()
        }

    def _items(self, raw: bytes, declared: Iterable[Any], path: str) -> list[Any]:
        pairs = zip(_LIST.decode(raw), declared, strict=False)
        return [self.value(bytes(item), each, f"{path}[{index}]") for index, (item, each) in enumerate(pairs)]

    def _aware(self, moment: datetime, members: tuple[Any, ...], path: str) -> datetime:
        if moment.tzinfo:
            return moment
        self._drift(path, members, "datetime without offset")
        return moment.replace(tzinfo=UTC)

    def _drift(self, path: str, members: tuple[Any, ...], got: str) -> None:
        expected = " or ".join(_type_name(member) for member in members if member is not msgspec.UnsetType)
        self.drifts.append(SpecDrift(path, expected, got, self.operation))


@cache
def _fields(model: Any) -> list[tuple[msgspec.structs.FieldInfo, Any]]:
    return [(field, field_types(model)[field.name]) for field in msgspec.structs.fields(model)]


def _kind(raw: bytes) -> str:
    """The name of a JSON value's type; there is no whitespace around it."""
    return _KINDS.get(chr(raw[0])) or ("float" if re.search(rb"[.eE]", raw) else "int")


def _type_name(member: Any) -> str:
    """The name of a declared type."""
    origin = typing.get_origin(member)
    if isinstance(member, msgspec.StructMeta) or origin is dict:
        return "object"
    if origin is tuple:
        return f"list of {len(typing.get_args(member))}"
    name: str = "null" if member is type(None) else (origin or member).__name__
    return name


def _empty(members: tuple[Any, ...]) -> Any:
    """The value for a null that is not declared."""
    origins = [typing.get_origin(member) for member in members]
    if list in origins:
        return []
    if dict in origins:
        return {}
    return msgspec.UNSET if msgspec.UnsetType in members else None


def _unchanged(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except msgspec.ValidationError:
        # JSON allows numbers that don't fit into Python's types; such a value stays a text.
        return raw.decode()


def _moment(text: str) -> datetime | None:
    from dateutil.parser import isoparse

    usual = _LEAP_SECOND.sub(r"\1:59", text)
    try:
        return isoparse(usual) + timedelta(seconds=usual != text)
    except (ValueError, OverflowError):
        return None
