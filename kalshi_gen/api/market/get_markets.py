"""List markets: `GET /markets`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_markets_mve_filter import GetMarketsMveFilter
from ...models.get_markets_response import GetMarketsResponse
from ...models.get_markets_status import GetMarketsStatus
from ...models.market import Market
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, CommaJoined, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetMarkets",
    method="GET",
    path="/markets",
    query={
        "limit": Annotated[int, Range(minimum=0, maximum=1000)],
        "cursor": str,
        "event_ticker": str,
        "series_ticker": str,
        "min_created_ts": UnixSeconds,
        "max_created_ts": UnixSecondsUp,
        "min_updated_ts": UnixSeconds,
        "max_updated_ts": UnixSecondsUp,
        "max_close_ts": UnixSecondsUp,
        "min_close_ts": UnixSeconds,
        "min_settled_ts": UnixSeconds,
        "max_settled_ts": UnixSecondsUp,
        "status": GetMarketsStatus,
        "tickers": CommaJoined,
        "mve_filter": GetMarketsMveFilter,
    },
    success=GetMarketsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    next_cursor="cursor",
    items="markets",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
) -> GetMarketsResponse:
    """List markets.

    Lists markets by event, series, ticker, status or time, page by page, 100 a page and at most 1000.
    Give one `status` at most and one family of time filters: created times go with no status,
    `unopened` or `open`; close times with none or `closed`; settled times with none or `settled`.
    Updated times go with no status and only with `mve_filter=exclude`, which `series_ticker` then
    requires. Markets whose settlement precedes the historical cutoff are at `GET /historical/markets`.
    Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up. Where
    commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event whose markets are listed; one ticker only, and every event
            counts when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        min_created_ts: Lower bound of the creation time in Unix seconds; only items created after it
            are returned.
        max_created_ts: Upper bound of the creation time in Unix seconds; only items created before it
            are returned.
        min_updated_ts: Lower bound in Unix seconds, exclusive, of a market's last metadata change;
            trading does not count as a change. It goes together with `max_updated_ts`, with
            `mve_filter` set to `exclude` and, given that, with `series_ticker`, but with no other
            filter.
        max_updated_ts: Upper bound in Unix seconds, inclusive, of a market's last metadata change;
            trading does not count as a change. It goes together with `min_updated_ts`, with
            `mve_filter` set to `exclude` and, given that, with `series_ticker`, but with no other
            filter.
        max_close_ts: Upper bound of the close time in Unix seconds; only items that close earlier are
            returned.
        min_close_ts: Lower bound of the close time in Unix seconds; only items that close later are
            returned.
        min_settled_ts: Lower bound of the settlement time in Unix seconds; only items settled later are
            returned.
        max_settled_ts: Upper bound of the settlement time in Unix seconds; only items settled earlier
            are returned.
        status: Market status to keep, one at a time: `unopened` (not open yet), `open` (trading),
            `paused` (trading halted), `closed` (trading over, not settled) or `settled` (outcome paid).
            Markets of every status are returned when it is left out.
        tickers: Tickers of the markets to keep, separated by commas.
        mve_filter: How to treat multivariate events (combos): `only` keeps nothing else, `exclude`
            leaves them out. Both kinds are returned without it.

    Returns:
        The decoded response, a `GetMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarkets`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
) -> GetMarketsResponse:
    """List markets.

    Lists markets by event, series, ticker, status or time, page by page, 100 a page and at most 1000.
    Give one `status` at most and one family of time filters: created times go with no status,
    `unopened` or `open`; close times with none or `closed`; settled times with none or `settled`.
    Updated times go with no status and only with `mve_filter=exclude`, which `series_ticker` then
    requires. Markets whose settlement precedes the historical cutoff are at `GET /historical/markets`.
    Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up. Where
    commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        event_ticker: Ticker of the event whose markets are listed; one ticker only, and every event
            counts when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        min_created_ts: Lower bound of the creation time in Unix seconds; only items created after it
            are returned.
        max_created_ts: Upper bound of the creation time in Unix seconds; only items created before it
            are returned.
        min_updated_ts: Lower bound in Unix seconds, exclusive, of a market's last metadata change;
            trading does not count as a change. It goes together with `max_updated_ts`, with
            `mve_filter` set to `exclude` and, given that, with `series_ticker`, but with no other
            filter.
        max_updated_ts: Upper bound in Unix seconds, inclusive, of a market's last metadata change;
            trading does not count as a change. It goes together with `min_updated_ts`, with
            `mve_filter` set to `exclude` and, given that, with `series_ticker`, but with no other
            filter.
        max_close_ts: Upper bound of the close time in Unix seconds; only items that close earlier are
            returned.
        min_close_ts: Lower bound of the close time in Unix seconds; only items that close later are
            returned.
        min_settled_ts: Lower bound of the settlement time in Unix seconds; only items settled later are
            returned.
        max_settled_ts: Upper bound of the settlement time in Unix seconds; only items settled earlier
            are returned.
        status: Market status to keep, one at a time: `unopened` (not open yet), `open` (trading),
            `paused` (trading halted), `closed` (trading over, not settled) or `settled` (outcome paid).
            Markets of every status are returned when it is left out.
        tickers: Tickers of the markets to keep, separated by commas.
        mve_filter: How to treat multivariate events (combos): `only` keeps nothing else, `exclude`
            leaves them out. Both kinds are returned without it.

    Returns:
        The decoded response, a `GetMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarkets`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
) -> Response[GetMarketsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
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
    event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    min_created_ts: int | AwareDatetime | None | Unset = UNSET,
    max_created_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    max_settled_ts: int | AwareDatetime | None | Unset = UNSET,
    status: GetMarketsStatus | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    mve_filter: GetMarketsMveFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Market, GetMarketsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
