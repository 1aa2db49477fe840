"""The exchange's answers to valid requests: by handlers, or composed from the schemas of the spec."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable
from typing import Any

from attrs import frozen

from .composing import ON_REQUEST, ComposeContext, compose, compose_context, compose_items, is_fixed, named_items
from .error_answers import ErrorAnswer, invalid_parameters
from .paging import CATALOGUE_SIZE, cursor_to, position_of
from .samples import SAMPLES
from .spec import Schema, load_specs
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


class Handlers(UserDict[str, Handler]):
    """Handlers by operation id. One for an operation that no spec has is refused with ValueError."""

    def __setitem__(self, operation_id: str, handler: Handler) -> None:
        if operation_id not in load_specs().operations:
            raise ValueError(f"handlers: no spec has an operation {operation_id!r}; give an operationId")
        if not callable(handler):
            raise TypeError(
                f"handlers[{operation_id!r}]: {handler!r} is no function; give one that takes a CheckedRequest and "
                "returns an Answer"
            )
        super().__setitem__(operation_id, handler)


class Answers:
    """Answers operations: each by its handler if it has one, else from the schemas of the spec.

    Attributes:
        handlers: Handlers by operation id.
    """

    def __init__(self) -> None:
        self.handlers = Handlers()

    def answer(self, request: CheckedRequest) -> Answer:
        """Answer a request.

        Args:
            request: A request that the spec allows.

        Raises:
            ErrorAnswer: If the exchange doesn't have what the request names, or didn't make the cursor.
        """
        return self.handlers.get(request.operation.operation_id, sample_answer)(request)


def sample_answer(request: CheckedRequest) -> Answer:
    """A sample answer in the shape of the spec, the same for the same request.

    Args:
        request: A request that the spec allows.

    Raises:
        ErrorAnswer: With 404 if a GET names something that starts with `NO-SUCH`, with 400 for a foreign cursor.
    """
    operation = request.operation
    if operation.method == "GET":
        for name, value in request.path.items():
            if str(value).startswith(NOTHING_PREFIX):
                raise ErrorAnswer(404, "not_found", "not found", f"{name}: the exchange has no {value}"[:300])
    if operation.answer is None:
        return Answer(operation.status, None)
    context = compose_context(_asked(request), operation.operation_id, samples=SAMPLES[operation.api])
    if "cursor" in request.query or any(parameter.name == "cursor" for parameter in operation.parameters):
        return Answer(operation.status, _page(request, operation.answer, context))
    return Answer(operation.status, compose(operation.answer, "", context))


def _asked(request: CheckedRequest) -> dict[str, Any]:
    """The parameters and body fields that name what the request is about."""
    body = request.body if isinstance(request.body, dict) else {}
    asked = {
        name: value
        for name, value in {**request.query, **body, **request.path}.items()
        if name not in _CURSORS and name not in _LIMITS and value is not None
    }
    if "/events/{ticker}" in request.operation.path:
        asked["event_ticker"] = asked.pop("ticker")
    return asked


def _page(request: CheckedRequest, schema: Schema, context: ComposeContext) -> dict[str, Any]:
    """The page of the operation's items for the cursor and the limit."""
    properties = schema["properties"]
    lists = {field: properties[field]["items"] for field in properties if _is_paged(schema, field)}
    cursor = next(field for field in properties if field in _CURSORS)
    length = max(_length(items, field, context) for field, items in lists.items())
    position = position_of(request)
    first = position.offset or 0
    last = first if position.is_empty else min(first + page_size(request), length)
    rest = {field: part for field, part in properties.items() if field not in lists and field != cursor}
    page: dict[str, Any] = compose({**schema, "properties": rest}, "", context)
    page |= {field: _part(items, field, context, first, last) for field, items in lists.items()}
    if last < length:
        page[cursor] = cursor_to(request, position, last)
    elif cursor in schema.get("required", ()):
        page[cursor] = ""
    return page


def _is_paged(schema: Schema, field: str) -> bool:
    """Whether the field is a paged list, and not one that is only added on request."""
    is_main = field in schema.get("required", ()) or field not in ON_REQUEST
    return is_main and "properties" in schema["properties"][field].get("items", {})


def _length(items: Schema, field: str, context: ComposeContext) -> int:
    named = named_items(items, field, context.asked)
    if named is not None:
        return len(named)
    return 1 if is_fixed(items, context.asked) else CATALOGUE_SIZE


def _part(items: Schema, field: str, context: ComposeContext, first: int, last: int) -> list[Any]:
    if named_items(items, field, context.asked) is not None:
        return list(compose_items(items, field, context, ()))[first:last]
    return list(compose_items(items, field, context, range(first, min(last, _length(items, field, context)))))


def page_size(request: CheckedRequest) -> int:
    """Items of a page: the request's limit unless it is 0, else the default of the spec, else a hundred.

    Args:
        request: A request of an operation with pages.

    Raises:
        ErrorAnswer: With 400 for a limit below 0.
    """
    for parameter in request.operation.parameters:
        if parameter.name in _LIMITS:
            size = int(request.query.get(parameter.name) or parameter.schema.get("default") or _USUAL_LIMIT)
            if size < 0:
                # Klear's spec has no lower bound.
                raise invalid_parameters(parameter.name, f"{size} is below 0")
            return size
    return _USUAL_LIMIT
