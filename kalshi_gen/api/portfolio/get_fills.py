"""List fills: `GET /portfolio/fills`."""

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
    operation_id="GetFills",
    success=GetFillsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=1000)]
_subaccount_type = Annotated[int, Range(minimum=0)]
_exchange_index_type = Annotated[int, Range(minimum=0, maximum=2147483647)]


def _get_kwargs(
    *,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/portfolio/fills",
        "params": _query(
            {
                "ticker": (ticker, str),
                "order_id": (order_id, str),
                "min_ts": (min_ts, int),
                "max_ts": (max_ts, int),
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
                "subaccount": (subaccount, _subaccount_type),
                "exchange_index": (exchange_index, _exchange_index_type),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
) -> GetFillsResponse:
    """List fills.

    Lists your fills, which are the matches of your orders, page by page, 100 a page and at most 1000.
    Fills before the historical cutoff are served by `GET /historical/fills`. Fills of all subaccounts
    and exchange shards come unless filtered, and the list lags shortly behind trading. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`.

    Args:
        client: A signed client.
        ticker: Ticker of the market whose fills are wanted, or up to 100 tickers separated by commas.
        order_id: ID of the order whose items to keep.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded answer, a `GetFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFills`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
    )


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
) -> GetFillsResponse:
    """List fills.

    Lists your fills, which are the matches of your orders, page by page, 100 a page and at most 1000.
    Fills before the historical cutoff are served by `GET /historical/fills`. Fills of all subaccounts
    and exchange shards come unless filtered, and the list lags shortly behind trading. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`.

    Args:
        client: A signed client.
        ticker: Ticker of the market whose fills are wanted, or up to 100 tickers separated by commas.
        order_id: ID of the order whose items to keep.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded answer, a `GetFillsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetFills`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetFillsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetFillsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Fill]:
    """Like `sync`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    ticker: str | Unset = UNSET,
    order_id: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Fill]:
    """Like `asyncio`, but give each of `fills` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            ticker=ticker,
            order_id=order_id,
            min_ts=min_ts,
            max_ts=max_ts,
            limit=limit,
            cursor=cursor,
            subaccount=subaccount,
            exchange_index=exchange_index,
        ),
        max_pages,
    )
