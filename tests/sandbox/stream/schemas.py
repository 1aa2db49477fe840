"""Checks messages of the streams against their vendored specs."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from scripts import documents
from tests.conftest import ROOT

_WHERE = "urn:spec"


@cache
def document(spec: str = "asyncapi.yaml") -> dict[str, Any]:
    """The vendored spec of a stream."""
    loaded: dict[str, Any] = documents.load((ROOT / "specs" / spec).read_text(encoding="utf-8"))
    return loaded


def messages(spec: str = "asyncapi.yaml") -> dict[str, list[str]]:
    """The names of the schemas of the messages that the exchange sends, by the `type` of the message."""
    schemas: dict[str, list[str]] = {}
    for name, schema in document(spec)["components"]["schemas"].items():
        kind = schema.get("properties", {}).get("type", {}).get("const")
        if kind is not None:
            schemas.setdefault(kind, []).append(name)
    return schemas


@cache
def _registry(spec: str) -> Registry[Any]:
    closed = _closed(copy.deepcopy(document(spec)))
    return Registry().with_resource(_WHERE, Resource(closed, DRAFT202012)).crawl()


@cache
def _validators(kind: str, spec: str) -> tuple[Draft202012Validator, ...]:
    return tuple(
        Draft202012Validator(
            {"$ref": f"{_WHERE}#/components/schemas/{name}"},
            registry=_registry(spec),
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for name in messages(spec).get(kind, ())
    )


def violations(message: dict[str, Any], spec: str = "asyncapi.yaml") -> list[str]:
    """The violations of the spec in a message, including unknown fields; none if one of its schemas fits."""
    best: list[str] | None = None
    for validator in _validators(message["type"], spec):
        found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(message)]
        if best is None or len(found) < len(best):
            best = found
    return [f"no message of type {message['type']}"] if best is None else best


def _closed(node: Any) -> Any:
    """Schemas that let no unknown field through."""
    if isinstance(node, dict):
        for child in node.values():
            _closed(child)
        if node.get("type") == "object" and "properties" in node:
            node.setdefault("additionalProperties", False)
    elif isinstance(node, list):
        for child in node:
            _closed(child)
    return node
