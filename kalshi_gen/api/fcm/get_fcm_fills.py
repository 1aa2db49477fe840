"""List fills of an FCM's subtraders: `GET /fcm/fills`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from ...client import AuthenticatedClient
from ...models.fcm_fill import FcmFill
from ...models.get_fcm_fills_response import GetFcmFillsResponse
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetFCMFills",
    success=GetFcmFillsResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
)


def _get_kwargs(
    *, min_ts: int | Unset = UNSET, max_ts: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/fcm/fills",
        "params": _query({"min_ts": (min_ts, int), "max_ts": (max_ts, int), "cursor": (cursor, str)}),
    }


def sync(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetFcmFillsResponse:
    """List fills of an FCM's subtraders.

    Lists, page by page, the fills of all subtraders of the authenticated FCM. It is open to FCM members
    with an unrestricted API key; any other key is answered with 403.

    Args:
        client: A signed client.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded answer, a `GetFcmFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFCMFills`.
    """
    return OPERATION.sync(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor))


async def asyncio(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetFcmFillsResponse:
    """List fills of an FCM's subtraders.

    Lists, page by page, the fills of all subtraders of the authenticated FCM. It is open to FCM members
    with an unrestricted API key; any other key is answered with 403.

    Args:
        client: A signed client.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded answer, a `GetFcmFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFCMFills`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor))


def sync_detailed(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetFcmFillsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor))


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetFcmFillsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor))


def sync_pages(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetFcmFillsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor), max_pages)


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetFcmFillsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor), max_pages)


def sync_all(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[FcmFill]:
    """Like `sync`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor), max_pages)


def asyncio_all(
    *,
    client: AuthenticatedClient,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[FcmFill]:
    """Like `asyncio`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(client, _get_kwargs(min_ts=min_ts, max_ts=max_ts, cursor=cursor), max_pages)
