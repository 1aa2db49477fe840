"""The smallest pair of specs of a stream for every rule that only a stream can trigger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.stream_spec import Document, small

STREAM = small()


def changed(change: Callable[[Any], object]) -> Document:
    """The small spec with a change."""
    document = small()
    change(document)
    return document


def _without(*path: str) -> Document:
    def remove(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return changed(remove)


def _set(value: Any, *path: str) -> Document:
    def put(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return changed(put)


def _type(document: Any) -> None:
    document["components"]["schemas"]["tickerPayload"]["properties"]["type"]["const"] = "tick"


_UNUSED = _set({"payload": {}}, "components", "messages", "unused")
_OTHER_CODE = {"codes": [{"code": 1, "name": "Refused", "description": "It was refused."}, {"code": 2}]}
_WORDS = {"codes": [{"code": 1, "name": "Refused", "description": "Other words."}]}
_TICKER = ("channels", "ticker")

CHANGED: dict[str, tuple[Document, Document]] = {
    "channel-added": (_without(*_TICKER), STREAM),
    "channel-removed": (STREAM, _without(*_TICKER)),
    "channel-address-changed": (STREAM, _set("tickers", *_TICKER, "address")),
    "channel-message-added": (_without("channels", "root", "messages", "okResponse"), STREAM),
    "channel-command-added": (_without("channels", "root", "messages", "subscribeCommand"), STREAM),
    "channel-message-removed": (STREAM, _without("channels", "root", "messages", "okResponse")),
    "channel-keyword-changed": (STREAM, _set({"ws": {"method": "GET"}}, *_TICKER, "bindings")),
    "channel-description-changed": (STREAM, _set("Other words.", *_TICKER, "description")),
    "message-added": (STREAM, _UNUSED),
    "message-removed": (_UNUSED, STREAM),
    "message-type-changed": (STREAM, changed(_type)),
    "message-content-type-changed": (STREAM, _set("text/plain", "components", "messages", "ticker", "contentType")),
    "message-keyword-changed": (STREAM, _set("tick", "components", "messages", "ticker", "name")),
    "message-description-changed": (STREAM, _set("Other words", "components", "messages", "ticker", "title")),
    "stream-operation-added": (_without("operations", "receiveTicker"), STREAM),
    "stream-operation-removed": (STREAM, _without("operations", "receiveTicker")),
    "stream-operation-action-changed": (STREAM, _set("receive", "operations", "receiveTicker", "action")),
    "stream-operation-keyword-changed": (STREAM, _set([{"name": "a"}], "operations", "receiveTicker", "tags")),
    "stream-operation-description-changed": (STREAM, _set("Other words.", "operations", "receiveTicker", "summary")),
    "stream-server-changed": (STREAM, _set("other.example", "servers", "production", "host")),
    "error-code-added": (STREAM, _set(_OTHER_CODE, "x-error-codes")),
    "error-code-removed": (_set(_OTHER_CODE, "x-error-codes"), STREAM),
    "error-code-description-changed": (STREAM, _set(_WORDS, "x-error-codes")),
}

_SCHEMA = ("components", "schemas", "unused")
_OTHER_SERVER = ("servers", "other")

# Rules that a spec of an API triggers as well.
SHARED: dict[str, tuple[Document, Document]] = {
    "version-changed": (STREAM, _set("2.1.0", "info", "version")),
    "spec-keyword-changed": (STREAM, _set("3.1.0", "asyncapi")),
    "spec-description-changed": (STREAM, _set("Other words.", "info", "description")),
    "security-scheme-added": (_without("components", "securitySchemes", "apiKey"), STREAM),
    "security-scheme-removed": (STREAM, _without("components", "securitySchemes", "apiKey")),
    "security-scheme-changed": (STREAM, _set("query", "components", "securitySchemes", "apiKey", "in")),
    "schema-added": (STREAM, _set({"type": "string"}, *_SCHEMA)),
    "schema-removed": (_set({"type": "string"}, *_SCHEMA), STREAM),
    "schema-type-changed": (_set({"type": "string"}, *_SCHEMA), _set({"type": "integer"}, *_SCHEMA)),
    "server-added": (STREAM, _set({"host": "other.example"}, *_OTHER_SERVER)),
    "server-removed": (_set({"host": "other.example"}, *_OTHER_SERVER), STREAM),
}

# Rules that the reversed pair triggers as well, with the most similar pair that doesn't.
STAYS: dict[str, tuple[Document, Document]] = {
    "channel-address-changed": (STREAM, _without(*_TICKER)),
    "channel-keyword-changed": (STREAM, _set("Other words.", *_TICKER, "description")),
    "channel-description-changed": (STREAM, _set("tickers", *_TICKER, "address")),
    "message-type-changed": (STREAM, _set("tick", "components", "messages", "ticker", "name")),
    "message-content-type-changed": (STREAM, _set("Other words", "components", "messages", "ticker", "title")),
    "message-keyword-changed": (STREAM, _set("text/plain", "components", "messages", "ticker", "contentType")),
    "message-description-changed": (STREAM, _set("tick", "components", "messages", "ticker", "name")),
    "stream-operation-action-changed": (STREAM, _set([{"name": "a"}], "operations", "receiveTicker", "tags")),
    "stream-operation-keyword-changed": (STREAM, _set("receive", "operations", "receiveTicker", "action")),
    "stream-operation-description-changed": (STREAM, _set("receive", "operations", "receiveTicker", "action")),
    "stream-server-changed": (STREAM, _set("The stream.", "servers", "production", "description")),
    "error-code-description-changed": (STREAM, _set(_OTHER_CODE, "x-error-codes")),
}
