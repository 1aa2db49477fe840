"""List settlements: `GET /portfolio/settlements`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.get_settlements_response import GetSettlementsResponse
from ...models.settlement import Settlement
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetSettlements",
    success=GetSettlementsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="settlements",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=1000)]
_subaccount_type = Annotated[int, Range(minimum=0)]


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/portfolio/settlements",
        "params": _query(
            {
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
                "ticker": (ticker, str),
                "event_ticker": (event_ticker, str),
                "min_ts": (min_ts, int),
                "max_ts": (max_ts, int),
                "subaccount": (subaccount, _subaccount_type),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> GetSettlementsResponse:
    """List settlements.

    Lists your settlements that the live data set still holds, page by page, 100 a page and at most
    1000. Archived settlements are not among them; `GET /historical/positions` has the archived
    positions, with other fields.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.

    Returns:
        The decoded answer, a `GetSettlementsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetSettlements`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
    )


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> GetSettlementsResponse:
    """List settlements.

    Lists your settlements that the live data set still holds, page by page, 100 a page and at most
    1000. Archived settlements are not among them; `GET /historical/positions` has the archived
    positions, with other fields.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.

    Returns:
        The decoded answer, a `GetSettlementsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetSettlements`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> Response[GetSettlementsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
) -> Response[GetSettlementsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetSettlementsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetSettlementsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Settlement]:
    """Like `sync`, but give each of `settlements` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Settlement]:
    """Like `asyncio`, but give each of `settlements` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            ticker=ticker,
            event_ticker=event_ticker,
            min_ts=min_ts,
            max_ts=max_ts,
            subaccount=subaccount,
        ),
        max_pages,
    )
