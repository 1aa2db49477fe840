"""List orders: `GET /margin/orders`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset
from ...models.get_margin_orders_response import GetMarginOrdersResponse
from ...models.margin_order import MarginOrder

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginOrders",
    method="GET",
    path="/margin/orders",
    query={
        "ticker": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "status": str,
        "limit": Annotated[int, Range(minimum=1, maximum=10000)],
        "cursor": str,
        "subaccount": Annotated[int, Range(minimum=0)],
    },
    success=GetMarginOrdersResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="orders",
    largest_page=("limit", 10000),
)


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetMarginOrdersResponse:
    """List orders.

    Lists your orders on margin markets page by page, 10,000 a page, which is also the most. An order
    carries no status: its counts and `last_update_reason` tell what became of it. There is no filter
    for client order ids. The list may lag shortly behind writes. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        status: Status of the orders to keep. The published description does not list the values; users
            send `resting`. Orders of every status come when it is left out.
        limit: Number of orders on a page, from 1 to 10,000. The exchange uses 10000 when it is left
            out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetMarginOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrders`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetMarginOrdersResponse:
    """List orders.

    Lists your orders on margin markets page by page, 10,000 a page, which is also the most. An order
    carries no status: its counts and `last_update_reason` tell what became of it. There is no filter
    for client order ids. The list may lag shortly behind writes. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        status: Status of the orders to keep. The published description does not list the values; users
            send `resting`. Orders of every status come when it is left out.
        limit: Number of orders on a page, from 1 to 10,000. The exchange uses 10000 when it is left
            out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetMarginOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrders`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetMarginOrdersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetMarginOrdersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MarginOrder, GetMarginOrdersResponse]:
    """Like `sync`, but iterate over `orders` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MarginOrder, GetMarginOrdersResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
