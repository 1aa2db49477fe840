"""A spec of several families of operations, large enough that a change can hide in it."""

from __future__ import annotations

from typing import Any

from . import Document, content

ERROR = {"description": "Bad Request", "content": content({"$ref": "#/components/schemas/Error"})}


def exchange(*families: str) -> Document:
    """A spec with four operations, a filter and six schemas for each family, such as `Order`."""
    document: Document = {
        "openapi": "3.0.3",
        "info": {"title": "Exchange", "version": "1.0.0"},
        "servers": [{"url": "https://a.test/v1"}, {"url": "https://b.test/v1"}],
        "security": [{"key": []}],
        "paths": {},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "KEY"}},
            "parameters": {
                "Cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                "Limit": {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 200, "default": 100},
                },
            },
            "responses": {"Bad": ERROR},
            "schemas": {
                "Error": {"type": "object", "properties": {"code": {"type": "string"}}},
                "Dollars": {"type": "string", "format": "decimal"},
                "Spare": {"type": "object", "properties": {"note": {"type": "string"}}},
            },
        },
    }
    for family in families:
        document["paths"] |= _paths(family)
        document["components"]["schemas"] |= _schemas(family)
    return document


def _paths(family: str) -> dict[str, Any]:
    path, tag = f"/{family.lower()}s", family.lower()
    one = {"name": f"{tag}_id", "in": "path", "required": True, "schema": {"type": "string"}}
    status = {"name": "status", "in": "query", "schema": {"$ref": f"#/components/schemas/{family}Status"}}
    kinds = {"name": "kinds", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    side = {"name": "side", "in": "query", "schema": {"type": "string", "enum": ["yes", "no"]}}
    body = {"required": True, "content": content({"$ref": f"#/components/schemas/Create{family}Request"})}
    shared = [{"$ref": "#/components/parameters/Cursor"}, {"$ref": "#/components/parameters/Limit"}]

    def operation(name: str, answer: str, **parts: Any) -> dict[str, Any]:
        reference = {"$ref": f"#/components/schemas/{answer}"}
        answers = {"200": {"description": "OK", "content": content(reference), "headers": {"X-Id": _header()}}}
        answers["400"] = {"$ref": "#/components/responses/Bad"}
        return {"operationId": name, "tags": [tag], "responses": answers, **parts}

    return {
        path: {
            "get": operation(f"Get{family}s", f"Get{family}sResponse", parameters=[*shared, status, kinds, side]),
            "post": operation(f"Create{family}", f"Get{family}Response", requestBody=body),
        },
        f"{path}/{{{tag}_id}}": {
            "parameters": [one],
            "get": operation(f"Get{family}", f"Get{family}Response"),
            "delete": {
                "operationId": f"Cancel{family}",
                "tags": [tag],
                "responses": {"204": {"description": "No Content"}},
            },
        },
    }


def _header() -> dict[str, Any]:
    return {"required": True, "schema": {"type": "string"}}


def _schemas(family: str) -> dict[str, Any]:
    own = f"#/components/schemas/{family}"
    return {
        f"{family}Status": {"type": "string", "enum": ["resting", "canceled", "executed"]},
        family: {
            "type": "object",
            "required": ["id", "count", "price"],
            "properties": {
                "id": {"type": "string"},
                "count": {"type": "integer", "format": "int64", "minimum": 0},
                "price": {"$ref": "#/components/schemas/Dollars"},
                "status": {"$ref": f"{own}Status"},
                "client_id": {"type": "string", "nullable": True},
                "created_time": {"type": "string", "format": "date-time"},
                "labels": {"type": "array", "items": {"type": "string"}},
                "legs": {"type": "array", "items": {"$ref": own}},
                "extra": {"type": "object", "additionalProperties": {"type": "integer"}},
                "mode": {"type": "string", "enum": ["fast", "slow"]},
            },
        },
        f"Create{family}Request": {
            "type": "object",
            "required": ["ticker"],
            "additionalProperties": False,
            "properties": {
                "ticker": {"type": "string", "pattern": "^[A-Z]+$", "maxLength": 40},
                "count": {"type": "integer", "minimum": 1, "maximum": 1000},
                "kind": {"type": "string", "enum": ["limit", "market"], "default": "limit"},
                "expiry": {"type": "integer", "nullable": True},
            },
        },
        f"Get{family}Response": {
            "type": "object",
            "required": ["item"],
            "properties": {"item": {"$ref": own}, "former": {"allOf": [{"$ref": own}], "nullable": True}},
        },
        f"Get{family}sResponse": {
            "type": "object",
            "required": ["items"],
            "properties": {"items": {"type": "array", "items": {"$ref": own}}, "cursor": {"type": "string"}},
        },
    }
