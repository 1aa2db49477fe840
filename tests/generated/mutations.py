"""Responses under a mutated spec, each with the expected outcome, which is derived from the spec's schemas alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from random import Random
from typing import Any

from attrs import frozen

from kalshi_gen.runtime.model import Model
from kalshi_gen.types import UNSET

Schema = dict[str, Any]
Keys = tuple[str | int, ...]

AS_BEFORE = object()
"""The outcome of a change that the model doesn't show."""
EMPTY = object()
"""The outcome of a null: an empty list or map, UNSET for a field that may be left out, else None."""
ADDED = "field added"

_TYPES = {"boolean": "bool", "integer": "int", "number": "float", "object": "object"}
_FORMATS = {"decimal": "Decimal", "date": "date", "date-time": "datetime", "uuid": "UUID"}
_VALUES: dict[str, Any] = {
    "str": "text",
    "bool": True,
    "int": 3,
    "float": 0.5,
    "Decimal": "0.5600",
    "date": "2026-11-20",
    "datetime": "2026-11-20T14:30:00Z",
    "UUID": "123e4567-e89b-42d3-a456-426614174000",
}
_OTHERS: dict[str, Any] = {
    "bool": True,
    "int": 7,
    "float": 0.25,
    "str": "text of tomorrow",
    "list": [1, "a", None],
    "object": {"of": {"tomorrow": [1]}},
}
# Where a Decimal is declared, a number is accepted as well as its text; an integer is accepted for any number.
_FITTING = {"Decimal": {"int", "float"}, "float": {"int", "float"}}


@frozen
class Site:
    """A place in a response: its keys, its path in a drift, and its schema."""

    keys: Keys
    path: str
    schema: Schema
    is_field: bool
    required: bool

    @property
    def spec_field(self) -> str:
        """The path without indices and keys."""
        return re.sub(r"\[.*?\]", "[]", self.path)

    @property
    def expected(self) -> str:
        """The declared type, as a drift names it."""
        return f"{_word(self.schema)} or null" if self.schema.get("nullable") else _word(self.schema)


@frozen
class Change:
    """A value to put at a site (UNSET removes it), the model's value there afterwards, and the drift, if any."""

    kind: str
    value: Any
    outcome: Any
    got: str | None = None


@frozen
class Mutation:
    """A response, its changed copy, and the changes."""

    base: Any
    body: Any
    changes: tuple[tuple[Site, Change], ...]
    added: bool

    @property
    def drifts(self) -> list[tuple[str, str, str]]:
        """What must be reported: path, expected, got."""
        return sorted((site.path, site.expected, change.got) for site, change in self.changes if change.got)


def valid(schema: Schema, *, full: bool) -> Any:
    """A valid response with every field, or with the required ones only; lists and maps have two entries."""
    kind = _word(schema)
    if schema.get("enum"):
        return next(value for value in schema["enum"] if value is not None)
    if "properties" in schema:
        required = schema.get("required", ())
        fields = schema["properties"].items()
        return {name: valid(part, full=full) for name, part in fields if full or name in required}
    if kind == "object":
        if not _says(schema.get("additionalProperties")):
            return {"any": [None]}
        return {key: valid(schema["additionalProperties"], full=full) for key in ("first", 'a "second"')}
    if kind.startswith("list"):
        return [valid(schema["items"], full=full) for _ in range(schema.get("minItems") or 2)]
    return _VALUES[kind]


