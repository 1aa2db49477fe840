"""Find what a spec still owes its reader: operations, parameters, schemas, fields without our words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scripts.documents import Document
from scripts.specs import is_stream
from scripts.vendoring.published import operations

DRAFT = "[draft] "
"""How a placeholder starts that waits for its words (see `draft_words`)."""

_TIME = re.compile(r"(^|_)(ts|time|date|datetime|at)(_ms)?$|_ms$")


def missing(document: Document) -> list[str]:
    """List the places of a spec that lack words, or whose words lack a fact that the spec states.

    Args:
        document: A vendored spec (normalised, with our overlay applied).

    Returns:
        One line a place, as a JSONPath and what it lacks: every operation needs a summary and a description,
        every parameter and schema a description, every money, count, time, price-range and enum field too;
        a default and a deprecation must be named by the description that stands beside them; a draft is none.
        A stream owes them for every channel, message, schema and field, and a name for each error code; for a
        channel that is subscribed to it also owes what a subscription takes.
    """
    if is_stream(document):
        return list(_stream(document))
    return [*_operations(document), *_components(document)]


def _operations(document: Document) -> Iterator[str]:
    for path, path_item in document["paths"].items():
        yield from _parameters(_child("$.paths", path), path_item)
    for path, method, operation in operations(document):
        place = f"{_child('$.paths', path)}.{method}"
        yield from _summarised(place, operation)
        yield from _described(place, operation)
        yield from _parameters(place, operation)


def _components(document: Document) -> Iterator[str]:
    components = document.get("components", {})
    for name, parameter in components.get("parameters", {}).items():
        yield from _parameter(_child("$.components.parameters", name), parameter)
    for name, schema in components.get("schemas", {}).items():
        place = _child("$.components.schemas", name)
        yield from _described(place, schema)
        yield from _properties(place, schema, document)


def _stream(document: Document) -> Iterator[str]:
    for name, channel in document["channels"].items():
        place = _child("$.channels", name)
        yield from _summarised(place, channel)
        yield from _described(place, channel)
        if channel.get("address") != "/" and "x-subscription" not in channel:
            yield f"{place}: x-subscription, which says what a subscription to it takes"
    components = document.get("components", {})
    for name, message in components.get("messages", {}).items():
        yield from _summarised(_child("$.components.messages", name), message)
    for name, schema in components.get("schemas", {}).items():
        place = _child("$.components.schemas", name)
        yield from _described(place, schema)
        yield from _fields(place, schema)
    for entry in document.get("x-error-codes", {}).get("codes", []):
        place = f"$['x-error-codes'].codes[?@.code=={entry['code']}]"
        yield from (f"{place}: {word}" for word in ("name", "description") if not entry.get(word))


def _fields(place: str, schema: dict[str, Any]) -> Iterator[str]:
    """What the fields of a payload owe; a constant says all by itself, and a plain `$ref` has its schema's words."""
    for name, field in schema.get("properties", {}).items():
        inner = _child(f"{place}.properties", name)
        if "const" not in field and "$ref" not in field:
            yield from _described(inner, field)
        yield from _fields(inner, field)
        if field.get("items", {}).get("properties"):
            yield from _described(f"{inner}.items", field["items"])
            yield from _fields(f"{inner}.items", field["items"])


def _parameters(place: str, holder: dict[str, Any]) -> Iterator[str]:
    for parameter in holder.get("parameters", []):
        if "$ref" not in parameter:
            yield from _parameter(f"{place}.parameters[?@.name=={_quoted(parameter['name'])}]", parameter)


def _parameter(place: str, parameter: dict[str, Any]) -> Iterator[str]:
    yield from _described(place, parameter, {**parameter.get("schema", {}), **parameter})


def _properties(place: str, schema: dict[str, Any], document: Document) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        inner = _child(f"{place}.properties", name)
        if field.get("description") or _needs_words(name, field, document):
            yield from _described(inner, field)
        yield from _properties(inner, field, document)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _properties(f"{place}.{key}", schema[key], document)
    for key in ("allOf", "anyOf", "oneOf"):
        for index, part in enumerate(schema.get(key, [])):
            yield from _properties(f"{place}.{key}[{index}]", part, document)


def _child(place: str, name: str) -> str:
    """The JSONPath of a child, in the short spelling where its name allows it."""
    return f"{place}.{name}" if re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else f"{place}[{_quoted(name)}]"


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _summarised(place: str, node: dict[str, Any]) -> Iterator[str]:
    if not node.get("summary"):
        yield f"{place}: summary"
    elif node["summary"].startswith(DRAFT):
        yield f"{place}: a summary in place of the draft"


def _described(place: str, node: dict[str, Any], facts: dict[str, Any] | None = None) -> Iterator[str]:
    facts = node if facts is None else facts
    text = node.get("description", "")
    if not text:
        yield f"{place}: description"
        return
    if text.startswith(DRAFT):
        yield f"{place}: a description in place of the draft"
    if facts.get("default") is not None and not _named(spelled(facts["default"]), text.lower()):
        yield f"{place}: the default {spelled(facts['default'])!r} in its description"
    if facts.get("deprecated") and "deprecated" not in text.lower():
        yield f"{place}: the word 'deprecated' in its description"


def spelled(default: Any) -> str:
    """A default as the words must name it, whatever their case."""
    return str(default).lower()


def _named(default: str, text: str) -> bool:
    """Whether a text names a default by itself, and not as a part of another number or word."""
    return re.search(rf"(?<![\w.]){re.escape(default)}(?!\w|\.\d)", text) is not None


def _needs_words(name: str, field: dict[str, Any], document: Document) -> bool:
    resolved = _resolve(field, document)
    for _ in range(2):  # a list, or a list of pairs, is what its values are
        resolved = _resolve(resolved.get("items", resolved), document)
    return (
        "enum" in resolved
        or resolved.get("format") in ("decimal", "date-time")
        or name in ("price_ranges", "price_level_structure")
        or (resolved.get("type") == "integer" and bool(_TIME.search(name)))
        or (resolved.get("type") == "integer" and bool(re.search("cent|amount|count|balance|value|price", name)))
    )


def _resolve(field: dict[str, Any], document: Document) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for node in [*field.get("allOf", []), field]:
        if "$ref" in node:
            node = _resolve(_pointed(node["$ref"], document), document)
        facts |= node
    return facts


def _pointed(reference: str, document: Document) -> dict[str, Any]:
    node: Any = document
    for step in reference.removeprefix("#/").split("/"):
        node = node[int(step) if isinstance(node, list) else step.replace("~1", "/").replace("~0", "~")]
    found: dict[str, Any] = node
    return found
