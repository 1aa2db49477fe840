"""Validate an AsyncAPI 3.0 document; no Python library does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, SchemaError

from scripts.documents import Document

_ACTIONS = ("send", "receive")


def problem(document: Document) -> str:
    """What is wrong with an AsyncAPI document, or an empty string.

    Args:
        document: A parsed document whose references all lead to its own parts.
    """
    return next(_problems(document), "")


def _problems(document: Document) -> Iterator[str]:
    version = document.get("asyncapi")
    if not isinstance(version, str) or not re.match(r"3\.0\.\d", version):
        yield f"its 'asyncapi' field says {version!r}, and 3.0 is what is read"
    if not isinstance(document.get("info"), dict) or not isinstance(document["info"].get("version"), str):
        yield "its info has no version"
    if not isinstance(document.get("channels"), dict) or not document["channels"]:
        yield "it has no channels, so there is nothing to vendor"
        return
    yield from _channel_problems(document)
    yield from _broken_references(document, document)
    yield from _schema_problems(document)
    yield from _error_code_problems(document)


def _broken_references(node: Any, document: Document) -> Iterator[str]:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str) and pointed(node["$ref"], document) is None:
        yield f"the $ref {node['$ref']} leads nowhere"
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _broken_references(child, document)


def pointed(reference: str, document: Document) -> Any:
    """What a reference of a document leads to, through other references; None for nothing, or for a cycle."""
    seen = set()
    while reference not in seen:
        seen.add(reference)
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            node = node.get(step) if isinstance(node, dict) else None
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        reference = node["$ref"]
    return None


def _channel_problems(document: Document) -> Iterator[str]:
    for name, channel in document["channels"].items():
        messages = channel.get("messages") if isinstance(channel, dict) else None
        if not isinstance(messages, dict) or not messages:
            yield f"the channel {name} carries no messages"
            continue
        for key, message in messages.items():
            if isinstance(message, dict) and "$ref" in message:
                message = pointed(message["$ref"], document)
            if not isinstance(message, dict) or not isinstance(message.get("payload"), dict):
                yield f"the message {key} of the channel {name} has no payload"
    for name, operation in document.get("operations", {}).items():
        if not isinstance(operation, dict) or operation.get("action") not in _ACTIONS or "channel" not in operation:
            yield f"the operation {name} does not say whether a channel sends or receives"


def _schema_problems(document: Document) -> Iterator[str]:
    components = document.get("components", {})
    inline = {name: message.get("payload", {}) for name, message in components.get("messages", {}).items()}
    for name, schema in {**components.get("schemas", {}), **inline}.items():
        try:
            Draft7Validator.check_schema(schema)
        except SchemaError as error:
            yield f"{name} is not a JSON Schema: {error.message}"


def _error_code_problems(document: Document) -> Iterator[str]:
    table = document.get("x-error-codes", {"codes": []})
    codes = table.get("codes") if isinstance(table, dict) else None
    if not isinstance(codes, list) or not all(isinstance(entry, dict) for entry in codes):
        yield "its x-error-codes have no list of codes"
        return
    numbers = [entry.get("code") for entry in codes]
    if not all(isinstance(number, int) for number in numbers) or len(set(numbers)) < len(numbers):
        yield "its x-error-codes don't each have a number of their own"
