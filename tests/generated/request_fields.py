"""Every field of every request in the spec, and the arguments that put a chosen value there."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from attrs import field, frozen

from kalshi_gen.runtime.decoding import from_wire
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import Unset
from scripts.generation.operations import parameters_of
from scripts.vendoring.published import operations
from tests import vendored
from tests.spec_values import Schema, obeying, resolved, value

from .operations import OPERATIONS, hints_of

_INTEGERS = {"int32": 2**31, "int64": 2**63}


@frozen
class Field:
    """A place in a request: of a parameter, or in its body.

    Attributes:
        operation_id: The operation.
        path: The way to it: the parameter's name or `body`, names of fields, and 0 for a list's first item.
        schema: What the spec says of it.
    """

    operation_id: str
    path: tuple[str | int, ...]
    schema: Schema = field(eq=False, repr=False)

    @property
    def name(self) -> str:
        """Its name in an error."""
        inner = self.path[1:] if self.path[0] == "body" and len(self.path) > 1 else self.path
        text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in inner)
        return text.removeprefix(".")

    def arguments(self, chosen: Any) -> dict[str, Any]:
        """The operation's smallest arguments with a value in this place."""
        given = self._least()
        way = self._way(given)
        holder = _at(given, way[:-1])
        if isinstance(holder, Model):
            # Amounts are checked when they are set, and once more when they are sent.
            msgspec.structs.force_setattr(holder, str(way[-1]), chosen)
        else:
            holder[way[-1]] = chosen
        return given

    def listed(self, count: int) -> list[Any]:
        """A list of some length for this place, which takes a list."""
        first = Field(self.operation_id, (*self.path, 0), self.schema)
        given = first._least()
        return [_at(given, first._way(given))] * count

    def _least(self) -> dict[str, Any]:
        """The operation's smallest arguments that have this place."""
        hints = hints_of(OPERATIONS[self.operation_id])
        names = {name.rstrip("_"): name for name in hints}
        wire = _least(self)
        return {names[name]: from_wire(json, _present(hints[names[name]])) for name, json in wire.items()}

    def _way(self, given: dict[str, Any]) -> list[str | int]:
        (name,) = [name for name in given if name.rstrip("_") == self.path[0]]
        return [name, *self.path[1:]]


def _at(holder: Any, way: list[str | int]) -> Any:
    for part in way:
        holder = getattr(holder, str(part)) if isinstance(holder, Model) else holder[part]
    return holder


def _present(hint: Any) -> Any:
    members = [member for member in typing.get_args(hint) if member is not Unset]
    return members[0] if Unset in typing.get_args(hint) else hint


@cache
def request_fields() -> tuple[Field, ...]:
    """Every field of every request."""
    return tuple(
        found
        for path, _, operation in operations(vendored.rest())
        for name, schema in _parts(path, operation).items()
        for found in _within(Field(operation["operationId"], (name,), resolved(schema, vendored.rest())))
    )


@cache
def _described() -> dict[str, tuple[str, Schema]]:
    """Each operation's path and its facts in the spec, by its id."""
    return {each["operationId"]: (path, each) for path, _, each in operations(vendored.rest())}


def _parts(path: str, operation: dict[str, Any]) -> dict[str, Schema]:
    """The schemas of an operation's parameters and of its body, by name."""
    parts = {each["name"]: each["schema"] for each in parameters_of(vendored.rest(), path, operation)}
    body = resolved(operation["requestBody"], vendored.rest()) if "requestBody" in operation else None
    return {**parts, "body": body["content"]["application/json"]["schema"]} if body else parts


def _within(place: Field) -> Iterator[Field]:
    yield place
    for name, schema in place.schema.get("properties", {}).items():
        yield from _within(Field(place.operation_id, (*place.path, name), resolved(schema, vendored.rest())))
    if "items" in place.schema:
        yield from _within(
            Field(place.operation_id, (*place.path, 0), resolved(place.schema["items"], vendored.rest()))
        )


