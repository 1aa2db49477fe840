"""List archived markets: `GET /historical/markets`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_historical_markets_mve_filter import GetHistoricalMarketsMveFilter
from ...models.get_markets_response import GetMarketsResponse
from ...models.market import Market
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.field_rules import FieldRule
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetHistoricalMarkets",
    success=GetMarketsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="markets",
)

_limit_type = Annotated[int, Range(minimum=0, maximum=1000)]
_field_rules = (FieldRule("at_most_one_of", ("tickers", "event_ticker", "series_ticker")),)


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/historical/markets",
        "params": _query(
            {
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
                "tickers": (tickers, str),
                "event_ticker": (event_ticker, str),
                "series_ticker": (series_ticker, str),
                "mve_filter": (mve_filter, GetHistoricalMarketsMveFilter),
            },
            *_field_rules,
        ),
    }


def sync(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
) -> GetMarketsResponse:
    """List archived markets.

    Lists, page by page, markets that have moved to the archive. The filters exclude one another, so
    send one at a time. No signature is needed. Give at most one of `tickers`, `event_ticker` and
    `series_ticker`.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        tickers: Tickers of the markets to keep, separated by commas.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        mve_filter: How to treat multivariate events (combos): `exclude` leaves their markets out. They
            are included when it is null or left out.

    Returns:
        The decoded answer, a `GetMarketsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetHistoricalMarkets`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
    )


async def asyncio(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
) -> GetMarketsResponse:
    """List archived markets.

    Lists, page by page, markets that have moved to the archive. The filters exclude one another, so
    send one at a time. No signature is needed. Give at most one of `tickers`, `event_ticker` and
    `series_ticker`.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        tickers: Tickers of the markets to keep, separated by commas.
        event_ticker: Ticker of the event to keep; exactly one ticker can be sent.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        mve_filter: How to treat multivariate events (combos): `exclude` leaves their markets out. They
            are included when it is null or left out.

    Returns:
        The decoded answer, a `GetMarketsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetHistoricalMarkets`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
    )


def sync_detailed(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
    )


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
    )


def sync_pages(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetMarketsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetMarketsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Market]:
    """Like `sync`, but give each of `markets` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    tickers: str | Unset = UNSET,
    event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    mve_filter: GetHistoricalMarketsMveFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Market]:
    """Like `asyncio`, but give each of `markets` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            limit=limit,
            cursor=cursor,
            tickers=tickers,
            event_ticker=event_ticker,
            series_ticker=series_ticker,
            mve_filter=mve_filter,
        ),
        max_pages,
    )
