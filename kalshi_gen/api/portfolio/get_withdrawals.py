"""List withdrawals: `GET /portfolio/withdrawals`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.get_withdrawals_response import GetWithdrawalsResponse
from ...models.withdrawal import Withdrawal
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetWithdrawals",
    success=GetWithdrawalsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="withdrawals",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=500)]


def _get_kwargs(*, limit: int | Unset = UNSET, cursor: str | Unset = UNSET) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/portfolio/withdrawals",
        "params": _query({"limit": (limit, _limit_type), "cursor": (cursor, str)}),
    }


def sync(
    *, client: AuthenticatedClient, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> GetWithdrawalsResponse:
    """List withdrawals.

    Lists your past withdrawals page by page, 100 a page and at most 500.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 500. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded answer, a `GetWithdrawalsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetWithdrawals`.
    """
    return OPERATION.sync(client, _get_kwargs(limit=limit, cursor=cursor))


async def asyncio(
    *, client: AuthenticatedClient, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> GetWithdrawalsResponse:
    """List withdrawals.

    Lists your past withdrawals page by page, 100 a page and at most 500.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 500. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded answer, a `GetWithdrawalsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetWithdrawals`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(limit=limit, cursor=cursor))


def sync_detailed(
    *, client: AuthenticatedClient, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> Response[GetWithdrawalsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(limit=limit, cursor=cursor))


async def asyncio_detailed(
    *, client: AuthenticatedClient, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> Response[GetWithdrawalsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(limit=limit, cursor=cursor))


def sync_pages(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetWithdrawalsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(client, _get_kwargs(limit=limit, cursor=cursor), max_pages)


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetWithdrawalsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(client, _get_kwargs(limit=limit, cursor=cursor), max_pages)


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Withdrawal]:
    """Like `sync`, but give each of `withdrawals` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(client, _get_kwargs(limit=limit, cursor=cursor), max_pages)


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Withdrawal]:
    """Like `asyncio`, but give each of `withdrawals` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(client, _get_kwargs(limit=limit, cursor=cursor), max_pages)
