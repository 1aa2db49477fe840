"""What the exchange answers to an allowed request: by default, what the contract's schema says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from .catalogue import is_fixed, named_items
from .composing import ON_REQUEST, Scene, compose, compose_items, scene
from .contract import Schema
from .paging import CATALOGUE_SIZE, cursor_to, position_of
from .refusals import Refusal
from .validation import CheckedRequest

NOTHING_PREFIX = "NO-SUCH"
_CURSORS = ("cursor", "next_cursor")
_LIMITS = ("limit", "page_size")
_USUAL_LIMIT = 100


@frozen
class Answer:
    """A successful answer: its status and its body, None for an empty one."""

    status: int
    body: Any


Handler = Callable[[CheckedRequest], Answer]


class Answers:
    """Answers operations: each by the handler that is registered for it, else from the contract's schema."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}

    def answer(self, request: CheckedRequest) -> Answer:
        """The answer of the request's operation.

        Args:
            request: A request that the contract allows.

        Raises:
            Refusal: If the exchange doesn't have what the request names, or a cursor is not its own.
        """
        return self.handlers.get(request.operation.operation_id, contract_answer)(request)


def contract_answer(request: CheckedRequest) -> Answer:
    """An answer in the shape that the contract gives, the same for the same request.

    Args:
        request: A request that the contract allows.

    Raises:
        Refusal: With 404 where a GET names something that starts with `NO-SUCH`, with 400 for a foreign
            cursor.
    """
    operation = request.operation
    if operation.method == "GET":
        for name, value in request.path.items():
            if str(value).startswith(NOTHING_PREFIX):
                raise Refusal(404, "not_found", "not found", f"{name}: the exchange has no {value}"[:300])
    if operation.answer is None:
        return Answer(operation.status, None)
    at = scene(_asked(request), operation.operation_id)
    if "cursor" in request.query or any(parameter.name == "cursor" for parameter in operation.parameters):
        return Answer(operation.status, _page(request, operation.answer, at))
    return Answer(operation.status, compose(operation.answer, "", at))


def _asked(request: CheckedRequest) -> dict[str, Any]:
    """What the request names of the things that it wants, by name."""
    body = request.body if isinstance(request.body, dict) else {}
    asked = {
        name: value
        for name, value in {**request.query, **body, **request.path}.items()
        if name not in _CURSORS and name not in _LIMITS and value is not None
    }
    if "/events/{ticker}" in request.operation.path:
        asked["event_ticker"] = asked.pop("ticker")
    return asked


def _page(request: CheckedRequest, schema: Schema, at: Scene) -> dict[str, Any]:
    """The page of the operation's catalogue that the cursor and the limit mean."""
    properties = schema["properties"]
    lists = {field: properties[field]["items"] for field in properties if _is_paged(schema, field)}
    cursor = next(field for field in properties if field in _CURSORS)
    length = max(_length(items, field, at) for field, items in lists.items())
    position = position_of(request)
    first = position.offset or 0
    last = first if position.is_empty else min(first + page_size(request), length)
    rest = {field: part for field, part in properties.items() if field not in lists and field != cursor}
    page: dict[str, Any] = compose({**schema, "properties": rest}, "", at)
    page |= {field: _part(items, field, at, first, last) for field, items in lists.items()}
    if last < length:
        page[cursor] = cursor_to(request, position, last)
    elif cursor in schema.get("required", ()):
        page[cursor] = ""
    return page


def _is_paged(schema: Schema, field: str) -> bool:
    """Whether the field is a list of the catalogue, and not one that comes only on request."""
    is_main = field in schema.get("required", ()) or field not in ON_REQUEST
    return is_main and "properties" in schema["properties"][field].get("items", {})


def _length(items: Schema, field: str, at: Scene) -> int:
    named = named_items(items, field, at.asked)
    if named is not None:
        return len(named)
    return 1 if is_fixed(items, at.asked) else CATALOGUE_SIZE


def _part(items: Schema, field: str, at: Scene, first: int, last: int) -> list[Any]:
    if named_items(items, field, at.asked) is not None:
        return list(compose_items(items, field, at, ()))[first:last]
    return list(compose_items(items, field, at, range(first, min(last, _length(items, field, at)))))


def page_size(request: CheckedRequest) -> int:
    """Items of a page: the request's limit unless it is 0, else the contract's default, else a hundred.

    Args:
        request: A request of an operation with pages.
    """
    for parameter in request.operation.parameters:
        if parameter.name in _LIMITS:
            return int(request.query.get(parameter.name) or parameter.schema.get("default") or _USUAL_LIMIT)
    return _USUAL_LIMIT
