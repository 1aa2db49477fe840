"""Lists of the exchange, page after page: all of their rows, or an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kalshi_gen.client import Client
from kalshi_gen.errors import KalshiDecodeError
from kalshi_gen.runtime.model import Model
from kalshi_gen.runtime.operation import Operation
from kalshi_gen.types import UNSET, Response, Unset
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Call, Flow, sleep

PAGE_SIZE: Final = 1000
# How often an answer is requested that is damaged, and the seconds between.
_ATTEMPTS = 3
_PAUSE = 1.0

Take = Callable[[list[Any]], object]
"""Gets the rows of an answer. What it raises ends the read."""


def read_pages(
    client: Client, operation: Operation[Any], take: Take, *, limit: int = PAGE_SIZE, **filters: Any
) -> Flow[None]:
    """Read all pages of a list.

    Args:
        client: The client.
        operation: The operation.
        take: Gets the rows of each page.
        limit: How many rows a page may have.
        **filters: What it takes, without the page.

    Raises:
        UnusableAnswerError: It is not certain that these are all rows.
        KalshiError: A page can't be read.
    """
    pages = Pages(client, operation, limit=limit, **filters)
    while (rows := (yield from pages.following())) is not None:
        take(rows)


class Pages:
    """The pages of a list, one after the other; its arguments are those of `read_pages`."""

    def __init__(self, client: Client, operation: Operation[Any], *, limit: int = PAGE_SIZE, **filters: Any) -> None:
        self._client = client
        self._operation = operation
        self._limit = limit
        self._filters = filters
        # Of the next page; None after the last.
        self._cursor: str | Unset | None = UNSET
        self._seen = set[str]()

    def following(self) -> Flow[list[Any] | None]:
        """Read the next page; None after the last.

        Raises:
            UnusableAnswerError: It is not certain that its rows are all, or which page comes next.
            KalshiError: It can't be read.
        """
        if self._cursor is None:
            return None
        name = self._operation.operation_id
        arguments = {**self._filters, "limit": self._limit, "cursor": self._cursor}
        page, rows = yield from read_rows(self._client, self._operation, self._operation.items, arguments)
        following = page.cursor
        if not following:
            # A full page whose cursor is left out may not be the last.
            if following != "" and len(rows) >= self._limit:
                raise UnusableAnswerError(f"{name}: a full page has no cursor")
            self._cursor = None
        # The exchange answers a cursor that it doesn't know with page 1, so following it could go on for ever.
        elif not isinstance(following, str) or following in self._seen:
            raise UnusableAnswerError(f"{name}: the cursor is not text, or repeats an earlier one")
        else:
            self._seen.add(following)
            self._cursor = following
        return rows


def read_rows(
    client: Client, operation: Operation[Any], name: str, arguments: dict[str, Any]
) -> Flow[tuple[Any, list[Any]]]:
    """Request an answer with rows, again if it is in doubt.

    Args:
        client: The client.
        operation: The operation.
        name: The field of the answer that has its rows.
        arguments: Its arguments.

    Returns:
        The answer, and its rows.

    Raises:
        UnusableAnswerError: The answer has no list of rows, or what is no row in it, each time.
        KalshiError: The request failed.
    """

    def is_null(response: Response[Any]) -> bool:
        """Whether the rows are null; raises `UnusableAnswerError` if they are no list at all."""
        problem = next((drift.got for drift in response.drift if drift.path == name), None)
        rows = getattr(response.parsed, name)
        if problem not in (None, "null") or not isinstance(rows, list):
            raise UnusableAnswerError(f"{operation.operation_id}: an answer has no list of {name}")
        if not all(isinstance(row, Model) for row in rows):
            raise UnusableAnswerError(f"{operation.operation_id}: not all {name} of an answer are objects")
        return problem == "null"

    response = yield from answer(client, operation, arguments, is_null)
    # The exchange is reported to answer null for an empty list, and to leave the last cursor out. Once proves nothing:
    # there may be more. The second time it is believed.
    if is_null(response) or not isinstance(getattr(response.parsed, "cursor", ""), str):
        response = yield from answer(client, operation, arguments, is_null)
    return response.parsed, getattr(response.parsed, name)


def answer(
    client: Client,
    operation: Operation[Any],
    arguments: dict[str, Any],
    check: Callable[[Response[Any]], object] = lambda response: None,
) -> Flow[Response[Any]]:
    """The complete response to a read, which is requested again if it is damaged or `check` refuses it.

    Raises:
        KalshiError: The response is no success, or is damaged or refused each time.
    """
    given = {**dict.fromkeys(operation.query, UNSET), **arguments}
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            response: Response[Any] = yield Call(operation.answer, operation.asyncio_answer, (client, given))
            check(response)
        except (KalshiDecodeError, UnusableAnswerError):
            if attempt == _ATTEMPTS:
                raise
            yield sleep(_PAUSE)
        else:
            break
    return response


def text(row: Any, name: str) -> str:
    """A field that is an id or a ticker; raises `UnusableAnswerError` if it isn't there."""
    value = getattr(row, name, None)
    if isinstance(value, str) and value:
        return value
    raise _unusable(row, name)


def moment(row: Any, name: str) -> datetime:
    """A field that is a time; raises `UnusableAnswerError` if it isn't there."""
    value = getattr(row, name, None)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    raise _unusable(row, name)


def _unusable(row: Any, name: str) -> UnusableAnswerError:
    return UnusableAnswerError(f"{type(row).__name__}.{name} is missing, or not what the spec says")
