"""List positions of an FCM's subtrader: `GET /fcm/positions`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_fcm_positions_settlement_status import GetFcmPositionsSettlementStatus
from ...models.get_positions_response import GetPositionsResponse
from ...models.market_position import MarketPosition
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, CommaJoined, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetFCMPositions",
    method="GET",
    path="/fcm/positions",
    query={
        "subtrader_id": str,
        "ticker": str,
        "event_ticker": str,
        "count_filter": CommaJoined,
        "settlement_status": GetFcmPositionsSettlementStatus,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
    },
    success=GetPositionsResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
    next_cursor="cursor",
    items="market_positions",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List positions of an FCM's subtrader.

    Lists, page by page, the market positions of one subtrader of the authenticated FCM. A key bound to
    one subtrader may leave `subtrader_id` out, which then means its own; another subtrader is answered
    with 403. Ordinary accounts have no access. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader whose positions to list. It is required, except for a key
            bound to a subtrader, which may leave it out and otherwise must name that subtrader.
        ticker: Ticker of the market whose positions to keep.
        event_ticker: Ticker of the event whose positions to keep.
        count_filter: Field names, separated by commas; a position is kept where at least one of these
            fields differs from zero.
        settlement_status: Positions to keep by their market: `unsettled` (market not settled yet),
            `settled` (market settled) or `all`. The exchange uses `unsettled` when it is left out.
        limit: Number of positions on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded response, a `GetPositionsResponse`.

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

    Operation: `GetFCMPositions`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List positions of an FCM's subtrader.

    Lists, page by page, the market positions of one subtrader of the authenticated FCM. A key bound to
    one subtrader may leave `subtrader_id` out, which then means its own; another subtrader is answered
    with 403. Ordinary accounts have no access. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader whose positions to list. It is required, except for a key
            bound to a subtrader, which may leave it out and otherwise must name that subtrader.
        ticker: Ticker of the market whose positions to keep.
        event_ticker: Ticker of the event whose positions to keep.
        count_filter: Field names, separated by commas; a position is kept where at least one of these
            fields differs from zero.
        settlement_status: Positions to keep by their market: `unsettled` (market not settled yet),
            `settled` (market settled) or `all`. The exchange uses `unsettled` when it is left out.
        limit: Number of positions on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded response, a `GetPositionsResponse`.

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

    Operation: `GetFCMPositions`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MarketPosition, GetPositionsResponse]:
    """Like `sync`, but iterate over `market_positions` of all pages; `.pages()` iterates over the pages instead.

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
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetFcmPositionsSettlementStatus | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MarketPosition, GetPositionsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
