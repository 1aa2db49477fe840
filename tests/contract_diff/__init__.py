"""The tests of the contract diff, and the small specs that they compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scripts.contract_diff.changes import Change
from scripts.contract_diff.operations import compare

Document = dict[str, Any]
Schema = Any
OK: dict[str, Any] = {"description": "OK"}


def spec(paths: dict[str, Any] | None = None, **parts: Any) -> Document:
    """A spec of these paths; `components` and other arguments are parts beside them."""
    return {"openapi": "3.0.3", "info": {"title": "Small", "version": "1.0.0"}, "paths": paths or {}, **parts}


def operation(**parts: Any) -> dict[str, Any]:
    """The operation GetMarkets, whose response has no body by default."""
    return {"operationId": "GetMarkets", "tags": ["market"], "responses": {"200": OK}, **parts}


def only(path: str = "/markets", method: str = "get", **parts: Any) -> Document:
    """A spec of one operation."""
    return spec({path: {method: operation(**parts)}})


def content(schema: Schema) -> dict[str, Any]:
    """A body in JSON."""
    return {"application/json": {"schema": schema}}


def answer(schema: Schema, **parts: Any) -> dict[str, Any]:
    """Responses of one success with a body."""
    return {"200": {**OK, "content": content(schema), **parts}}


def _unused(schema: Schema) -> Document:
    return spec({"/markets": {"get": operation()}}, components={"schemas": {"Subject": schema}})


def _parameter(schema: Schema) -> Document:
    return only(parameters=[{"name": "subject", "in": "query", "schema": schema}])


def _header(schema: Schema) -> Document:
    return only(responses={"200": {**OK, "headers": {"Subject": {"schema": schema}}}})


def _object(schema: Schema) -> Schema:
    return {"type": "object", "properties": {"subject": schema}}


EMBEDDED: dict[str, Callable[[Schema], Document]] = {
    "request-parameter": _parameter,
    "request-body": lambda schema: only(method="post", requestBody={"content": content(schema)}),
    "request-property": lambda schema: only(method="post", requestBody={"content": content(_object(schema))}),
    "response-body": lambda schema: only(responses=answer(schema)),
    "response-property": lambda schema: only(responses=answer(_object(schema))),
    "response-header": _header,
    "schema": _unused,
}
"""A spec with a schema in it, for each subject of the rules."""


def ids(old: Document, new: Document, *, descriptions: bool = False) -> list[str]:
    """The rules that a pair of specs triggers."""
    return [change.id for change in compare(old, new, descriptions=descriptions)]


def one(old: Document, new: Document) -> Change:
    """The one change between two specs."""
    (change,) = compare(old, new)
    return change
