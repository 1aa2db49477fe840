"""List multivariate event collections: `GET /multivariate_event_collections`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_multivariate_event_collections_response import GetMultivariateEventCollectionsResponse
from ...models.get_multivariate_event_collections_status import GetMultivariateEventCollectionsStatus
from ...models.multivariate_event_collection import MultivariateEventCollection
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetMultivariateEventCollections",
    method="GET",
    path="/multivariate_event_collections",
    query={
        "status": GetMultivariateEventCollectionsStatus,
        "associated_event_ticker": str,
        "series_ticker": str,
        "limit": Annotated[int, Range(minimum=1, maximum=200)],
        "cursor": str,
    },
    success=GetMultivariateEventCollectionsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="multivariate_contracts",
    largest_page=("limit", 200),
)


def sync(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
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
        The decoded response, a `GetMultivariateEventCollectionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEventCollections`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
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
        The decoded response, a `GetMultivariateEventCollectionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEventCollections`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetMultivariateEventCollectionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetMultivariateEventCollectionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MultivariateEventCollection, GetMultivariateEventCollectionsResponse]:
    """Like `sync`, but iterate over `multivariate_contracts` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 200, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    status: GetMultivariateEventCollectionsStatus | None | Unset = UNSET,
    associated_event_ticker: str | None | Unset = UNSET,
    series_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MultivariateEventCollection, GetMultivariateEventCollectionsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 200, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