def sites(schema: Schema, value: Any, keys: Keys = (), path: str = "") -> Iterator[Site]:
    """Every place of a response below its root."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        is_field = key in schema.get("properties", {})
        if is_field:
            part, where = schema["properties"][key], f"{path}.{key}".lstrip(".")
        elif isinstance(value, list):
            part, where = schema["items"], f"{path}[{key}]"
        elif _says(schema.get("additionalProperties")):
            escaped = key.replace('"', '\\"')
            part, where = schema["additionalProperties"], f'{path}["{escaped}"]'
        else:
            continue
        yield Site((*keys, key), where, part, is_field, key in schema.get("required", ()))
        if isinstance(inner, dict | list):
            yield from sites(part, inner, (*keys, key), where)


def changes(site: Site) -> Iterator[Change]:
    """Every possible change at a site."""
    kind, schema = _word(site.schema), site.schema
    if site.is_field:
        yield (
            Change("required removed", UNSET, UNSET, "missing")
            if site.required
            else Change("optional removed", UNSET, UNSET)
        )
    if kind == "Any":
        yield Change("free form", _OTHERS["list"], _OTHERS["list"])
        return
    yield Change("null allowed", None, None) if schema.get("nullable") else Change("null", None, EMPTY, "null")
    fitting = _FITTING.get(kind, {kind})
    for other, value in _OTHERS.items():
        if other not in fitting:
            yield Change("retyped", value, value, other)
    if schema.get("enum") and kind == "str":
        yield Change("new enum value", "value_of_tomorrow", "value_of_tomorrow")
    if kind == "int":
        beyond = schema.get("maximum", 2**63) + 100
        yield Change("new enum value" if schema.get("enum") else "beyond bounds", beyond, beyond)
    if kind == "Decimal":
        yield Change("number for text", 0.56, AS_BEFORE)
    if kind == "datetime":
        yield Change("other spelling", "2026-11-20t14:30:00.0z", AS_BEFORE)
        yield Change("no offset", "2026-11-20T14:30:00", AS_BEFORE, "datetime without offset")


def mutation(schema: Schema, chance: Random) -> Mutation:
    """A response with up to four changed fields, each at one place or at all of its places."""
    base = valid(schema, full=chance.random() < 0.8)
    body = copy.deepcopy(base)
    made: list[tuple[Site, Change]] = []
    left = list(sites(schema, base))
    added = not left or chance.random() < 0.5
    if added:
        _add(schema, body, chance)
    for _ in range(chance.randint(1, 4)):
        if not left:
            break
        chosen = chance.choice(left)
        possible = list(changes(chosen))
        kind = chance.choice(sorted({change.kind for change in possible}))
        change = chance.choice([change for change in possible if change.kind == kind])
        everywhere = chance.random() < 0.5
        for site in [chosen] if not everywhere else [each for each in left if each.spec_field == chosen.spec_field]:
            made.append((site, change))
            _put(body, site.keys, change.value)
            left = [each for each in left if not within(each.keys, site.keys) and not within(site.keys, each.keys)]
    return Mutation(base, body, tuple(made), added)


def within(keys: Keys, outer: Keys) -> bool:
    """Whether a place is another, or inside it."""
    return keys[: len(outer)] == outer


def at(value: Any, keys: Keys) -> Any:
    """The value at a place of a body or a model."""
    for key in keys:
        value = getattr(value, str(key)) if isinstance(value, Model) else value[key]
    return value


def _add(schema: Schema, body: Any, chance: Random) -> None:
    """Add an unknown field to an object with declared fields."""
    owners = [(), *(site.keys for site in sites(schema, body) if "properties" in site.schema)]
    at(body, chance.choice(owners))["field_of_tomorrow"] = {"list": [1, None]}


def _put(body: Any, keys: Keys, value: Any) -> None:
    owner = at(body, keys[:-1])
    if value is UNSET:
        del owner[keys[-1]]
    else:
        owner[keys[-1]] = copy.deepcopy(value)


def _says(values: Any) -> bool:
    """Whether `additionalProperties` declares the type of the values."""
    return isinstance(values, dict) and bool(values)


def _word(schema: Schema) -> str:
    if schema.get("type") == "string":
        return _FORMATS.get(schema.get("format", ""), "str")
    if schema.get("type") == "array":
        least, most = schema.get("minItems"), schema.get("maxItems")
        return f"list of {least}" if least and least == most else "list"
    return _TYPES.get(schema.get("type", "object" if "properties" in schema else ""), "Any")
