"""The tests of the stream's spec, and a small spec of a stream."""

from __future__ import annotations

import copy
from typing import Any

from scripts.documents import load
from scripts.specs import STREAM

Document = dict[str, Any]


def vendored() -> Document:
    """The vendored spec of the stream."""
    document: Document = load(STREAM.path.read_bytes())
    return document


def small() -> Document:
    """A spec of a stream with one channel and one command, with descriptions, as it may be published."""
    return copy.deepcopy(_small())


def _small() -> Document:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Small", "version": "2.0.0", "description": "A stream."},
        "servers": {"production": {"host": "stream.example", "pathname": "/ws", "protocol": "wss"}},
        "channels": {
            "root": {
                "address": "/",
                "title": "The connection",
                "messages": _messages("subscribeCommand", "okResponse"),
            },
            "ticker": {"address": "ticker", "description": "Prices.", "messages": _messages("ticker")},
        },
        "operations": {
            "sendSubscribe": _operation("receive", "root", "subscribeCommand"),
            "receiveTicker": _operation("send", "ticker", "ticker"),
        },
        "components": {
            "messages": {name: _message(name) for name in ("subscribeCommand", "okResponse", "ticker")},
            "schemas": {
                "subscriptionId": {"type": "integer", "description": "Its number.", "minimum": 1},
                "subscribeCommandPayload": _payload({"cmd": "subscribe"}, params=_SUBSCRIPTION),
                "okResponsePayload": _payload({"type": "ok"}),
                "tickerPayload": _payload({"type": "ticker"}, sid=_SID, msg=_PRICE),
            },
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "user", "description": "A key."}},
        },
        "x-error-codes": {"codes": [{"code": 1, "name": "Refused", "description": "It was refused."}]},
    }


_SID = {"$ref": "#/components/schemas/subscriptionId", "description": "Of this one."}
_CHANNELS = {"type": "array", "items": {"type": "string", "enum": ["ticker"]}}
_SUBSCRIPTION = {"type": "object", "required": ["channels"], "properties": {"channels": _CHANNELS}}
_PRICE = {
    "type": "object",
    "required": ["price_dollars"],
    "properties": {"price_dollars": {"type": "string", "example": "0.56", "x-type": "Price"}},
}


def _messages(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/messages/{name}"} for name in names}


def _message(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": "A message",
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{name}Payload"},
        "examples": [{"payload": {"type": name}}],
    }


def _operation(action: str, channel: str, message: str) -> dict[str, Any]:
    return {
        "action": action,
        "summary": "It goes.",
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{message}"}],
    }


def _payload(constants: dict[str, str], **fields: Any) -> dict[str, Any]:
    constant = {name: {"type": "string", "const": value} for name, value in constants.items()}
    return {"type": "object", "required": [*constants, *fields], "properties": {**constant, **fields}}


WORDS: list[dict[str, Any]] = [
    {"target": "$.channels.*", "update": {"summary": "A channel", "description": "What it is."}},
    {"target": "$.channels.ticker", "update": {"x-subscription": {"takes": []}}},
    {"target": "$.components.messages.*", "update": {"summary": "A message"}},
    {"target": "$.components.schemas.*", "update": {"description": "What it is."}},
    {"target": "$..properties.params", "update": {"description": "What is wanted."}},
    {"target": "$..properties.channels", "update": {"description": "Which channels."}},
    {"target": "$..properties.msg", "update": {"description": "What it says."}},
    {"target": "$..properties.price_dollars", "update": {"format": "decimal", "description": "US dollars."}},
    {"target": "$['x-error-codes'].codes[?@.code==1]", "update": {"name": "refused", "description": "It was refused."}},
]
"""The overlay that gives the small spec every word that it owes."""
