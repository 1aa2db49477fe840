"""List multivariate event collections: `GET /multivariate_event_collections`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_multivariate_event_collections_response import GetMultivariateEventCollectionsResponse
from ...models.get_multivariate_event_collections_status import GetMultivariateEventCollectionsStatus
from ...models.multivariate_event_collection import MultivariateEventCollection
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetMultivariateEventCollections",
    success=GetMultivariateEventCollectionsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="multivariate_contracts",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=200)]


def _get_kwargs(
    *,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/multivariate_event_collections",
        "params": _query(
            {
                "status": (status, GetMultivariateEventCollectionsStatus),
                "associated_event_ticker": (associated_event_ticker, str),
                "series_ticker": (series_ticker, str),
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
            }
        ),
    }


def sync(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetMultivariateEventCollectionsResponse:
    """List multivariate event collections.

    Lists multivariate event collections page by page, optionally by status, associated event or series.
    No signature is needed.

    Args:
        client: Any client.
        status: Status to keep: `unopened` collections have not opened yet, `open` ones are open,
            `closed` ones have closed. Every status is returned when it is left out.
        associated_event_ticker: Ticker of an event; the answer keeps the collections associated with
            it.
        series_ticker: Ticker of a series; the answer keeps the collections that belong to it.
        limit: Largest number of collections on one page, 1 to 200.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded answer, a `GetMultivariateEventCollectionsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetMultivariateEventCollections`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
    )


async def asyncio(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetMultivariateEventCollectionsResponse:
    """List multivariate event collections.

    Lists multivariate event collections page by page, optionally by status, associated event or series.
    No signature is needed.

    Args:
        client: Any client.
        status: Status to keep: `unopened` collections have not opened yet, `open` ones are open,
            `closed` ones have closed. Every status is returned when it is left out.
        associated_event_ticker: Ticker of an event; the answer keeps the collections associated with
            it.
        series_ticker: Ticker of a series; the answer keeps the collections that belong to it.
        limit: Largest number of collections on one page, 1 to 200.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded answer, a `GetMultivariateEventCollectionsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetMultivariateEventCollections`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
    )


def sync_detailed(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetMultivariateEventCollectionsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
    )


async def asyncio_detailed(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetMultivariateEventCollectionsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
    )


def sync_pages(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetMultivariateEventCollectionsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetMultivariateEventCollectionsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[MultivariateEventCollection]:
    """Like `sync`, but give each of `multivariate_contracts` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | Unset = UNSET,
    associated_event_ticker: str | Unset = UNSET,
    series_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[MultivariateEventCollection]:
    """Like `asyncio`, but give each of `multivariate_contracts` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            status=status,
            associated_event_ticker=associated_event_ticker,
            series_ticker=series_ticker,
            limit=limit,
            cursor=cursor,
        ),
        max_pages,
    )
