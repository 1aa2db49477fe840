"""The smallest pair of specs for every rule: it triggers the rule, and its reverse (or the pair in SILENT) doesn't."""

from __future__ import annotations

from typing import Any

from . import EMBEDDED, OK, Document, answer, content, only, operation, spec, stream_pairs

Pair = tuple[Any, Any]

OBJECT = {"type": "object"}
STRING = {"type": "string"}

# What can happen to any value: the schema before and after.
VALUES: dict[str, Pair] = {
    "type-changed": ({"type": "integer"}, {"type": "string"}),
    "type-widened": ({"type": "integer"}, {"type": "number"}),
    "type-narrowed": ({"type": "number"}, {"type": "integer"}),
    "type-restated": ({"type": "string", "enum": ["yes"]}, {"enum": ["yes"]}),
    "format-changed": ({"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}),
    "format-widened": ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    "format-narrowed": ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}),
    "format-restated": ({"type": "integer"}, {"type": "integer", "format": "int64"}),
    "format-added": (STRING, {"type": "string", "format": "date-time"}),
    "format-removed": ({"type": "string", "format": "date-time"}, STRING),
    "became-nullable": (STRING, {"type": "string", "nullable": True}),
    "became-not-nullable": ({"type": "string", "nullable": True}, STRING),
    "enum-value-added": ({"type": "string", "enum": ["yes"]}, {"type": "string", "enum": ["yes", "no"]}),
    "enum-value-removed": ({"type": "string", "enum": ["yes", "no"]}, {"type": "string", "enum": ["no"]}),
    "became-enum": (STRING, {"type": "string", "enum": ["yes"]}),
    "enum-lifted": ({"type": "string", "enum": ["yes"]}, STRING),
    "bound-tightened": ({"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 8}),
    "bound-loosened": ({"type": "integer", "maximum": 8}, {"type": "integer", "maximum": 9}),
    "pattern-added": (STRING, {"type": "string", "pattern": "a"}),
    "pattern-removed": ({"type": "string", "pattern": "a"}, STRING),
    "pattern-changed": ({"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}),
    "default-changed": ({"type": "integer", "default": 1}, {"type": "integer", "default": 2}),
    "deprecated": (STRING, {"type": "string", "deprecated": True}),
    "undeprecated": ({"type": "string", "deprecated": True}, STRING),
    "became-read-only": (STRING, {"type": "string", "readOnly": True}),
    "became-writable": ({"type": "string", "readOnly": True}, STRING),
    "became-write-only": (STRING, {"type": "string", "writeOnly": True}),
    "became-readable": ({"type": "string", "writeOnly": True}, STRING),
    "free-properties-closed": (OBJECT, {"type": "object", "additionalProperties": False}),
    "free-properties-opened": ({"type": "object", "additionalProperties": False}, OBJECT),
    "free-properties-typed": (OBJECT, {"type": "object", "additionalProperties": STRING}),
    "free-properties-untyped": ({"type": "object", "additionalProperties": STRING}, OBJECT),
    "free-properties-removed": (
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": False},
    ),
    "variant-added": (STRING, {"oneOf": [STRING, OBJECT | {"minProperties": 1}]}),
    "variant-removed": ({"oneOf": [STRING, OBJECT | {"minProperties": 1}]}, STRING),
    "keyword-changed": (STRING, {"type": "string", "not": {"enum": ["a"]}}),
    "description-changed": ({"type": "string", "description": "One."}, {"type": "string", "description": "Two."}),
}

# What happens to a field of an object.
FIELDS: dict[str, Pair] = {
    "property-added": (OBJECT, {"type": "object", "properties": {"a": STRING}}),
    "required-property-added": (OBJECT, {"type": "object", "properties": {"a": STRING}, "required": ["a"]}),
    "property-removed": ({"type": "object", "properties": {"a": STRING}}, OBJECT),
    "property-became-required": (OBJECT, {"type": "object", "required": ["a"]}),
    "property-became-optional": ({"type": "object", "required": ["a"]}, OBJECT),
}

# Rules that the reversed pair triggers as well, with another pair that doesn't: here the reverse proves nothing.
BOTH_WAYS: dict[str, Pair] = {
    "type-changed": ({"type": "number"}, {"type": "integer"}),
    "type-restated": ({"type": "string", "enum": ["yes"]}, {"type": ["string"], "enum": ["yes"]}),
    "format-changed": (STRING, {"type": "string", "format": "date"}),
    "pattern-changed": (STRING, {"type": "string", "pattern": "a"}),
    "default-changed": ({"type": "integer", "default": 1}, {"type": "integer", "default": 1.0}),
    "format-restated": ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    "keyword-changed": (
        {"type": "string", "not": {"enum": ["a"], "x": 1}},
        {"type": "string", "not": {"x": 1, "enum": ["a"]}},
    ),
    "description-changed": ({"type": "string", "title": "A"}, {"title": "A", "type": "string"}),
}

PARAMETER = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
LISTED = {"name": "tickers", "in": "query", "schema": {"type": "array", "items": STRING}}
KEY = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "KEY"}}}
BASIC = {"key": {"type": "http", "scheme": "basic"}}
BODY = {"content": content(STRING)}


def _body(**parts: Any) -> Document:
    return only(method="post", requestBody={**BODY, **parts})


def _answered(**parts: Any) -> Document:
    return only(responses={"200": {**OK, **parts}})


def _headed(**parts: Any) -> Document:
    return _answered(headers={"X": {"schema": STRING, **parts}})


NOTHING = only()
CHANGED: dict[str, tuple[Document, Document]] = {
    "operation-added": (spec(), NOTHING),
    "operation-removed": (NOTHING, spec()),
    "operation-path-changed": (NOTHING, only("/v2/markets")),
    "operation-method-changed": (NOTHING, only(method="post")),
    "operation-id-changed": (NOTHING, only(operationId="ListMarkets")),
    "operation-tag-changed": (NOTHING, only(tags=["events"])),
    "operation-deprecated": (NOTHING, only(deprecated=True)),
    "operation-undeprecated": (only(deprecated=True), NOTHING),
    "operation-became-secured": (NOTHING, only(security=[{"key": []}])),
    "operation-became-public": (only(security=[{"key": []}]), NOTHING),
    "operation-security-option-added": (only(security=[{"a": []}]), only(security=[{"a": []}, {"b": []}])),
    "operation-security-option-removed": (only(security=[{"a": []}, {"b": []}]), only(security=[{"a": []}])),
    "operation-keyword-changed": (NOTHING, only(servers=[{"url": "/v2"}])),
    "operation-description-changed": (NOTHING, only(summary="Read.")),
    "request-parameter-added": (NOTHING, only(parameters=[PARAMETER])),
    "request-required-parameter-added": (NOTHING, only(parameters=[PARAMETER | {"required": True}])),
    "request-parameter-removed": (only(parameters=[PARAMETER]), NOTHING),
    "request-parameter-renamed": (only(parameters=[PARAMETER]), only(parameters=[PARAMETER | {"name": "size"}])),
    "request-parameter-moved": (only(parameters=[PARAMETER]), only(parameters=[PARAMETER | {"in": "header"}])),
    "request-parameter-became-required": (
        only(parameters=[PARAMETER]),
        only(parameters=[PARAMETER | {"required": True}]),
    ),
    "request-parameter-became-optional": (
        only(parameters=[PARAMETER | {"required": True}]),
        only(parameters=[PARAMETER]),
    ),
    "request-parameter-style-changed": (only(parameters=[LISTED]), only(parameters=[LISTED | {"explode": False}])),
    "request-parameter-style-restated": (
        only(parameters=[PARAMETER]),
        only(parameters=[PARAMETER | {"explode": False}]),
    ),
    "request-body-added": (only(method="post"), _body()),
    "request-required-body-added": (only(method="post"), _body(required=True)),
    "request-body-removed": (_body(), only(method="post")),
    "request-body-became-required": (_body(), _body(required=True)),
    "request-body-became-optional": (_body(required=True), _body()),
    "request-media-type-added": (_body(), _body(content=content(STRING) | {"text/plain": {}})),
    "request-media-type-removed": (_body(content=content(STRING) | {"text/plain": {}}), _body()),
    "response-success-status-added": (NOTHING, only(responses={"200": OK, "201": OK})),
    "response-success-status-removed": (only(responses={"200": OK, "201": OK}), NOTHING),
    "response-error-status-added": (NOTHING, only(responses={"200": OK, "404": OK})),
    "response-error-status-removed": (only(responses={"200": OK, "404": OK}), NOTHING),
    "response-body-added": (NOTHING, only(responses=answer(STRING))),
    "response-body-removed": (only(responses=answer(STRING)), NOTHING),
    "response-media-type-added": (
        only(responses=answer(STRING)),
        _answered(content=content(STRING) | {"text/plain": {}}),
    ),
    "response-media-type-removed": (
        _answered(content=content(STRING) | {"text/plain": {}}),
        only(responses=answer(STRING)),
    ),
    "response-header-added": (NOTHING, _headed()),
    "response-header-removed": (_headed(), NOTHING),
    "response-header-became-required": (_headed(), _headed(required=True)),
    "response-header-became-optional": (_headed(required=True), _headed()),
    "response-description-changed": (NOTHING, _answered(description="Fine")),
    "schema-added": (spec(), spec(components={"schemas": {"A": STRING}})),
    "schema-removed": (spec(components={"schemas": {"A": STRING}}), spec()),
    "security-scheme-added": (spec(), spec(components=KEY)),
    "security-scheme-removed": (spec(components=KEY), spec()),
    "security-scheme-changed": (spec(components=KEY), spec(components={"securitySchemes": BASIC})),
    "server-added": (spec(), spec(servers=[{"url": "/a"}])),
    "server-removed": (spec(servers=[{"url": "/a"}]), spec()),
    "server-order-changed": (
        spec(servers=[{"url": "/a"}, {"url": "/b"}]),
        spec(servers=[{"url": "/b"}, {"url": "/a"}]),
    ),
    "version-changed": (spec(), spec(info={"title": "Small", "version": "2"})),
    "unused-component-changed": (spec(), spec(components={"parameters": {"A": PARAMETER}})),
    "spec-description-changed": (spec(), spec(info={"title": "Other", "version": "1.0.0"})),
    "spec-keyword-changed": (spec(), spec(openapi="3.1.0")),
}

# Rules that the reversed pair triggers as well, with the most similar pair that doesn't.
STAYS: dict[str, tuple[Document, Document]] = {
    "operation-path-changed": (only("/markets/{a}"), only("/markets/{b}")),
    "operation-method-changed": (NOTHING, only("/v2/markets")),
    "operation-id-changed": (NOTHING, only("/v2/markets")),
    "operation-tag-changed": (NOTHING, only(tags=["market", "events"])),
    "operation-keyword-changed": (NOTHING, only(deprecated=False)),
    "operation-description-changed": (only(summary="A"), only(summary="A")),
    "request-parameter-renamed": (
        only(parameters=[PARAMETER]),
        only(parameters=[{"name": "size", "in": "query", "schema": STRING}]),
    ),
    "request-parameter-moved": (
        only(parameters=[PARAMETER]),
        only(parameters=[PARAMETER | {"in": "header", "name": "size"}]),
    ),
    "request-parameter-style-changed": (
        only(parameters=[LISTED]),
        only(parameters=[LISTED | {"style": "form", "explode": True}]),
    ),
    "request-parameter-style-restated": (
        only(parameters=[PARAMETER]),
        only(parameters=[PARAMETER | {"style": "form", "explode": True}]),
    ),
    "response-description-changed": (NOTHING, only()),
    "security-scheme-changed": (
        spec(components=KEY),
        spec(components={"securitySchemes": {"key": {**KEY["securitySchemes"]["key"], "description": "Key."}}}),
    ),
    "server-order-changed": (spec(servers=[{"url": "/a"}]), spec(servers=[{"url": "/b"}])),
    "version-changed": (spec(), spec(info={"version": "1.0.0", "title": "Other"})),
    "unused-component-changed": (
        only(parameters=[PARAMETER]),
        spec({"/markets": {"get": operation(parameters=[PARAMETER])}}),
    ),
    "spec-description-changed": (spec(), spec()),
    "spec-keyword-changed": (spec(), spec(tags=[{"name": "market"}])),
}


def triggering() -> dict[str, tuple[Document, Document]]:
    """Every rule with the pair that triggers it."""
    pairs = CHANGED | stream_pairs.CHANGED
    for subject, embed in EMBEDDED.items():
        pairs |= {f"{subject}-{kind}": (embed(old), embed(new)) for kind, (old, new) in VALUES.items()}
    for direction, subject in (("request", "request-body"), ("response", "response-body"), ("schema", "schema")):
        embed = EMBEDDED[subject]
        pairs |= {f"{direction}-{kind}": (embed(old), embed(new)) for kind, (old, new) in FIELDS.items()}
    return pairs


def silent() -> dict[str, tuple[Document, Document]]:
    """Every rule with a pair that differs in something near it and doesn't trigger it."""
    pairs = {rule: (new, old) for rule, (old, new) in triggering().items()} | STAYS | stream_pairs.STAYS
    for subject, embed in EMBEDDED.items():
        pairs |= {f"{subject}-{kind}": (embed(old), embed(new)) for kind, (old, new) in BOTH_WAYS.items()}
    return pairs
