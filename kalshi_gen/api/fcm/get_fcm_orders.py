"""List orders of an FCM's subtraders: `GET /fcm/orders`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_fcm_orders_status import GetFcmOrdersStatus
from ...models.get_orders_response import GetOrdersResponse
from ...models.order import Order
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, CommaJoined, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetFCMOrders",
    method="GET",
    path="/fcm/orders",
    query={
        "subtrader_id": str,
        "client_order_ids": CommaJoined,
        "cursor": str,
        "event_ticker": str,
        "ticker": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "status": GetFcmOrdersStatus,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
    },
    success=GetOrdersResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
    next_cursor="cursor",
    items="orders",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List orders of an FCM's subtraders.

    Lists, page by page, orders of the subtraders of the authenticated FCM. Send `subtrader_id`,
    `client_order_ids` or both; with both, an order must match both. A key bound to one subtrader may
    leave `subtrader_id` out, which then means its own; another subtrader is answered with 403. Ordinary
    accounts have no access. Unix times may also be aware `datetime`s; starts are rounded down to the
    second, ends up. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader whose orders to list. It is required unless `client_order_ids`
            is sent; for a key bound to a subtrader it may be left out, and otherwise must name that
            subtrader.
        client_order_ids: Client order IDs to keep, 100 at most, separated by commas; required unless
            `subtrader_id` is sent. The search covers orders created in the past 24 hours, and an
            earlier `min_ts` is moved up to that. One ID may match several orders, since it is unique
            merely among one subtrader's live and recent orders.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event in whose markets orders are listed; one ticker only, and every
            event counts when it is left out.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are returned.
        max_ts: Upper time bound in Unix seconds; only orders before it are returned.
        status: Order status to keep: `resting` orders are in the book, `canceled` ones were canceled,
            `executed` ones are fully filled. Every status is returned when it is left out.
        limit: Number of orders on one page, 1 to 1000. The exchange uses 100 when it is left out.

    Returns:
        The decoded response, a `GetOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMOrders`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
) -> GetOrdersResponse:
    """List orders of an FCM's subtraders.

    Lists, page by page, orders of the subtraders of the authenticated FCM. Send `subtrader_id`,
    `client_order_ids` or both; with both, an order must match both. A key bound to one subtrader may
    leave `subtrader_id` out, which then means its own; another subtrader is answered with 403. Ordinary
    accounts have no access. Unix times may also be aware `datetime`s; starts are rounded down to the
    second, ends up. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader whose orders to list. It is required unless `client_order_ids`
            is sent; for a key bound to a subtrader it may be left out, and otherwise must name that
            subtrader.
        client_order_ids: Client order IDs to keep, 100 at most, separated by commas; required unless
            `subtrader_id` is sent. The search covers orders created in the past 24 hours, and an
            earlier `min_ts` is moved up to that. One ID may match several orders, since it is unique
            merely among one subtrader's live and recent orders.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event in whose markets orders are listed; one ticker only, and every
            event counts when it is left out.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only orders after it are returned.
        max_ts: Upper time bound in Unix seconds; only orders before it are returned.
        status: Order status to keep: `resting` orders are in the book, `canceled` ones were canceled,
            `executed` ones are fully filled. Every status is returned when it is left out.
        limit: Number of orders on one page, 1 to 1000. The exchange uses 100 when it is left out.

    Returns:
        The decoded response, a `GetOrdersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMOrders`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
) -> Response[GetOrdersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
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
    subtrader_id: str | None | Unset = UNSET,
    client_order_ids: str | list[str] | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetFcmOrdersStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Order, GetOrdersResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
