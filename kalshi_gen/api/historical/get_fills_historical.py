"""List archived fills: `GET /historical/fills`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.fill import Fill
from ...models.get_fills_response import GetFillsResponse
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetFillsHistorical",
    success=GetFillsResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=1000)]
_subaccount_type = Annotated[int, Range(minimum=0)]


def _get_kwargs(
    *,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/historical/fills",
        "params": _query(
            {
                "ticker": (ticker, str),
                "min_ts": (min_ts, int),
                "max_ts": (max_ts, int),
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
                "subaccount": (subaccount, _subaccount_type),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> GetFillsResponse:
    """List archived fills.

    Lists the member's archived fills page by page; a fill is a match of one of the member's orders. A
    key restricted to a subaccount sees that subaccount alone, and a `subaccount` sent with it must be
    the same. A registered partner may instead use a user's OAuth access token that was expressly
    granted scope `read::compliance_partner`.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.

    Returns:
        The decoded answer, a `GetFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFillsHistorical`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
    )


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> GetFillsResponse:
    """List archived fills.

    Lists the member's archived fills page by page; a fill is a match of one of the member's orders. A
    key restricted to a subaccount sees that subaccount alone, and a `subaccount` sent with it must be
    the same. A registered partner may instead use a user's OAuth access token that was expressly
    granted scope `read::compliance_partner`.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.

    Returns:
        The decoded answer, a `GetFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFillsHistorical`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetFillsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
        max_pages,
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetFillsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
        max_pages,
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Fill]:
    """Like `sync`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
        max_pages,
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Fill]:
    """Like `asyncio`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(ticker=ticker, min_ts=min_ts, max_ts=max_ts, limit=limit, cursor=cursor, subaccount=subaccount),
        max_pages,
    )
