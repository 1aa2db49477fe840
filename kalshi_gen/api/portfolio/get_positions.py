"""List positions: `GET /portfolio/positions`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_positions_response import GetPositionsResponse
from ...models.get_positions_settlement_status import GetPositionsSettlementStatus
from ...models.market_position import MarketPosition
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, CommaJoined, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetPositions",
    method="GET",
    path="/portfolio/positions",
    query={
        "cursor": str,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "count_filter": CommaJoined,
        "settlement_status": GetPositionsSettlementStatus,
        "ticker": str,
        "event_ticker": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "exchange_index": Annotated[int, Range(minimum=0, maximum=2147483647)],
    },
    success=GetPositionsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="market_positions",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List positions.

    Lists your positions by market and by event, 100 a page and at most 1000, unsettled ones unless
    `settlement_status` is `settled` or `all`. Settled and mixed lists are paged by event ticker, and a
    cursor holds only for the status it came from. Archived positions are served by `GET
    /historical/positions`. `count_filter` keeps positions whose `position` or `total_traded` is not
    zero. Authorized partners may use an OAuth token with the scope `read::compliance_partner`. Where
    commas separate values, a list works too.

    Args:
        client: A signed client.
        cursor: Cursor of the page of positions to read, from the previous answer; left out for the
            first page.
        limit: Number of positions on one page, 1 to 1000. The exchange uses 100 when it is left out.
        count_filter: Field names, separated by commas, from `position` and `total_traded`; a position
            is kept where at least one of these differs from zero.
        settlement_status: Positions to keep: `unsettled`, `settled` (settled but still outside the
            archive) or `all` (everything in the live data). The exchange uses `unsettled` when it is
            left out.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose positions are listed; one ticker only, and every event
            counts when it is left out.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that
            is restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded response, a `GetPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetPositions`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List positions.

    Lists your positions by market and by event, 100 a page and at most 1000, unsettled ones unless
    `settlement_status` is `settled` or `all`. Settled and mixed lists are paged by event ticker, and a
    cursor holds only for the status it came from. Archived positions are served by `GET
    /historical/positions`. `count_filter` keeps positions whose `position` or `total_traded` is not
    zero. Authorized partners may use an OAuth token with the scope `read::compliance_partner`. Where
    commas separate values, a list works too.

    Args:
        client: A signed client.
        cursor: Cursor of the page of positions to read, from the previous answer; left out for the
            first page.
        limit: Number of positions on one page, 1 to 1000. The exchange uses 100 when it is left out.
        count_filter: Field names, separated by commas, from `position` and `total_traded`; a position
            is kept where at least one of these differs from zero.
        settlement_status: Positions to keep: `unsettled`, `settled` (settled but still outside the
            archive) or `all` (everything in the live data). The exchange uses `unsettled` when it is
            left out.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose positions are listed; one ticker only, and every event
            counts when it is left out.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that
            is restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded response, a `GetPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetPositions`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
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
    cursor: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    count_filter: str | list[str] | None | Unset = UNSET,
    settlement_status: GetPositionsSettlementStatus | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MarketPosition, GetPositionsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
