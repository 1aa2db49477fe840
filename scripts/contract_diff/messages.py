"""Compare the request bodies and the responses of an operation: media types, statuses and headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.changes import Change
from scripts.contract_diff.schema_view import follow
from scripts.contract_diff.schemas import Place, SchemaComparison
from scripts.contract_diff.values import canonical


def compare_request_bodies(name: str, old: Any, new: Any, schemas: SchemaComparison) -> Iterator[Change]:
    """Compare the request bodies of an operation.

    Args:
        name: The operation, as it is reported.
        old: The old operation.
        new: The new operation.
        schemas: The comparison of the schemas of both specs.
    """
    bodies = follow(old.get("requestBody"), schemas.old), follow(new.get("requestBody"), schemas.new)
    place = _shared("request body", old.get("requestBody"), new.get("requestBody")) or f"{name} body"
    if not bodies[0] or not bodies[1]:
        if bodies[1]:
            required = bool(bodies[1].get("required"))
            kind = "request-required-body-added" if required else "request-body-added"
            yield Change(kind, place, f"it takes a body, which {'must be sent' if required else 'may be left out'}")
        elif bodies[0]:
            yield Change("request-body-removed", place, "it takes no body")
        return
    required_flags = bool(bodies[0].get("required")), bool(bodies[1].get("required"))
    if required_flags[0] != required_flags[1]:
        kind = "required" if required_flags[1] else "optional"
        yield Change(f"request-body-became-{kind}", place, f"the body is {kind}", *required_flags)
    yield from _description("request-body", place, *bodies, schemas)
    yield from _content("request", place, bodies[0].get("content", {}), bodies[1].get("content", {}), schemas)


def compare_responses(name: str, old: Any, new: Any, schemas: SchemaComparison) -> Iterator[Change]:
    """Compare the responses of an operation.

    Args:
        name: The operation, as it is reported.
        old: The old operation.
        new: The new operation.
        schemas: The comparison of the schemas of both specs.
    """
    before, after = (
        {status: answer for status, answer in side.get("responses", {}).items() if not status.startswith("x-")}
        for side in (old, new)
    )
    has_success = any(status.startswith("2") for status in [*before, *after])
    for status in sorted(before.keys() | after.keys()):
        is_success = status.startswith("2") or (status == "default" and not has_success)
        kind = "success" if is_success else "error"
        place = f"{name} {status}"
        if status not in after:
            yield Change(f"response-{kind}-status-removed", place, f"the status {status} is gone", status, None)
        elif status not in before:
            yield Change(f"response-{kind}-status-added", place, f"there is a further status {status}", None, status)
        else:
            place = _shared("response", before[status], after[status]) or place
            answers = follow(before[status], schemas.old), follow(after[status], schemas.new)
            yield from _response(place, *answers, schemas)


def _shared(kind: str, old: Any, new: Any) -> str | None:
    """The component that both sides refer to, if there is one: its changes are reported there, once."""
    before, after = (node.get("$ref") if isinstance(node, dict) else None for node in (old, new))
    return f"{kind} {before.rpartition('/')[2]}" if before is not None and before == after else None


def _response(place: str, before: Any, after: Any, schemas: SchemaComparison) -> Iterator[Change]:
    contents = before.get("content") or {}, after.get("content") or {}
    if bool(contents[0]) != bool(contents[1]):
        kind = "added" if contents[1] else "removed"
        yield Change(f"response-body-{kind}", place, f"the body is {'there' if contents[1] else 'gone'}")
    else:
        yield from _content("response", place, *contents, schemas)
    yield from _description("response", place, before, after, schemas)
    yield from _rest("response-body", place, before, after, {"content", "headers", "description", "summary"})
    yield from _headers(place, before.get("headers") or {}, after.get("headers") or {}, schemas)


def _headers(place: str, before: Any, after: Any, schemas: SchemaComparison) -> Iterator[Change]:
    for header in sorted(before.keys() - after.keys()):
        yield Change("response-header-removed", place, f"the header {header} is gone", header, None)
    for header in sorted(after.keys() - before.keys()):
        yield Change("response-header-added", place, f"there is a further header {header}", None, header)
    for header in sorted(before.keys() & after.keys()):
        old, new = follow(before[header], schemas.old), follow(after[header], schemas.new)
        where = f"{place} header {header}"
        if bool(old.get("required")) != bool(new.get("required")):
            kind = "required" if new.get("required") else "optional"
            flags = bool(old.get("required")), bool(new.get("required"))
            yield Change(f"response-header-became-{kind}", where, f"the header is {kind}", *flags)
        yield from _rest(
            "response-header", where, old, new, {"required", "schema", "description", "example", "examples"}
        )
        yield from schemas.changes(old.get("schema"), new.get("schema"), Place("response-header", where))


def _content(direction: str, place: str, before: Any, after: Any, schemas: SchemaComparison) -> Iterator[Change]:
    for media_type in sorted(before.keys() - after.keys()):
        yield Change(f"{direction}-media-type-removed", place, f"{media_type} is gone", media_type, None)
    for media_type in sorted(after.keys() - before.keys()):
        yield Change(f"{direction}-media-type-added", place, f"there is also {media_type}", None, media_type)
    for media_type in sorted(before.keys() & after.keys()):
        old, new = before[media_type], after[media_type]
        yield from _rest(f"{direction}-body", place, old, new, {"schema", "example", "examples"})
        yield from schemas.changes(old.get("schema"), new.get("schema"), Place(f"{direction}-body", place))


def _description(kind: str, place: str, old: Any, new: Any, schemas: SchemaComparison) -> Iterator[Change]:
    texts = old.get("description"), new.get("description")
    if schemas.descriptions and texts[0] != texts[1]:
        yield Change(f"{kind}-description-changed", place, "the description changed", *texts)


def _rest(kind: str, place: str, before: Any, after: Any, compared: set[str]) -> Iterator[Change]:
    for key in sorted((before.keys() | after.keys()) - compared):
        if not key.startswith("x-") and canonical(before.get(key)) != canonical(after.get(key)):
            yield Change(f"{kind}-keyword-changed", place, f"{key} changed", before.get(key), after.get(key))
