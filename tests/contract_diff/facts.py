"""A second count of differences, independent of the rules: each document is flattened to a set of facts.

A fact is a tuple that begins with its kind. Both readings end in the same coin: `differing_facts` counts what two
documents don't share, `reported_facts` what a report says they don't.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.changes import Change

Fact = tuple[Any, ...]
Document = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")


def operations(document: Document) -> dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Path, method, path item and operation, by operationId."""
    return {
        item[method]["operationId"]: (path, method, item, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def flattened(document: Document) -> set[Fact]:
    """Every counted fact of a document."""
    facts: set[Fact] = set()
    for name, (path, method, item, operation) in operations(document).items():
        facts.add(("operation", name))
        facts.add(("route", name, method, re.sub(r"\{.*?\}", "{}", path)))
        for parameter in parameters(document, item, operation).values():
            facts |= set(_parameter(name, parameter, document))
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        facts.add(("schema", name))
        facts |= set(_schema(name, schema))
    return facts


def parameters(document: Document, item: dict[str, Any], operation: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The parameters of an operation, its own over those of its path."""
    found = {}
    for node in item.get("parameters", []) + operation.get("parameters", []):
        while "$ref" in node:
            node = document["components"]["parameters"][node["$ref"].split("/")[-1]]
        found[node["in"], node["name"]] = node
    return found


def _parameter(operation: str, node: dict[str, Any], document: Document) -> Iterator[Fact]:
    key = (operation, node["in"], node["name"])
    yield "parameter", *key
    if node.get("required"):
        yield "parameter required", *key
    # A parameter whose schema is a component is counted at the component.
    for fact in _schema("", node.get("schema", {})):
        if fact[0] in ("type", "enum") and fact[1] == "":
            yield f"parameter {fact[0]}", *key, fact[2]


def _schema(place: str, schema: Any) -> Iterator[Fact]:
    """The facts of a schema as written, without following references."""
    if not isinstance(schema, dict):
        return
    types = schema.get("type", [])
    for each in [types] if isinstance(types, str) else types:
        yield "type", place, each
    for value in schema.get("enum", []):
        if value is not None:
            yield "enum", place, json.dumps(value)
    for name in schema.get("required", []):
        yield "required", place, name
    for name, inner in schema.get("properties", {}).items():
        yield "property", place, name
        yield from _schema(f"{place}.{name}", inner)
    if "items" in schema:
        yield from _schema(f"{place}[]", schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _schema(f"{place}.*", schema["additionalProperties"])
    for part in schema.get("allOf", []):
        yield from _schema(place, part)


def differing_facts(old: Document, new: Document) -> set[Fact]:
    """The facts that only one document has. Of an operation or schema that only one has, just its existence counts."""
    before, after = flattened(old), flattened(new)
    complete = {fact for fact in before ^ after if fact[0] in ("operation", "schema")}
    gone_or_new = {fact[1] for fact in complete}
    counted = {fact for fact in before ^ after if fact not in complete and _owner(fact) not in gone_or_new}
    return complete | {fact for fact in counted if not _is_within_a_lone_field(fact, counted)}


def _owner(fact: Fact) -> str:
    return re.split(r"[.\[]", str(fact[1]))[0]


def _above(place: str) -> tuple[str, str]:
    head, _, tail = place.rpartition(".")
    return head, tail


def _is_within_a_lone_field(fact: Fact, differing: set[Fact]) -> bool:
    """Whether a fact belongs to a field or parameter that only one side has."""
    if fact[0].startswith("parameter ") and ("parameter", *fact[1:4]) in differing:
        return True
    if fact[0] not in ("type", "enum", "required", "property"):
        return False
    if fact[0] == "required" and ("property", fact[1], fact[2]) in differing:
        return True
    place = fact[1].replace("[]", "")
    while "." in place:
        head, tail = _above(place)
        if any(each[0] == "property" and (each[1].replace("[]", ""), each[2]) == (head, tail) for each in differing):
            return True
        place = head
    return False


def reported_facts(changes: list[Change], old: Document, new: Document) -> set[Fact]:
    """The facts of those kinds that a report says differ."""
    shared = set(operations(old)) & set(operations(new))
    return {fact for change in changes for fact in _reported(change, old, new, shared)}


def _reported(change: Change, old: Document, new: Document, shared: set[str]) -> Iterator[Fact]:
    before, after, kind = change.before, change.after, change.id
    if kind in ("operation-added", "operation-removed"):
        yield "operation", before or after
    elif kind == "operation-id-changed":
        yield from (("operation", before), ("operation", after))
    elif kind in ("operation-path-changed", "operation-method-changed"):
        for document in (old, new):
            path, method, _, _ = operations(document)[change.operations[0]]
            yield "route", change.operations[0], method, re.sub(r"\{.*?\}", "{}", path)
    elif kind in ("schema-added", "schema-removed"):
        yield "schema", before or after
    elif kind.startswith("request-parameter-") or kind == "request-required-parameter-added":
        yield from _reported_parameter(change, old, new)
    elif kind.endswith(("-property-added", "-property-removed")):
        yield "property", *_above(change.location)
    elif kind.endswith(("-property-became-required", "-property-became-optional")):
        yield "required", *_above(change.location)
    else:
        yield from _reported_values(change, ("type", change.location), ("enum", change.location))


def _reported_values(change: Change, type_key: Fact, enum_key: Fact) -> Iterator[Fact]:
    if "-type-" in change.id and "media-type" not in change.id:
        types = [set(str(value or "any").split(" or ")) - {"any"} for value in (change.before, change.after)]
        yield from ((*type_key, each) for each in types[0] ^ types[1])
    elif "enum" in change.id:
        lists = [value if isinstance(value, list) else [] if value is None else [value] for value in _sides(change)]
        yield from ((*enum_key, json.dumps(value)) for values in lists for value in values)


def _sides(change: Change) -> tuple[Any, Any]:
    return change.before, change.after


def _reported_parameter(change: Change, old: Document, new: Document) -> Iterator[Fact]:
    for operation in change.operations:
        for key in _places(change, operation, (old, new)):
            if change.id.endswith(("-added", "-removed")) and "enum" not in change.id and "format" not in change.id:
                yield "parameter", operation, *key
            elif change.id.endswith(("-parameter-became-required", "-parameter-became-optional")):
                yield "parameter required", operation, *key
            else:
                yield from _reported_values(
                    change, ("parameter type", operation, *key), ("parameter enum", operation, *key)
                )
        if change.id in ("request-parameter-renamed", "request-parameter-moved"):
            for named in _sides(change):
                name, _, where = named.rpartition(" in ")
                yield "parameter", operation, where, name


def _places(change: Change, operation: str, documents: tuple[Document, Document]) -> list[tuple[str, str]]:
    """The place at which a parameter is reported: the operation, or the component that it refers to."""
    if " parameter " in change.location and not change.location.startswith("parameter "):
        head, _, name = change.location.rpartition(" parameter ")
        return [(head.rsplit(" ", 1)[-1], name)]
    if not change.location.startswith("parameter "):
        return []  # at the component schema that it is of, where _schema has counted it
    component = change.location.removeprefix("parameter ")
    node = documents[1]["components"]["parameters"][component]
    return [(node["in"], node["name"])]