def _least(place: Field) -> dict[str, Any]:
    """The JSON of the operation's smallest arguments that have the place."""
    path, operation = _described()[place.operation_id]
    parts = _parts(path, operation)
    required = {each["name"] for each in parameters_of(vendored.rest(), path, operation) if each.get("required")}
    required |= {"body"} if operation.get("requestBody", {}).get("required") else set()
    given = {name: value(parts[name], vendored.rest(), full=False) for name in required}
    holder: Schema = {**operation, "properties": parts}
    _open(given, holder, place.path)
    return given


def _open(given: Any, holder: Schema, path: tuple[str | int, ...]) -> None:
    part = path[0]
    if isinstance(part, int):
        inner = resolved(holder["items"], vendored.rest())
        if not given:
            given.append(value(inner, vendored.rest(), full=False))
    else:
        inner = resolved(holder["properties"][part], vendored.rest())
        others = {name: json for name, json in given.items() if name != part}
        first = {part: given.get(part, value(inner, vendored.rest(), full=False))}
        # Rules leave what comes first in their own order, so they are read with this field at their head.
        rules = [{kind: sorted(names, key=lambda name: name != part)} for kind, names in _rules(holder)]
        given.clear()
        given.update(obeying({"x-field-rules": rules}, {**first, **others}, holder["properties"], vendored.rest()))
    if len(path) > 1:
        _open(given[part], inner, path[1:])


def _rules(holder: Schema) -> list[tuple[str, list[str]]]:
    return [(kind, names) for rule in holder.get("x-field-rules", []) for kind, names in rule.items()]


def bounds_of(place: Field) -> Iterator[tuple[str, Any, Any]]:
    """The bounds of a field: which keyword, the last value that it allows and the first that it refuses."""
    schema = place.schema
    match schema.get("type"):
        case "integer" if "enum" not in schema:
            reach = _INTEGERS.get(schema.get("format", ""))
            low = _nearest(schema, "minimum", "exclusiveMinimum", 1, None if reach is None else -reach)
            high = _nearest(schema, "maximum", "exclusiveMaximum", -1, None if reach is None else reach - 1)
            if low is not None:
                yield "minimum", low, low - 1
            if high is not None:
                yield "maximum", high, high + 1
        case "string" if schema.get("format") == "decimal" and "x-decimals" in schema:
            yield (
                "x-decimals",
                Decimal("0." + "1" * schema["x-decimals"]),
                Decimal("0." + "1" * (schema["x-decimals"] + 1)),
            )
            smallest = Decimal(1).scaleb(-schema["x-decimals"])
            if "x-minimum" in schema:
                yield "x-minimum", Decimal(schema["x-minimum"]), schema["x-minimum"] - smallest
            if "x-above" in schema:
                yield "x-above", schema["x-above"] + smallest, Decimal(schema["x-above"])
            if "x-below" in schema:
                yield "x-below", schema["x-below"] - smallest, Decimal(schema["x-below"])
        case "string":
            yield from _lengths(schema, "Length", "x")
        case "array":
            yield from _lengths(schema, "Items", place.listed(1))


def _nearest(schema: Schema, keyword: str, excluding: str, step: int, of_format: int | None) -> int | None:
    """The last integer that a schema allows in one direction."""
    limit, exclusive = schema.get(keyword), schema.get(excluding)
    stated = [] if limit is None else [limit + step if exclusive is True else limit]
    stated += [exclusive + step] if exclusive not in (None, True, False) else []
    stated += [] if of_format is None else [of_format]
    return (max if step > 0 else min)(stated, default=None)


def _lengths(schema: Schema, kind: str, one: Any) -> Iterator[tuple[str, Any, Any]]:
    fewest, most = schema.get(f"min{kind}", 0), schema.get(f"max{kind}")
    if fewest:
        yield f"min{kind}", one * fewest, one * (fewest - 1)
    if most is not None:
        yield f"max{kind}", one * most, one * (most + 1)
