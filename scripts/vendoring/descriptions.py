"""Find what a spec leaves undescribed: operations, parameters, schemas and fields that our overlay has no text for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scripts.documents import Document
from scripts.specs import is_stream
from scripts.vendoring.published import operations

DRAFT = "[draft] "
"""What a placeholder starts with until someone writes the text (see `draft_descriptions`)."""

# What the words of a parameter say and its schema must say too, for programs: see `scripts/generation/bounds.py`.
_SAID = {
    "x-unix-time": ("integer", re.compile(r"\bUnix (?:milli)?seconds\b")),
    "x-separator": ("string", re.compile(r"\bseparated by commas\b")),
}
_TIME = re.compile(r"(^|_)(ts|time|date|datetime|at)(_ms)?$|_ms$")


def missing(document: Document) -> list[str]:
    """List the places of a spec that have no description, or one that leaves out a fact of the spec.

    Every operation needs a summary and a description. Every parameter and schema needs a description, and so does
    every field for money, counts, times, price ranges and enums. The description of what has a default or is
    deprecated must say so. A draft doesn't count. A parameter that is described as Unix seconds or as separated by
    commas needs that in its schema as well. In the stream's spec every channel, message, schema and field needs a
    description, every error code a name, and every channel an `x-subscription`.

    Args:
        document: A vendored spec, with the overlay applied.

    Returns:
        A line for each place: its JSONPath, and what is missing there.
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
        yield from (f"{place}: {key}" for key in ("name", "description") if not entry.get(key))


def _fields(place: str, schema: dict[str, Any]) -> Iterator[str]:
    """What is missing at the fields of a payload; a constant needs no text, and a plain `$ref` has its schema's."""
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
    schema = parameter.get("schema", {})
    yield from _described(place, parameter, {**schema, **parameter})
    for key, (kind, words) in _SAID.items():
        if schema.get("type") == kind and words.search(parameter.get("description", "")) and key not in schema:
            yield f"{place}: {key} in its schema, since its description speaks of it"


def _properties(place: str, schema: dict[str, Any], document: Document) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        inner = _child(f"{place}.properties", name)
        if field.get("description") or _needs_description(name, field, document):
            yield from _described(inner, field)
        yield from _properties(inner, field, document)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _properties(f"{place}.{key}", schema[key], document)
    for key in ("allOf", "anyOf", "oneOf"):
        for index, part in enumerate(schema.get(key, [])):
            yield from _properties(f"{place}.{key}[{index}]", part, document)


def _child(place: str, name: str) -> str:
    """The JSONPath of a child, in dot notation where its name allows it."""
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
    """A default as the description must name it, in lower case."""
    return str(default).lower()


def _named(default: str, text: str) -> bool:
    """Whether a text names a default, and not just a longer number or word that it is part of."""
    return re.search(rf"(?<![\w.]){re.escape(default)}(?!\w|\.\d)", text) is not None


def _needs_description(name: str, field: dict[str, Any], document: Document) -> bool:
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
