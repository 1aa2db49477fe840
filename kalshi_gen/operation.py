"""What every endpoint module shares: sending a request and reading its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar

import httpx
import msgspec
from attrs import frozen

from . import errors
from .client import AuthenticatedClient, Client
from .decoding import decode
from .types import UNSET, Response

T = TypeVar("T")


@frozen(kw_only=True)
class Operation(Generic[T]):
    """An operation of the contract.

    Attributes:
        operation_id: Its id in the contract.
        success: The type of a success's body; NoneType where there is none.
        statuses: The statuses that the contract documents.
        secured: Whether the contract asks for a signature.
        next_cursor: The name of the answer's field that holds the cursor of the next page, if it has pages.
    """

    operation_id: str
    success: type[T]
    statuses: frozenset[int]
    secured: bool = False
    next_cursor: str = ""

    def sync(self, client: Client, request: dict[str, Any]) -> T:
        """Send the request; return the decoded success or raise the typed error."""
        self._require_signature(client)
        return self._result(client.get_httpx_client().request(**request))

    async def asyncio(self, client: Client, request: dict[str, Any]) -> T:
        """Send the request without blocking; return the decoded success or raise the typed error."""
        self._require_signature(client)
        return self._result(await client.get_async_httpx_client().request(**request))

    def sync_detailed(self, client: Client, request: dict[str, Any]) -> Response[T]:
        """Send the request; return the whole response, whatever its status."""
        self._require_signature(client)
        return self._detailed(client, client.get_httpx_client().request(**request))

    async def asyncio_detailed(self, client: Client, request: dict[str, Any]) -> Response[T]:
        """Send the request without blocking; return the whole response, whatever its status."""
        self._require_signature(client)
        return self._detailed(client, await client.get_async_httpx_client().request(**request))

    def sync_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> Iterator[T]:
        """Send the request for page after page until the exchange names no further one."""
        seen = _Cursors(self, max_pages)
        while seen.more():
            page = self.sync(client, seen.apply(request))
            seen.follow(page)
            yield page

    async def asyncio_pages(self, client: Client, request: dict[str, Any], max_pages: int | None) -> AsyncIterator[T]:
        """Send the request for page after page, without blocking, until the exchange names no further one."""
        seen = _Cursors(self, max_pages)
        while seen.more():
            page = await self.asyncio(client, seen.apply(request))
            seen.follow(page)
            yield page

    def _require_signature(self, client: Client) -> None:
        if self.secured and not isinstance(client, AuthenticatedClient):
            raise errors.AuthRequiredError(
                f"{self.operation_id} needs a signed client and nothing was sent: "
                "make one with kalshi_overlay.create_client()"
            )

    def _result(self, response: httpx.Response) -> T:
        if not response.is_success:
            raise errors.from_response(response)
        return self._decode(response)

    def _detailed(self, client: Client, response: httpx.Response) -> Response[T]:
        success = response.is_success
        if client.raise_on_unexpected_status and response.status_code not in self.statuses:
            raise errors.from_response(response)
        return Response(
            status_code=response.status_code,
            headers=response.headers,
            content=response.content,
            parsed=self._decode(response) if success else None,
            error=None if success else errors.error_body(response.content),
        )

    def _decode(self, response: httpx.Response) -> T:
        if self.success is type(None):
            return None
        try:
            return decode(response.content, self.success)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise errors.KalshiDecodeError(
                self.operation_id, response.status_code, response.content, str(error)
            ) from error


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

    def follow(self, page: Any) -> None:
        cursor = getattr(page, self._operation.next_cursor) or None
        if cursor in self._seen:
            raise errors.KalshiDecodeError(
                self._operation.operation_id, 200, b"", "a page names a cursor that an earlier page named already"
            )
        self._cursor = cursor
        if cursor is not None:
            self._seen.add(cursor)
