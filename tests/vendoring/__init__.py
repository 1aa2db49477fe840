"""The tests of vendoring, and the small spec they share."""

from __future__ import annotations

from typing import Any


def spec(**changes: Any) -> dict[str, Any]:
    """A valid spec with one operation, one component parameter and three schemas, without any descriptions."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Kalshi API", "version": "1.2.3"},
        "paths": {
            "/markets": {
                "get": {
                    "operationId": "GetMarkets",
                    "tags": ["market"],
                    "parameters": [
                        {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 100}},
                        {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["open"]}},
                        {"$ref": "#/components/parameters/Cursor"},
                    ],
                    "responses": {
                        "200": {
                            "description": "OK",
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/Market"}},
                            },
                        }
                    },
                }
            }
        },
        "components": {
            "parameters": {"Cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}}},
            "schemas": {
                "Market": {
                    "type": "object",
                    "required": ["ticker", "side"],
                    "properties": {
                        "ticker": {"type": "string"},
                        "side": {"$ref": "#/components/schemas/Side"},
                        "price": {"$ref": "#/components/schemas/Dollars"},
                    },
                },
                "Side": {"type": "string", "enum": ["yes", "no"]},
                "Dollars": {"type": "string"},
            },
        },
        **changes,
    }
