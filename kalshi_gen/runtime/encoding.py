"""Encode values of declared types; each is checked before anything is sent."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec

from ..errors import InvalidRequestError
from ..types import UNSET, Unset
from .amounts import amount_of, kind_of
from .bounds import INT64, Bound, Unit
from .decoding import field_types
from .field_rules import FieldRule

Wire = Callable[[Any, str], Any]

JSON_HEADERS = {"content-type": "application/json"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# In milliseconds from 1973 to the year 5138, from which seconds go on.
_LIKE_MILLISECONDS = range(100_000_000_000, 100_000_000_000_000)
_EMPTY_LIST = "is an empty list, which can't be sent; give a value, or leave it out"


def to_wire(value: Any, declared: Any, field: str) -> Any:
    """Turn a value of a declared type into JSON types.

    Args:
        value: The value.
        declared: Its type: a model, a scalar, a list, a dict or a union of them.
        field: The path of its field, for the error.

    Returns:
        The value in JSON types: Decimals in plain notation, times as RFC 3339 with an offset.

    Raises:
        InvalidRequestError: The value is not what the spec allows; nothing was sent.
    """
    return encoder_of(declared)(value, field)


def every_field(model: msgspec.Struct, native: bool) -> dict[str, Any]:
    """The fields of a model by their names, with None for UNSET.

    Args:
        model: The model; the models in it become dicts too.
        native: Keep a `Decimal`, `datetime`, `date` and `UUID` as it is.
    """
    return {name: _value(getattr(model, name), native) for name in field_types(type(model))}


def _value(value: Any, native: bool) -> Any:
    if value is None or value is UNSET:
        return None
    encoder = _SCALARS.get(type(value))
    if encoder is not None:
        return value if native else encoder(value, "")
    if isinstance(value, msgspec.Struct):
        return every_field(value, native)
    if isinstance(value, dict):
        return {name: _value(each, native) for name, each in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    values = [_value(each, native) for each in value]
    return tuple(values) if native and isinstance(value, tuple) else values


def query(
    arguments: Mapping[str, Any],
    encoders: Mapping[str, Wire],
    names: Mapping[str, str] = {},
    delimiters: Mapping[str, str] = {},
    rules: Iterable[FieldRule] = (),
    required: Collection[str] = (),
) -> dict[str, Any]:
    """Encode query parameters.

    Args:
        arguments: The values by argument. One that is UNSET or None, or has no encoder, is left out.
        encoders: The encoder of each argument that is a query parameter.
        names: The name of the parameter where the argument has another.
        delimiters: The delimiter of each list that the spec wants as one parameter. Another list is sent as
            repeated parameters (OpenAPI's style `form` with `explode`).
        rules: Rules over several of the parameters.
        required: The arguments that can't be left out.

    Raises:
        InvalidRequestError: A value is not what the spec allows, or a list is empty: nothing would be sent for it.
    """
    given: dict[str, Any] = {}
    for argument, value in arguments.items():
        if (value is UNSET or value is None) and argument not in required:
            continue
        if argument in encoders:
            name = names.get(argument, argument)
            given[name] = _parameter(encoders[argument](value, name))
            if given[name] == []:
                raise InvalidRequestError(name, _EMPTY_LIST)
    for rule in rules:
        rule.check(given, "")
    for name, delimiter in delimiters.items():
        if name in given:
            given[name] = _join(given[name], delimiter, name)
    return given


def path(
    template: str, arguments: Mapping[str, Any], encoders: Mapping[str, Wire], names: Mapping[str, str] = {}
) -> str:
    """Fill a path template with percent-encoded parameters.

    Args:
        template: The path, with each parameter's name in braces.
        arguments: The values by argument.
        encoders: The encoder of each argument that is in the path.
        names: The name of the parameter where the argument has another.

    Raises:
        InvalidRequestError: A parameter is empty, `.` or `..`, which would name another path.
    """
    segments = {}
    for argument, encoder in encoders.items():
        name = names.get(argument, argument)
        text = str(_parameter(encoder(arguments[argument], name)))
        if text in ("", ".", ".."):
            raise InvalidRequestError(name, f"a path parameter can't be {text!r}; give the id or ticker itself")
        segments[name] = quote(text, safe="")
    return template.format_map(segments)


def _join(items: list[str], separator: str, field: str) -> str:
    for index, item in enumerate(items):
        if not item or separator in item:
            problem = f"has {separator!r}, which separates values" if item else "is empty"
            raise InvalidRequestError(f"{field}[{index}]", f"{problem}; give one value in each place of the list")
    return separator.join(items)


def _parameter(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_parameter(item) for item in value] if isinstance(value, list) else str(value)


@cache
def encoder_of(declared: Any) -> Wire:
    """The encoder of a type, created once."""
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin is typing.Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin is list:
        return _list(encoder_of(arguments[0]))
    if origin is tuple:
        return _tuple([encoder_of(argument) for argument in arguments])
    if origin is dict:
        return _dict(encoder_of(arguments[1]))
    if origin is typing.ClassVar:
        return encoder_of(arguments[0])
    if origin is typing.Literal:
        return _enum(arguments)
    if arguments:
        return _union([argument for argument in arguments if argument is not Unset])
    return _model(declared) if isinstance(declared, msgspec.StructMeta) else _SCALARS[declared]


def _annotated(declared: Any, annotations: tuple[Any, ...]) -> Wire:
    encoder = None
    for each in annotations:
        for key, value in ((each.extra or {}) if isinstance(each, msgspec.Meta) else {}).items():
            encoder = _OF_EXTRA[key](value) if key in _OF_EXTRA else encoder
    if encoder is None:
        encoder = _decimal(annotations) if declared is Decimal else encoder_of(declared)
    unit = next((each.name for each in annotations if isinstance(each, Unit)), "")
    for bound in annotations:
        if isinstance(bound, Bound):
            encoder = _bounded(encoder, bound, unit)
    return encoder


def _bounded(encoder: Wire, bound: Bound, unit: str) -> Wire:
    checked = bound.checked

    def encode(value: Any, field: str) -> Any:
        wire = encoder(value, field)
        try:
            return checked(wire, field)
        except InvalidRequestError as error:
            if not unit:
                raise
            problem = f"{error.args[1]}, in {unit}{_of_cents(wire) if unit == 'US dollars' else ''}"
        raise InvalidRequestError(field, problem)

    return encode


def _of_cents(wire: str) -> str:
    """What to write if somebody has given whole cents below a dollar."""
    is_cents = wire.isdecimal() and 0 < int(wire) < 100
    return f'; for {int(wire)} cents write "0.{int(wire):02}"' if is_cents else ""


def _model(declared: Any) -> Wire:
    def encode(value: Any, field: str) -> Any:
        if not isinstance(value, declared):
            raise _wrong(field, value, declared.__name__, f"make one with {declared.__name__}(...)")
        prefix = f"{field}." if field else ""
        wire = {}
        for name, encoder, left_out in _fields(declared):
            item = getattr(value, name)
            if not ((item is UNSET or item is None) and item in left_out):
                wire[name] = encoder(item, prefix + name)
        for rule in declared._field_rules:
            rule.check(wire, prefix)
        return wire

    return encode


@cache
def _fields(model: Any) -> list[tuple[str, Wire, tuple[Any, ...]]]:
    """Each field's name, its encoder, and the values that leave it out: None too, unless the spec has null for it."""
    return [
        (name, encoder_of(declared), _left_out(typing.get_args(declared)))
        for name, declared in field_types(model).items()
    ]


def _left_out(members: tuple[Any, ...]) -> tuple[Any, ...]:
    if Unset not in members:
        return ()
    return (UNSET,) if type(None) in members else (UNSET, None)


def _union(members: list[Any]) -> Wire:
    """The encoder of a union, which is one type, or null, or UNSET."""
    encoders = [encoder_of(member) for member in members if member is not type(None)]

    def encode(value: Any, field: str) -> Any:
        if value is None and type(None) in members:
            return None
        for encoder in encoders[:-1]:
            try:
                return encoder(value, field)
            except InvalidRequestError:
                continue
        return encoders[-1](value, field)

    return encode


def _enum(known: tuple[Any, ...]) -> Wire:
    listed = ", ".join(repr(value) for value in known)

    def encode(value: Any, field: str) -> Any:
        # True equals 1 and 60.0 equals 60, but neither is the spec's value.
        if isinstance(value, bool) or not isinstance(value, type(known[0])) or value not in known:
            shown = repr(value) if isinstance(value, str) and len(value) < 40 else _with_article(type(value).__name__)
            raise InvalidRequestError(field, f"{shown} is not one of the spec's values; use one of {listed}")
        return known[known.index(value)]

    return encode


def _unix_time(unit_and_rounding: tuple[str, str]) -> Wire:
    unit, rounding = unit_and_rounding
    one = timedelta(**{unit: 1})

    def encode(value: Any, field: str) -> int:
        if isinstance(value, datetime):
            _check_aware(value, field)
            since = value - _EPOCH
            value = int(-(-since // one) if rounding == "up" else since // one)
        elif not isinstance(value, int):
            remedy = f"give Unix {unit} without a fraction, or a datetime such as datetime.now(UTC)"
            raise _wrong(field, value, "int or an aware datetime", remedy)
        elif unit == "seconds" and value in _LIKE_MILLISECONDS:
            raise InvalidRequestError(field, f"{value} looks like milliseconds; give Unix seconds, or a datetime")
        return _integer(value, field)

    return encode


def _joined(separator: str) -> Wire:
    def encode(value: Any, field: str) -> str:
        if isinstance(value, (list, tuple)):
            if not value:
                raise InvalidRequestError(field, _EMPTY_LIST)
            return _join([_text(each, f"{field}[{index}]") for index, each in enumerate(value)], separator, field)
        if not isinstance(value, str):
            raise _wrong(field, value, "str or a list of str", "give its text, or a list of texts")
        if not value:
            # This is what joining an empty list gives.
            raise InvalidRequestError(field, "is an empty text, which may stand for all; give a value, or leave it out")
        return _text(value, field)

    return encode


def _list(item: Wire) -> Wire:
    def encode(value: Any, field: str) -> Any:
        if not isinstance(value, (list, tuple)):
            raise _wrong(field, value, "list", "put the values into a list")
        return [item(each, f"{field}[{index}]") for index, each in enumerate(value)]

    return encode


def _tuple(items: list[Wire]) -> Wire:
    def encode(value: Any, field: str) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(items):
            raise _wrong(field, value, f"tuple of {len(items)}", f"give exactly {len(items)} values")
        return [item(each, f"{field}[{index}]") for index, (item, each) in enumerate(zip(items, value, strict=True))]

    return encode


def _dict(item: Wire) -> Wire:
    def encode(value: Any, field: str) -> Any:
        if not isinstance(value, Mapping):
            raise _wrong(field, value, "dict", "give a dict with str keys")
        return {_text(key, f"a key of {field}"): item(each, f"{field}.{key}") for key, each in value.items()}

    return encode


def _any(value: Any, field: str) -> Any:
    if isinstance(value, Mapping):
        return _dict(_any)(value, field)
    if isinstance(value, (list, tuple)):
        return _list(_any)(value, field)
    if value is None:
        return None
    encoder = _SCALARS.get(type(value))
    if encoder is None:
        raise _wrong(field, value, "JSON value", "use dict, list, str, int, float, bool, None, Decimal or datetime")
    return encoder(value, field)


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise _wrong(field, value, "str", "give its text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidRequestError(
            field, "has half of a surrogate pair, which can't be encoded; give complete characters"
        ) from None
    return str.__str__(value)


def _flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field, value, "bool", "give True or False")
    return value


def _integer(value: Any, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(field, value, "int", "give a whole number")
    checked: int = INT64.checked(value, field)
    return checked


def _number(value: Any, field: str) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) <= sys.float_info.max:
        raise _wrong(field, value, "finite float", "give a finite number")
    return value


def _decimal(annotations: tuple[Any, ...]) -> Wire:
    hold = amount_of(annotations)
    return lambda value, field: format(hold(value, field), "f")


def _time(value: Any, field: str) -> str:
    if not isinstance(value, datetime):
        raise _wrong(field, value, "datetime", "give an aware datetime, such as datetime.now(UTC)")
    offset = _check_aware(value, field)
    # RFC 3339 offsets are whole minutes; those of zones before standard time are not.
    return (value.astimezone(UTC) if offset % timedelta(minutes=1) else value).isoformat()


def _check_aware(value: datetime, field: str) -> timedelta:
    offset = value.utcoffset()
    if offset is None:
        raise InvalidRequestError(
            field,
            "this datetime has no offset from UTC, so it is ambiguous; write datetime.now(UTC), or .astimezone() for "
            "one of this machine's zone",
        )
    return offset


def _day(value: Any, field: str) -> str:
    # A datetime is a date in Python, but which day it is depends on the time zone.
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(field, value, "date", "give the day, such as date(2026, 11, 27)")
    return value.isoformat()


def _uuid(value: Any, field: str) -> str:
    if not isinstance(value, UUID):
        raise _wrong(field, value, "UUID", "write UUID(text), or uuid4() for a new one")
    return str(value)


_SCALARS: dict[Any, Wire] = {
    str: _text,
    bool: _flag,
    int: _integer,
    float: _number,
    Decimal: _decimal(()),
    datetime: _time,
    date: _day,
    UUID: _uuid,
    Any: _any,
}
# By what a type's annotation says.
_OF_EXTRA: dict[str, Callable[[Any], Wire]] = {"known": _enum, "unix": _unix_time, "separator": _joined}


def _wrong(field: str, value: Any, expected: str, remedy: str) -> InvalidRequestError:
    return InvalidRequestError(field or "body", f"must be {_with_article(expected)}, not {kind_of(value)}; {remedy}")


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeioAEIO' else 'a'} {noun}"
