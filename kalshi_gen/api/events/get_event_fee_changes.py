"""List fee changes of events: `GET /events/fee_changes`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.event_fee_change import EventFeeChange
from ...models.get_event_fee_changes_response import GetEventFeeChangesResponse
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetEventFeeChanges",
    success=GetEventFeeChangesResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="event_fee_changes",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=1000)]


def _get_kwargs(
    *, event_ticker: str | Unset = UNSET, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/events/fee_changes",
        "params": _query({"event_ticker": (event_ticker, str), "limit": (limit, _limit_type), "cursor": (cursor, str)}),
    }


def sync(
    *, client: Client, event_ticker: str | Unset = UNSET, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
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
        The decoded answer, a `GetEventFeeChangesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetEventFeeChanges`.
    """
    return OPERATION.sync(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor))


async def asyncio(
    *, client: Client, event_ticker: str | Unset = UNSET, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
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
        The decoded answer, a `GetEventFeeChangesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetEventFeeChanges`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor))


def sync_detailed(
    *, client: Client, event_ticker: str | Unset = UNSET, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> Response[GetEventFeeChangesResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor))


async def asyncio_detailed(
    *, client: Client, event_ticker: str | Unset = UNSET, limit: int | Unset = UNSET, cursor: str | Unset = UNSET
) -> Response[GetEventFeeChangesResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor))


def sync_pages(
    *,
    client: Client,
    event_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetEventFeeChangesResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor), max_pages)


def asyncio_pages(
    *,
    client: Client,
    event_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetEventFeeChangesResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor), max_pages
    )


def sync_all(
    *,
    client: Client,
    event_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[EventFeeChange]:
    """Like `sync`, but give each of `event_fee_changes` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor), max_pages)


def asyncio_all(
    *,
    client: Client,
    event_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[EventFeeChange]:
    """Like `asyncio`, but give each of `event_fee_changes` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client, _get_kwargs(event_ticker=event_ticker, limit=limit, cursor=cursor), max_pages
    )
