"""What every endpoint module shares: sending a request and reading its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar, cast

import httpx
import msgspec
from attrs import evolve, frozen

from .. import errors
from ..client import AuthenticatedClient, Client
from ..types import UNSET, Response
from .decoding import decode
from .drift import report
from .error_body import ErrorBody, read_error_body

T = TypeVar("T")


@frozen(kw_only=True)
class Operation(Generic[T]):
    """An operation of the spec.

    Attributes:
        operation_id: Its id in the spec.
        success: The type of a success's body; NoneType where there is none.
        statuses: The statuses that the spec documents.
        secured: Whether the spec asks for a signature.
        next_cursor: The name of the answer's field that holds the cursor of the next page, if it has pages.
        items: The name of the answer's field that holds the items of a page, if it has pages.
    """

    operation_id: str
    success: type[T]
    statuses: frozenset[int]
    secured: bool = False
    next_cursor: str = ""
    items: str = ""

    def sync(self, client: Client, request: dict[str, Any]) -> T:
        """Send the request; return the decoded success or raise the typed error."""
        return cast(T, self._sync_success(client, request).parsed)

    async def asyncio(self, client: Client, request: dict[str, Any]) -> T:
        """Send the request without blocking; return the decoded success or raise the typed error."""
        return cast(T, (await self._asyncio_success(client, request)).parsed)

    def sync_detailed(self, client: Client, request: dict[str, Any]) -> Response[T]:
        """Send the request; return the whole response, whatever its status."""
        return self._detailed(client, self._send(client, request))

    async def asyncio_detailed(self, client: Client, request: dict[str, Any]) -> Response[T]:
        """Send the request without blocking; return the whole response, whatever its status."""
        return self._detailed(client, await self._asyncio_send(client, request))

    def sync_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> Iterator[T]:
        """Send the request for page after page until the exchange names no further one."""
        for page in self._sync_pages(client, request, max_pages):
            yield cast(T, page.parsed)

    async def asyncio_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> AsyncIterator[T]:
        """Send the request for page after page, without blocking, until the exchange names no further one."""
        async for page in self._asyncio_pages(client, request, max_pages):
            yield cast(T, page.parsed)

    def sync_items(self, client: Client, request: dict[str, Any], max_pages: int | None) -> Iterator[Any]:
        """Give each item of page after page."""
        for page in self._sync_pages(client, request, max_pages):
            yield from self._items(page)

    async def asyncio_items(self, client: Client, request: dict[str, Any], max_pages: int | None) -> AsyncIterator[Any]:
        """Give each item of page after page, without blocking."""
        async for page in self._asyncio_pages(client, request, max_pages):
            for item in self._items(page):
                yield item

    def _send(self, client: Client, request: dict[str, Any]) -> httpx.Response:
        self._require_signature(client)
        return client.get_httpx_client().request(**request)

    async def _asyncio_send(self, client: Client, request: dict[str, Any]) -> httpx.Response:
        self._require_signature(client)
        return await client.get_async_httpx_client().request(**request)

    def _sync_success(self, client: Client, request: dict[str, Any]) -> Response[T]:
        return self._success(client, self._send(client, request))

    async def _asyncio_success(self, client: Client, request: dict[str, Any]) -> Response[T]:
        return self._success(client, await self._asyncio_send(client, request))

    def _sync_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> Iterator[Response[T]]:
        seen = _Cursors(self, max_pages)
        while seen.more():
            page = self._sync_success(client, seen.apply(request))
            seen.follow(page)
            yield page

    async def _asyncio_pages(
        self, client: Client, request: dict[str, Any], max_pages: int | None
    ) -> AsyncIterator[Response[T]]:
        seen = _Cursors(self, max_pages)
        while seen.more():
            page = await self._asyncio_success(client, seen.apply(request))
            seen.follow(page)
            yield page

    def _items(self, page: Response[T]) -> list[Any]:
        listed = getattr(page.parsed, self.items) or []
        if not isinstance(listed, list):
            raise self._decode_error("GET", page, f"{self.items} is no list")
        return listed

    def _require_signature(self, client: Client) -> None:
        if self.secured and not isinstance(client, AuthenticatedClient):
            raise errors.AuthRequiredError(
                f"{self.operation_id} needs a signed client and nothing was sent: "
                "make one with kalshi_overlay.create_client()"
            )

    def _detailed(self, client: Client, response: httpx.Response) -> Response[T]:
        if client.raise_on_unexpected_status and response.status_code not in self.statuses:
            raise errors.from_response(response)
        if response.is_success:
            return self._success(client, response)
        return _unread(response, read_error_body(response.content))

    def _success(self, client: Client, response: httpx.Response) -> Response[T]:
        if not response.is_success:
            raise errors.from_response(response)
        answer: Response[T] = _unread(response)
        if self.success is type(None):
            return answer
        method = response.request.method
        try:
            parsed, answer.drift = decode(answer.content, self.success, self.operation_id)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise self._decode_error(method, answer, str(error)) from error
        if answer.drift:
            report(answer.drift, client.on_drift)
            if client.strict:
                first, *others = answer.drift
                raise self._decode_error(method, answer, f"{first}{f' and {len(others)} more' if others else ''}")
        answer.parsed = parsed
        return answer

    def _decode_error(self, method: str, answer: Response[T], problem: str) -> errors.KalshiDecodeError:
        return errors.KalshiDecodeError(self.operation_id, method, evolve(answer, parsed=None), problem)


def _unread(response: httpx.Response, error: ErrorBody | None = None) -> Response[Any]:
    return Response(status_code=response.status_code, headers=response.headers, content=response.content, error=error)


class _Cursors:
    """The way through the pages of one iteration."""

    def __init__(self, operation: Operation[Any], max_pages: int | None) -> None:
        if max_pages is not None and (not isinstance(max_pages, int) or max_pages < 1):
            raise errors.InvalidRequestError("max_pages", "must be an int of at least 1; leave it out for every page")
        self._operation = operation
        self._pages_left = max_pages
        self._cursor: Any = UNSET
        self._seen: set[str] = set()

    def more(self) -> bool:
        return self._cursor is not None and self._pages_left != 0

    def apply(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._pages_left is not None:
            self._pages_left -= 1
        if self._cursor is UNSET:
            return request
        return {**request, "params": {**request["params"], "cursor": self._cursor}}

    def follow(self, page: Response[Any]) -> None:
        # The exchange leaves the cursor of a last page out at times: what is UNSET ends the pages as an empty text does.
        cursor = getattr(page.parsed, self._operation.next_cursor) or None
        if cursor is not None and not isinstance(cursor, str):
            raise self._operation._decode_error("GET", page, f"{self._operation.next_cursor} is no text")
        if cursor in self._seen:
            raise self._operation._decode_error("GET", page, "it names a cursor that an earlier page named already")
        self._cursor = cursor
        if cursor is not None:
            self._seen.add(cursor)
