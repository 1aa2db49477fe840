"""List archived positions: `GET /historical/positions`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_positions_response import GetPositionsResponse
from ...models.market_position import MarketPosition
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetHistoricalPositions",
    method="GET",
    path="/historical/positions",
    query={
        "ticker": str,
        "event_ticker": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
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
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List archived positions.

    Lists, page by page, settled positions in markets whose event has been handed over to the archive.
    Before the handover they are found among the live positions, with `settlement_status` set to
    `settled`; unsettled positions are always there. `market_positions_last_updated_ts` of the archive's
    cutoff tells how far the backfill has come, and does not promise that all older positions have
    moved.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose positions are listed; one ticker only, and every event
            counts when it is left out.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that
            is restricted to a subaccount, that subaccount; such a key may send no other number.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

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

    Operation: `GetHistoricalPositions`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetPositionsResponse:
    """List archived positions.

    Lists, page by page, settled positions in markets whose event has been handed over to the archive.
    Before the handover they are found among the live positions, with `settlement_status` set to
    `settled`; unsettled positions are always there. `market_positions_last_updated_ts` of the archive's
    cutoff tells how far the backfill has come, and does not promise that all older positions have
    moved.

    Args:
        client: A signed client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose positions are listed; one ticker only, and every event
            counts when it is left out.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that
            is restricted to a subaccount, that subaccount; such a key may send no other number.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

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

    Operation: `GetHistoricalPositions`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetPositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
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
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
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
