"""List multivariate events: `GET /events/multivariate`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.event_data import EventData
from ...models.get_multivariate_events_response import GetMultivariateEventsResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.field_rules import FieldRule
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, CommaJoined, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetMultivariateEvents",
    method="GET",
    path="/events/multivariate",
    query={
        "limit": Annotated[int, Range(minimum=1, maximum=200)],
        "cursor": str,
        "series_ticker": str,
        "collection_ticker": str,
        "tickers": CommaJoined,
        "with_nested_markets": bool,
    },
    field_rules=(FieldRule("at_most_one_of", ("series_ticker", "collection_ticker")),),
    success=GetMultivariateEventsResponse,
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
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> GetMultivariateEventsResponse:
    """List multivariate events.

    Lists multivariate events (combos), which are created on demand from multivariate event collections,
    page by page, 100 a page and at most 200. Filter by series, by collection or by event tickers;
    series and collection exclude each other. Give at most one of `series_ticker` and
    `collection_ticker`. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of events on a page, from 1 to 200. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        collection_ticker: Ticker of the collection to which the events must belong. It excludes
            `series_ticker`.
        tickers: Tickers of the events to keep, separated by commas.
        with_nested_markets: Whether each event carries its markets in `markets`. The exchange uses
            `false` when it is left out.

    Returns:
        The decoded response, a `GetMultivariateEventsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEvents`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> GetMultivariateEventsResponse:
    """List multivariate events.

    Lists multivariate events (combos), which are created on demand from multivariate event collections,
    page by page, 100 a page and at most 200. Filter by series, by collection or by event tickers;
    series and collection exclude each other. Give at most one of `series_ticker` and
    `collection_ticker`. Where commas separate values, a list works too.

    Args:
        client: Any client.
        limit: Number of events on a page, from 1 to 200. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        series_ticker: Ticker of the series to keep; all series count when it is left out.
        collection_ticker: Ticker of the collection to which the events must belong. It excludes
            `series_ticker`.
        tickers: Tickers of the events to keep, separated by commas.
        with_nested_markets: Whether each event carries its markets in `markets`. The exchange uses
            `false` when it is left out.

    Returns:
        The decoded response, a `GetMultivariateEventsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEvents`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> Response[GetMultivariateEventsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> Response[GetMultivariateEventsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[EventData, GetMultivariateEventsResponse]:
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
    series_ticker: str | None | Unset = UNSET,
    collection_ticker: str | None | Unset = UNSET,
    tickers: str | list[str] | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[EventData, GetMultivariateEventsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 200, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
