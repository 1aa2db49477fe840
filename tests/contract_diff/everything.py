"""A small spec with a place of every kind, for tests that visit every place."""

from __future__ import annotations

import json
from typing import Any

from . import Document, spec

_KEY = {"type": "apiKey", "in": "header", "name": "KEY"}
_FLOW = {"authorizationUrl": "https://a.test/auth", "scopes": {"read": ""}}
_DOLLARS = {"type": "string", "format": "decimal", "pattern": "^[0-9]+$", "minLength": 1, "maxLength": 9}
_SIDE = {"type": "string", "enum": ["yes", "no"], "default": "yes"}
_MAYBE = {"type": "string", "enum": ["one", "two", None], "nullable": True}
_COUNT = {"type": "integer", "format": "int32", "minimum": 1, "maximum": 9, "multipleOf": 2, "deprecated": True}
_LIST = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 9, "uniqueItems": True}
_MAP = {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1, "maxProperties": 9}


def _to(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def everything() -> Document:
    """The spec, of OpenAPI 3.1; every call builds a new one."""
    document = spec(
        {"/orders/{id}": _orders(), "/texts": {"post": _texts()}},
        openapi="3.1.0",
        servers=[{"url": "https://{name}.test", "variables": {"name": {"default": "a"}}}, {"url": "https://b.test"}],
        security=[{"key": []}],
        components={
            "securitySchemes": {"key": _KEY, "flow": {"type": "oauth2", "flows": {"implicit": _FLOW}}},
            "parameters": {"Limit": _parameter("limit", "query", _COUNT), "Spare": _parameter("spare", "query", _SIDE)},
            "headers": {"Used": {"required": True, "schema": {"type": "string"}}, "Kept": {"schema": _COUNT}},
            "requestBodies": {"Text": {"required": True, "content": {"text/plain": {"schema": _DOLLARS}}}},
            "responses": {
                "Bad": {"description": "Bad", "content": {"text/plain": {"schema": {"type": "string"}}}},
                "Spare": {"description": "Spare", "headers": {"Kept": _to("headers", "Kept")}},
            },
            "links": {"Next": {"operationId": "PostText", "parameters": {"id": "$response.body#/id"}}},
            "callbacks": {"Done": {"{$request.body}": {"post": {"responses": {"200": {"description": "OK"}}}}}},
            "schemas": _schemas(),
        },
    )
    fresh: Document = json.loads(json.dumps(document))
    return fresh


def _parameter(name: str, where: str, schema: Any, **parts: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": schema, **parts}


def _orders() -> dict[str, Any]:
    filters = [
        _to("parameters", "Limit"),
        _parameter("side", "query", _SIDE, required=True),
        _parameter("tickers", "query", _LIST, explode=False, allowEmptyValue=True),
        _parameter("depth", "header", {"type": ["integer", "null"], "const": 5}),
        _parameter("free", "cookie", {"type": "boolean"}),
        {"name": "where", "in": "query", "content": {"application/json": {"schema": _MAP}}},
    ]
    return {
        "servers": [{"url": "https://c.test"}],
        "parameters": [_parameter("id", "path", {"type": "string", "format": "uuid"}, required=True)],
        "get": {
            "operationId": "GetOrder",
            "tags": ["orders"],
            "deprecated": True,
            "security": [{"key": [], "flow": ["read"]}, {"flow": ["read"]}],
            "servers": [{"url": "https://d.test"}],
            "parameters": filters,
            "responses": {
                "200": {
                    "description": "OK",
                    "headers": {"Used": _to("headers", "Used"), "Rest": {"required": True, "schema": _COUNT}},
                    "content": {"application/json": {"schema": _to("schemas", "Order")}},
                    "links": {"next": _to("links", "Next")},
                },
                "400": _to("responses", "Bad"),
            },
        },
    }


def _texts() -> dict[str, Any]:
    form = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string"}, "count": _COUNT}}
    return {
        "operationId": "PostText",
        "tags": ["texts"],
        "requestBody": _to("requestBodies", "Text"),
        "callbacks": {"done": _to("callbacks", "Done")},
        "responses": {
            "201": {"description": "Created", "content": {"application/json": {"schema": {"const": 3}}}},
            "202": {"description": "Accepted", "content": {"application/json": {"schema": _LIST}}},
            "203": {"description": "Other", "content": {"application/json": {"schema": _MAP}}},
            "default": {
                "description": "Any",
                "content": {"multipart/form-data": {"schema": form, "encoding": {"file": {"contentType": "text/csv"}}}},
            },
        },
    }


def _schemas() -> dict[str, Any]:
    return {
        "Order": {
            "type": "object",
            "required": ["id", "either"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "readOnly": True},
                "price": {"allOf": [_to("schemas", "Dollars")], "nullable": True},
                "merged": {"allOf": [_to("schemas", "Dollars"), {"maxLength": 7}]},
                "maybe": _MAYBE,
                "typed": {"type": ["string", "null"], "enum": ["one", None]},
                "named": {"type": "string", "enum": ["one", "two"]},
                "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "writeOnly": True},
                "list": {"type": "array", "items": {"type": "array", "items": _COUNT}},
                "map": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
                "either": {
                    "oneOf": [_to("schemas", "Left"), _to("schemas", "Right")],
                    "discriminator": {"propertyName": "kind", "mapping": {"left": "#/components/schemas/Left"}},
                },
                "scalars": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "integer"}]},
                "open": {"not": {"type": "string"}},
            },
        },
        "Dollars": _DOLLARS,
        "Left": {"type": "object", "properties": {"kind": {"type": "string", "const": "left"}}, "required": ["kind"]},
        "Right": {"type": "object", "properties": {"kind": {"type": "string", "const": "right"}}, "required": ["kind"]},
        "Unused": {"type": "array", "items": {"type": "string", "maxLength": 2}},
    }
