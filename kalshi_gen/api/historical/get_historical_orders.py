"""List archived orders: `GET /historical/orders`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_orders_response import GetOrdersResponse
from ...models.order import Order
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetHistoricalOrders",
    method="GET",
    path="/historical/orders",
    query={
        "ticker": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "subaccount": Annotated[int, Range(minimum=0)],
    },
    success=GetOrdersResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="orders",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List archived orders.

    Lists, page by page, the member's orders that have moved to the archive. A key restricted to a
    subaccount sees that subaccount alone, and a `subaccount` sent with it must be the same. Unix times
    may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalOrders`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List archived orders.

    Lists, page by page, the member's orders that have moved to the archive. A key restricted to a
    subaccount sees that subaccount alone, and a `subaccount` sent with it must be the same. Unix times
    may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalOrders`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Order, GetOrdersResponse]:
    """Like `sync`, but iterate over `orders` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Order, GetOrdersResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
