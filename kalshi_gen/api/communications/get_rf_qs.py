"""List RFQs: `GET /communications/rfqs`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_rf_qs_response import GetRFQsResponse
from ...models.rfq import RFQ
from ...models.user_filter import UserFilter
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetRFQs",
    method="GET",
    path="/communications/rfqs",
    query={
        "cursor": str,
        "event_ticker": str,
        "market_ticker": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "limit": Annotated[int, Range(minimum=1, maximum=100)],
        "status": str,
        "creator_user_id": str,
        "user_filter": UserFilter,
    },
    success=GetRFQsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="rfqs",
    largest_page=("limit", 100),
)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> GetRFQsResponse:
    """List RFQs.

    Lists RFQs page by page, at most 100 a page; `user_filter=self` keeps your own. Pass a cursor on
    exactly as received: a malformed cursor, or a `creator_user_id` that is no UUID, gives 400.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event in whose markets RFQs are listed; one ticker only, and every
            event counts when it is left out.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        subaccount: Number of the subaccount whose RFQs are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. RFQs of all subaccounts are listed when it is left out.
        limit: Number of RFQs on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status an RFQ must have: `open` takes quotes, `closed` no longer does. RFQs of any
            status come when it is left out.
        creator_user_id: UUID of the user who must have created the RFQ. Deprecated: pass
            `user_filter=self` to find your own RFQs.
        user_filter: Whose RFQs are listed: `self` keeps those of the signed-in user. All RFQs come when
            it is left out.

    Returns:
        The decoded response, a `GetRFQsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQs`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> GetRFQsResponse:
    """List RFQs.

    Lists RFQs page by page, at most 100 a page; `user_filter=self` keeps your own. Pass a cursor on
    exactly as received: a malformed cursor, or a `creator_user_id` that is no UUID, gives 400.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event in whose markets RFQs are listed; one ticker only, and every
            event counts when it is left out.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        subaccount: Number of the subaccount whose RFQs are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. RFQs of all subaccounts are listed when it is left out.
        limit: Number of RFQs on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status an RFQ must have: `open` takes quotes, `closed` no longer does. RFQs of any
            status come when it is left out.
        creator_user_id: UUID of the user who must have created the RFQ. Deprecated: pass
            `user_filter=self` to find your own RFQs.
        user_filter: Whose RFQs are listed: `self` keeps those of the signed-in user. All RFQs come when
            it is left out.

    Returns:
        The decoded response, a `GetRFQsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQs`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> Response[GetRFQsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> Response[GetRFQsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[RFQ, GetRFQsResponse]:
    """Like `sync`, but iterate over `rfqs` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[RFQ, GetRFQsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
