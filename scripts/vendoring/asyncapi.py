"""Validate an AsyncAPI 3.0 document; no Python library does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, SchemaError

from scripts.documents import Document, with_place

_ACTIONS = ("send", "receive")
# Where names have mappings, such as each schema.
_MAPPINGS = (
    *(("servers",), ("channels",), ("operations",), ("components",)),
    *(("components", kind) for kind in ("schemas", "messages", "securitySchemes")),
)
_Problem = tuple[str, tuple[str, ...]]


def problem(document: Document) -> str:
    """What is wrong with an AsyncAPI document, with its place, or an empty string.

    Args:
        document: A parsed document whose references all lead to its own parts.
    """
    return next((with_place(reason, place) for reason, place in _problems(document)), "")


def _problems(document: Document) -> Iterator[_Problem]:
    version = document.get("asyncapi")
    if not isinstance(version, str) or not re.match(r"3\.0\.\d", version):
        yield f"its 'asyncapi' field says {version!r}, and 3.0 is what is read", ("asyncapi",)
    if not isinstance(document.get("info"), dict) or not isinstance(document["info"].get("version"), str):
        yield "its info has no version", ("info",)
    if not isinstance(document.get("channels"), dict) or not document["channels"]:
        yield "it has no channels, so there is nothing to vendor", ("channels",)
    for place in _MAPPINGS:
        node = document.get(place[0], {})
        node = node.get(place[1], {}) if len(place) > 1 and isinstance(node, dict) else node
        for name, value in node.items() if isinstance(node, dict) else [("", None)]:
            if not isinstance(value, dict):
                yield f"{'/'.join(place)} is not a mapping of mappings", (*place, name)
    yield from _channel_problems(document)
    yield from _broken_references(document, document, ())
    yield from _schema_problems(document)
    yield from _error_code_problems(document)


def _broken_references(node: Any, document: Document, place: tuple[str, ...]) -> Iterator[_Problem]:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str) and pointed(node["$ref"], document) is None:
        yield f"the $ref {node['$ref']} leads nowhere", place
    children: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from _broken_references(child, document, (*place, str(key)))


def pointed(reference: str, document: Document) -> Any:
    """What a reference of a document leads to, through other references; None for nothing, or for a cycle."""
    seen = set()
    while reference not in seen:
        seen.add(reference)
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            children = dict(zip(map(str, range(len(node))), node, strict=True)) if isinstance(node, list) else node
            node = children.get(step) if isinstance(children, dict) else None
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        reference = node["$ref"]
    return None


def _channel_problems(document: Document) -> Iterator[_Problem]:
    for name, channel in document["channels"].items():
        place = ("channels", name, "messages")
        messages = channel.get("messages")
        if not isinstance(messages, dict) or not messages:
            yield f"the channel {name} carries no messages", place
            continue
        for key, message in messages.items():
            if isinstance(message, dict) and isinstance(message.get("$ref"), str):
                message = pointed(message["$ref"], document)
            if not isinstance(message, dict) or not isinstance(message.get("payload"), dict):
                yield f"the message {key} of the channel {name} has no payload", (*place, key)
    for name, operation in document.get("operations", {}).items():
        if operation.get("action") not in _ACTIONS or not isinstance(operation.get("channel"), dict):
            reason = f"the operation {name} does not say whether a channel sends or receives"
            yield reason, ("operations", name)
        for key in ("tags", "messages"):
            listed = operation.get(key, [])
            if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
                yield f"the {key} of an operation are a list of mappings", ("operations", name, key)


def _schema_problems(document: Document) -> Iterator[_Problem]:
    components = document.get("components", {})
    inline = {name: message.get("payload", {}) for name, message in components.get("messages", {}).items()}
    for kind, schemas in (("schemas", components.get("schemas", {})), ("messages", inline)):
        for name, schema in schemas.items():
            place = ("components", kind, name)
            try:
                Draft7Validator.check_schema(schema)
            except SchemaError as error:
                where = (*place, *map(str, error.absolute_path))
                yield f"{name} is not a JSON Schema: {error.message[:200]}", where
            yield from _boolean_schemas(schema, place)


def _boolean_schemas(schema: Any, place: tuple[str, ...]) -> Iterator[_Problem]:
    """JSON Schema has `true` for any value, and `false` for none; neither says what a field is."""
    if not isinstance(schema, dict):
        yield f"the schema is {schema!r}, and only mappings are read", place
        return
    for name, field in schema.get("properties", {}).items():
        yield from _boolean_schemas(field, (*place, "properties", name))
    for key in schema.keys() & {"items", "allOf", "anyOf", "oneOf"}:
        for index, inner in enumerate(schema[key] if isinstance(schema[key], list) else [schema[key]]):
            yield from _boolean_schemas(inner, (*place, key, str(index)))


def _error_code_problems(document: Document) -> Iterator[_Problem]:
    place = ("x-error-codes", "codes")
    table = document.get("x-error-codes", {"codes": []})
    codes = table.get("codes") if isinstance(table, dict) else None
    if not isinstance(codes, list) or not all(isinstance(entry, dict) for entry in codes):
        yield "its x-error-codes have no list of codes", place
        return
    numbers = [entry.get("code") for entry in codes]
    if not all(type(number) is int for number in numbers) or len(set(numbers)) < len(numbers):
        yield "its x-error-codes don't each have a number of their own", place
