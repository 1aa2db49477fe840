"""Keep the facts of a published spec and drop its texts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from scripts.documents import Document
from scripts.specs import is_stream

_TEXTS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
# The keys of these maps are names chosen by the author, not keywords of the format: a property may be named "title".
NAME_MAPS = frozenset(
    {
        "paths",
        "schemas",
        "properties",
        "patternProperties",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "securitySchemes",
        "content",
        "encoding",
        "callbacks",
        "links",
        "variables",
        "mapping",
        "scopes",
        "$defs",
        "dependentSchemas",
        "pathItems",
        "webhooks",
        # AsyncAPI's own.
        "channels",
        "messages",
        "operations",
        "servers",
        "replies",
        "correlationIds",
        "messageTraits",
        "operationTraits",
        "channelBindings",
        "messageBindings",
        "operationBindings",
        "serverBindings",
    }
)
_PARAMETERS = "#/components/parameters/"
# What these keys hold is kept as it is.
KEYS_OF_VALUES = frozenset({"enum", "default", "required", "const", "security", "dependentRequired"})


def normalise(document: Document) -> Document:
    """Reduce a published document to its facts, in their order.

    Args:
        document: A valid OpenAPI 3.0 or 3.1 document, or an AsyncAPI 3.0 one.

    Returns:
        A new document without descriptions, summaries, titles, examples, external documents and extensions.
        Siblings of a `$ref` are kept by way of `allOf`. `info.title` and the description of each response, which
        OpenAPI requires, are neutral. The table of error codes, for which AsyncAPI has no keyword, keeps its numbers.
    """
    facts: Document = _facts(document)
    if is_stream(document):
        _finish_stream(facts, document)
    else:
        _finish_api(facts, document)
    normal: Document = wrap_reference_siblings(facts)
    return normal


def _finish_api(facts: Document, document: Document) -> None:
    facts["info"] = {"title": "Kalshi API", "version": document["info"]["version"]}
    facts["paths"] = {path: item for path, item in facts["paths"].items() if not path.startswith("x-")}
    _describe_operations(facts["paths"])
    for name, response in facts.get("components", {}).get("responses", {}).items():
        response.setdefault("description", name)


def _finish_stream(facts: Document, document: Document) -> None:
    facts["info"] = {"title": "Kalshi stream", "version": document["info"]["version"]}
    if "x-error-codes" in document:
        codes = document["x-error-codes"]["codes"]
        facts["x-error-codes"] = {"codes": [{"code": entry["code"]} for entry in codes]}


def is_text(key: str) -> bool:
    """Whether a keyword holds text for people, or an extension, rather than a fact of OpenAPI."""
    return key in _TEXTS or key.startswith("x-")


def wrap_reference_siblings(node: Any) -> Any:
    """Turn `{$ref, nullable}` into `{allOf: [{$ref}], nullable}`: 3.0 tools ignore siblings of a `$ref`.

    A description beside the `$ref` of a parameter may be ignored: other tools then show the shared one.
    """
    if isinstance(node, list):
        return [wrap_reference_siblings(item) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str) and len(node) > 1 and not node["$ref"].startswith(_PARAMETERS):
        siblings = {key: wrap_reference_siblings(value) for key, value in node.items() if key != "$ref"}
        return {"allOf": [{"$ref": node["$ref"]}, *siblings.pop("allOf", [])], **siblings}
    return {key: wrap_reference_siblings(value) for key, value in node.items()}


def _facts(node: Any, keys_are_names: bool = False) -> Any:
    if isinstance(node, list):
        return [_facts(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if keys_are_names:
            kept[key] = _facts(value)
        elif is_text(key):
            continue
        elif key in KEYS_OF_VALUES:
            kept[key] = value
        else:
            kept[key] = _facts(value, keys_are_names=key in NAME_MAPS and isinstance(value, dict))
    return kept


def _describe_operations(path_items: dict[str, Any]) -> None:
    for path_item in path_items.values():
        for operation in path_item.values() if isinstance(path_item, dict) else ():
            if isinstance(operation, dict):
                _describe_responses(operation.get("responses", {}))
                for callback in operation.get("callbacks", {}).values():
                    _describe_operations(callback)


def _describe_responses(responses: dict[str, Any]) -> None:
    for status, response in list(responses.items()):
        if status.startswith("x-"):
            del responses[status]
        elif "$ref" not in response:
            described = {"description": _phrase(status), **response}
            response.clear()
            response.update(described)


def _phrase(status: str) -> str:
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return "Any other status"
