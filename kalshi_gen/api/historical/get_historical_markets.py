"""List archived markets: `GET /historical/markets`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_historical_markets_mve_filter import GetHistoricalMarketsMveFilter
from ...models.get_markets_response import GetMarketsResponse
from ...models.market import Market
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.field_rules import FieldRule
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, CommaJoined, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetHistoricalMarkets",
    method="GET",
    path="/historical/markets",
    query={
        "limit": Annotated[int, Range(minimum=0, maximum=1000)],
        "cursor": str,
        "tickers": CommaJoined,
        "event_ticker": str,
        "series_ticker": str,
        "mve_filter": GetHistoricalMarketsMveFilter,
    },
    field_rules=(FieldRule("at_most_one_of", ("tickers", "event_ticker", "series_ticker")),),
    success=GetMarketsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="markets",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
) -> GetMarketsResponse:
    """List archived markets.

    Lists, page by page, markets that have moved to the archive. The filters exclude one another, so
    send one at a time. No signature is needed. Give at most one of `tickers`, `event_ticker` and
    `series_ticker`. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        tickers: Tickers of the markets to keep, separated by commas.
        event_ticker: Ticker of the event whose markets are listed; one ticker only, and every event
            counts when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        mve_filter: How to treat multivariate events (combos): `exclude` leaves their markets out. They
            are included when it is null or left out.

    Returns:
        The decoded response, a `GetMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalMarkets`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
) -> GetMarketsResponse:
    """List archived markets.

    Lists, page by page, markets that have moved to the archive. The filters exclude one another, so
    send one at a time. No signature is needed. Give at most one of `tickers`, `event_ticker` and
    `series_ticker`. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        tickers: Tickers of the markets to keep, separated by commas.
        event_ticker: Ticker of the event whose markets are listed; one ticker only, and every event
            counts when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        mve_filter: How to treat multivariate events (combos): `exclude` leaves their markets out. They
            are included when it is null or left out.

    Returns:
        The decoded response, a `GetMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalMarkets`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Market, GetMarketsResponse]:
    """Like `sync`, but iterate over `markets` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Market, GetMarketsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
