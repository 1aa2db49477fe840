"""List RFQs: `GET /communications/rfqs`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.get_rf_qs_response import GetRFQsResponse
from ...models.rfq import RFQ
from ...models.user_filter import UserFilter
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetRFQs",
    success=GetRFQsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="rfqs",
)

_subaccount_type = Annotated[int, Range(minimum=0)]
_limit_type = Annotated[int, Range(minimum=1, maximum=100)]


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/communications/rfqs",
        "params": _query(
            {
                "cursor": (cursor, str),
                "event_ticker": (event_ticker, str),
                "market_ticker": (market_ticker, str),
                "subaccount": (subaccount, _subaccount_type),
                "limit": (limit, _limit_type),
                "status": (status, str),
                "creator_user_id": (creator_user_id, str),
                "user_filter": (user_filter, UserFilter),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> GetRFQsResponse:
    """List RFQs.

    Lists RFQs page by page, at most 100 a page; `user_filter=self` keeps your own. Pass a cursor on
    exactly as received: a malformed cursor, or a `creator_user_id` that is no UUID, gives 400.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        limit: Number of RFQs on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status an RFQ must have: `open` takes quotes, `closed` no longer does. RFQs of any
            status come when it is left out.
        creator_user_id: UUID of the user who must have created the RFQ. Deprecated: pass
            `user_filter=self` to find your own RFQs.
        user_filter: Whose RFQs are listed: `self` keeps those of the signed-in user. All RFQs come when
            it is left out.

    Returns:
        The decoded answer, a `GetRFQsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetRFQs`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
    )


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> GetRFQsResponse:
    """List RFQs.

    Lists RFQs page by page, at most 100 a page; `user_filter=self` keeps your own. Pass a cursor on
    exactly as received: a malformed cursor, or a `creator_user_id` that is no UUID, gives 400.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        limit: Number of RFQs on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status an RFQ must have: `open` takes quotes, `closed` no longer does. RFQs of any
            status come when it is left out.
        creator_user_id: UUID of the user who must have created the RFQ. Deprecated: pass
            `user_filter=self` to find your own RFQs.
        user_filter: Whose RFQs are listed: `self` keeps those of the signed-in user. All RFQs come when
            it is left out.

    Returns:
        The decoded answer, a `GetRFQsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetRFQs`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> Response[GetRFQsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> Response[GetRFQsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetRFQsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetRFQsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[RFQ]:
    """Like `sync`, but give each of `rfqs` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    creator_user_id: str | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[RFQ]:
    """Like `asyncio`, but give each of `rfqs` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            cursor=cursor,
            event_ticker=event_ticker,
            market_ticker=market_ticker,
            subaccount=subaccount,
            limit=limit,
            status=status,
            creator_user_id=creator_user_id,
            user_filter=user_filter,
        ),
        max_pages,
    )
