"""List events: `GET /events`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.event_data import EventData
from ...models.get_events_response import GetEventsResponse
from ...models.get_events_status import GetEventsStatus
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, CommaJoined, Items, Response, UnixSeconds, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetEvents",
    method="GET",
    path="/events",
    query={
        "limit": Annotated[int, Range(minimum=1, maximum=200)],
        "cursor": str,
        "with_nested_markets": bool,
        "with_milestones": bool,
        "status": GetEventsStatus,
        "series_ticker": str,
        "tickers": CommaJoined,
        "min_close_ts": UnixSeconds,
        "min_updated_ts": UnixSeconds,
    },
    success=GetEventsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    next_cursor="cursor",
    items="events",
    largest_page=("limit", 200),
)


def sync(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetEventsResponse:
    """List events.

    Lists events page by page, 200 a page, which is also the most. Multivariate events are left out;
    `GET /events/multivariate` has them. Events are listed however old they are, but nested markets
    whose settlement precedes the historical cutoff are missing. Unix times may also be aware
    `datetime`s; they are rounded down to the second. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of events on a page, from 1 to 200. The exchange uses 200 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        with_nested_markets: Whether each event carries its markets in `markets`; those whose settlement
            precedes the historical cutoff are missing there. The exchange uses `false` when it is left
            out.
        with_milestones: Whether the answer carries the related milestones beside the events. The
            exchange uses `false` when it is left out.
        status: Status an event must have: `unopened` is not open yet, `open` is trading, `closed` has
            stopped trading, `settled` has been settled. Events of any status come when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        tickers: Tickers of the events to keep, separated by commas.
        min_close_ts: Unix seconds after which at least one market of the event must close.
        min_updated_ts: Unix seconds after which the metadata of an event must have changed. It serves
            to poll for changes.

    Returns:
        The decoded response, a `GetEventsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEvents`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetEventsResponse:
    """List events.

    Lists events page by page, 200 a page, which is also the most. Multivariate events are left out;
    `GET /events/multivariate` has them. Events are listed however old they are, but nested markets
    whose settlement precedes the historical cutoff are missing. Unix times may also be aware
    `datetime`s; they are rounded down to the second. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of events on a page, from 1 to 200. The exchange uses 200 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        with_nested_markets: Whether each event carries its markets in `markets`; those whose settlement
            precedes the historical cutoff are missing there. The exchange uses `false` when it is left
            out.
        with_milestones: Whether the answer carries the related milestones beside the events. The
            exchange uses `false` when it is left out.
        status: Status an event must have: `unopened` is not open yet, `open` is trading, `closed` has
            stopped trading, `settled` has been settled. Events of any status come when it is left out.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        tickers: Tickers of the events to keep, separated by commas.
        min_close_ts: Unix seconds after which at least one market of the event must close.
        min_updated_ts: Unix seconds after which the metadata of an event must have changed. It serves
            to poll for changes.

    Returns:
        The decoded response, a `GetEventsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEvents`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetEventsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetEventsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[EventData, GetEventsResponse]:
    """Like `sync`, but iterate over `events` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 200, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    with_milestones: bool | None | Unset = UNSET,
    status: GetEventsStatus | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    min_close_ts: int | AwareDatetime | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[EventData, GetEventsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 200, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
