"""List fee changes of events: `GET /events/fee_changes`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.event_fee_change import EventFeeChange
from ...models.get_event_fee_changes_response import GetEventFeeChangesResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetEventFeeChanges",
    method="GET",
    path="/events/fee_changes",
    query={"event_ticker": str, "limit": Annotated[int, Range(minimum=1, maximum=1000)], "cursor": str},
    success=GetEventFeeChangesResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="event_fee_changes",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetEventFeeChangesResponse:
    """List fee changes of events.

    Lists changes of event fees page by page, 100 a page and at most 1000. An event fee overrides the
    fees of its series; a change whose `fee_type_override` and `fee_multiplier_override` are both null
    removes that override.

    Args:
        client: Any client.
        event_ticker: Ticker of the only event whose fee changes are wanted. Fee changes of every event
            come when it is left out.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetEventFeeChangesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventFeeChanges`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetEventFeeChangesResponse:
    """List fee changes of events.

    Lists changes of event fees page by page, 100 a page and at most 1000. An event fee overrides the
    fees of its series; a change whose `fee_type_override` and `fee_multiplier_override` are both null
    removes that override.

    Args:
        client: Any client.
        event_ticker: Ticker of the only event whose fee changes are wanted. Fee changes of every event
            come when it is left out.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetEventFeeChangesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventFeeChanges`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetEventFeeChangesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetEventFeeChangesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[EventFeeChange, GetEventFeeChangesResponse]:
    """Like `sync`, but iterate over `event_fee_changes` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    event_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[EventFeeChange, GetEventFeeChangesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
