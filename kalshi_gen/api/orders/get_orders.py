"""List orders: `GET /portfolio/orders`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_orders_response import GetOrdersResponse
from ...models.order import Order
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, CommaJoined, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetOrders",
    method="GET",
    path="/portfolio/orders",
    query={
        "ticker": str,
        "event_ticker": CommaJoined,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "status": str,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "exchange_index": Annotated[int, Range(minimum=0, maximum=2147483647)],
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
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List orders.

    Lists your orders page by page, 100 a page and at most 1000; `status` selects `resting`, `canceled`
    or `executed`. Resting orders are always here, while orders that ended before the historical cutoff,
    canceled or executed, are served by `GET /historical/orders`. Orders of all subaccounts and exchange
    shards come unless filtered. The list lags shortly behind writes. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a list
    works too.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Tickers of the events to keep, 100 at most, separated by commas. An event without
            markets yields no orders.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        status: Status of the orders to keep: `resting` (in the book), `canceled` or `executed` (fully
            filled). Orders of every status come when it is left out, and none at all for a status that
            the exchange does not know.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

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

    Operation: `GetOrders`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List orders.

    Lists your orders page by page, 100 a page and at most 1000; `status` selects `resting`, `canceled`
    or `executed`. Resting orders are always here, while orders that ended before the historical cutoff,
    canceled or executed, are served by `GET /historical/orders`. Orders of all subaccounts and exchange
    shards come unless filtered. The list lags shortly behind writes. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a list
    works too.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Tickers of the events to keep, 100 at most, separated by commas. An event without
            markets yields no orders.
        min_ts: Lower time bound in Unix seconds; only orders after it are listed. The exchange does not
            say which time of an order it compares.
        max_ts: Upper time bound in Unix seconds; only orders before it are listed. The exchange does
            not say which time of an order it compares.
        status: Status of the orders to keep: `resting` (in the book), `canceled` or `executed` (fully
            filled). Orders of every status come when it is left out, and none at all for a status that
            the exchange does not know.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose orders are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Orders of all subaccounts are listed when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

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

    Operation: `GetOrders`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
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
    event_ticker: str | list[str] | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Order, GetOrdersResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
