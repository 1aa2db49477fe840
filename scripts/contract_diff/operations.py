"""Compare two specs: first their operations, then what the operations share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from scripts.contract_diff.changes import Change, merged
from scripts.contract_diff.messages import compare_request_bodies, compare_responses
from scripts.contract_diff.parameters import ParameterComparison
from scripts.contract_diff.schemas import SchemaComparison
from scripts.contract_diff.shared import compare_shared
from scripts.contract_diff.stream import compare_streams
from scripts.contract_diff.values import canonical
from scripts.documents import Document
from scripts.specs import is_stream
from scripts.vendoring.published import operations

_COMPARED = frozenset(
    {
        "operationId",
        "tags",
        "parameters",
        "requestBody",
        "responses",
        "security",
        "deprecated",
        "summary",
        "description",
    }
)
_TEXTS = ("summary", "description")


@frozen
class _Operation:
    path: str
    method: str
    id: str
    node: dict[str, Any]
    path_item: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"


def compare(old: Document, new: Document, *, descriptions: bool = False) -> list[Change]:
    """Find every difference between two specs.

    Args:
        old: A normalised spec.
        new: Another one, of the same kind.
        descriptions: Whether changes of descriptions are reported too.

    Returns:
        The changes, worst first, each once with the operations or messages that it affects.
    """
    if is_stream(old):
        return compare_streams(old, new, descriptions=descriptions)
    schemas = SchemaComparison(old, new, descriptions)
    return merged([*_operations(old, new, schemas), *compare_shared(old, new, schemas)])


def compare_descriptions(old: Document, new: Document) -> list[Change]:
    """Find the descriptions that differ between two specs, and nothing else.

    Args:
        old: A spec with its descriptions.
        new: Another one.
    """
    return [change for change in compare(old, new, descriptions=True) if change.id.endswith("-description-changed")]


def _operations(old: Document, new: Document, schemas: SchemaComparison) -> Iterator[Change]:
    pairs, gone, come = _matched(_read(old), _read(new))
    for operation in gone:
        yield Change("operation-removed", operation.name, "the operation is gone", operation.id, None, (operation.id,))
    for operation in come:
        yield Change("operation-added", operation.name, "there is a new operation", None, operation.id, (operation.id,))
    for before, after in pairs:
        for change in _operation(before, after, old, new, schemas):
            yield change.reaching(after.id)


def _read(document: Document) -> list[_Operation]:
    return [
        _Operation(path, method, node.get("operationId", f"{method} {path}"), node, document["paths"][path])
        for path, method, node in operations(document)
    ]


def _matched(
    old: list[_Operation], new: list[_Operation]
) -> tuple[list[tuple[_Operation, _Operation]], list[_Operation], list[_Operation]]:
    """Pair operations: by method and path, then without the names of path parameters, then by operationId."""
    pairs: list[tuple[_Operation, _Operation]] = []
    for key in (_exact_route, _route, _identity):
        waiting = {key(operation): operation for operation in new}
        matched = [(operation, waiting.pop(key(operation))) for operation in old if key(operation) in waiting]
        pairs += matched
        old = [operation for operation in old if all(operation is not pair[0] for pair in matched)]
        new = [operation for operation in new if all(operation is not pair[1] for pair in matched)]
    return pairs, old, new


def _exact_route(operation: _Operation) -> tuple[str, str]:
    return operation.method, operation.path


def _route(operation: _Operation) -> tuple[str, str]:
    return operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path)


def _identity(operation: _Operation) -> tuple[str, str]:
    return "", operation.id


def _operation(
    before: _Operation, after: _Operation, old: Document, new: Document, schemas: SchemaComparison
) -> Iterator[Change]:
    name = after.name
    if _route(before)[1] != _route(after)[1]:
        text = f"the path was {before.path}"
        yield Change("operation-path-changed", name, text, before.path, after.path)
    if before.method != after.method:
        yield Change("operation-method-changed", name, f"the method was {before.method}", before.method, after.method)
    if before.id != after.id:
        yield Change("operation-id-changed", name, f"the operationId was {before.id}", before.id, after.id)
    tags = tuple((operation.node.get("tags") or ["default"])[0] for operation in (before, after))
    if tags[0] != tags[1]:
        yield Change("operation-tag-changed", name, f"the tag was {tags[0]}", *tags)
    if bool(before.node.get("deprecated")) != bool(after.node.get("deprecated")):
        kind = "deprecated" if after.node.get("deprecated") else "undeprecated"
        yield Change(f"operation-{kind}", name, f"the operation is {kind}")
    is_of_all = "security" not in before.node and "security" not in after.node
    ways = (
        node.get("security", document.get("security")) for node, document in ((before.node, old), (after.node, new))
    )
    yield from _security("security" if is_of_all else name, *ways)
    yield from ParameterComparison(old, new, schemas).changes(
        name, (before.path_item, before.node, before.path), (after.path_item, after.node, after.path)
    )
    yield from compare_request_bodies(name, before.node, after.node, schemas)
    yield from compare_responses(name, before.node, after.node, schemas)
    servers = before.path_item.get("servers"), after.path_item.get("servers")
    if canonical(servers[0]) != canonical(servers[1]):
        yield Change("operation-keyword-changed", name, "the servers of the path changed", *servers)
    yield from _rest(name, before.node, after.node, schemas.descriptions)


def _security(name: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = _ways(old), _ways(new)
    if ("" in before) != ("" in after):
        is_public = "" in after
        kind, text = ("public", "it needs no signature") if is_public else ("secured", "it needs a signature")
        yield Change(f"operation-became-{kind}", name, text, old, new)
        return
    for way in sorted(before - after):
        yield Change(
            "operation-security-option-removed", name, f"the way to authenticate with {way} is gone", way, None
        )
    for way in sorted(after - before):
        yield Change(
            "operation-security-option-added", name, f"there is a further way to authenticate: with {way}", None, way
        )


def _ways(security: Any) -> set[str]:
    """Each way to authenticate, as a text; an empty text means without any."""
    return {
        " + ".join(
            sorted(f"{scheme}({', '.join(sorted(scopes))})" if scopes else scheme for scheme, scopes in way.items())
        )
        for way in security or [{}]
    }


def _rest(name: str, before: Any, after: Any, descriptions: bool) -> Iterator[Change]:
    for key in sorted((before.keys() | after.keys()) - _COMPARED):
        if canonical(before.get(key)) != canonical(after.get(key)):
            yield Change("operation-keyword-changed", name, f"{key} changed", before.get(key), after.get(key))
    texts = tuple({key: node[key] for key in _TEXTS if key in node} for node in (before, after))
    if descriptions and texts[0] != texts[1]:
        yield Change("operation-description-changed", name, "the description changed", texts[0], texts[1])
