"""List milestones: `GET /milestones`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_milestones_response import GetMilestonesResponse
from ...models.milestone import Milestone
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, AwareDatetime, Response, Unset

OPERATION = Operation(
    operation_id="GetMilestones",
    success=GetMilestonesResponse,
    statuses=frozenset({200, 400, 401, 500}),
    next_cursor="cursor",
    items="milestones",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=500)]


def _get_kwargs(
    *,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/milestones",
        "params": _query(
            {
                "limit": (limit, _limit_type),
                "minimum_start_date": (minimum_start_date, AwareDatetime),
                "category": (category, str),
                "competition": (competition, str),
                "source_id": (source_id, str),
                "type": (type, str),
                "related_event_ticker": (related_event_ticker, str),
                "cursor": (cursor, str),
                "min_updated_ts": (min_updated_ts, int),
            }
        ),
    }


def sync(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
) -> GetMilestonesResponse:
    """List milestones.

    Lists milestones page by page; `limit` is required. A milestone's `details.status`, where there is
    one, is refreshed by a job that runs from time to time, so it trails the game and may be wrong, for
    example still `live` after the end. Take the status of a game from live data, which changes much
    more often: `live_data.details.status` for one milestone, `details.status` of each entry for a
    batch. The scores stand in fields of the same `details` object that differ by sport.

    Args:
        client: Any client.
        limit: Number of milestones on one page, 1 to 500. It is required.
        minimum_start_date: Earliest start date of the milestones to keep, an RFC 3339 time.
        category: Category to keep, for example `Sports`, `Elections`, `Esports` or `Crypto`.
        competition: Competition to keep, for example `Pro Football`, `College Football` or `Pro
            Basketball (M)`.
        source_id: ID of the milestone at its data source.
        type: Type of milestone to keep, for example `football_game`, `hockey_match` or
            `political_race`.
        related_event_ticker: Ticker of an event; only milestones related to it are returned.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.
        min_updated_ts: Time in Unix seconds; only milestones whose metadata changed later are returned.
            It makes polling for changes cheap.

    Returns:
        The decoded answer, a `GetMilestonesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetMilestones`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
    )


async def asyncio(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
) -> GetMilestonesResponse:
    """List milestones.

    Lists milestones page by page; `limit` is required. A milestone's `details.status`, where there is
    one, is refreshed by a job that runs from time to time, so it trails the game and may be wrong, for
    example still `live` after the end. Take the status of a game from live data, which changes much
    more often: `live_data.details.status` for one milestone, `details.status` of each entry for a
    batch. The scores stand in fields of the same `details` object that differ by sport.

    Args:
        client: Any client.
        limit: Number of milestones on one page, 1 to 500. It is required.
        minimum_start_date: Earliest start date of the milestones to keep, an RFC 3339 time.
        category: Category to keep, for example `Sports`, `Elections`, `Esports` or `Crypto`.
        competition: Competition to keep, for example `Pro Football`, `College Football` or `Pro
            Basketball (M)`.
        source_id: ID of the milestone at its data source.
        type: Type of milestone to keep, for example `football_game`, `hockey_match` or
            `political_race`.
        related_event_ticker: Ticker of an event; only milestones related to it are returned.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.
        min_updated_ts: Time in Unix seconds; only milestones whose metadata changed later are returned.
            It makes polling for changes cheap.

    Returns:
        The decoded answer, a `GetMilestonesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetMilestones`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
    )


def sync_detailed(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
) -> Response[GetMilestonesResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
    )


async def asyncio_detailed(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
) -> Response[GetMilestonesResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
    )


def sync_pages(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetMilestonesResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetMilestonesResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
        max_pages,
    )


def sync_all(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Milestone]:
    """Like `sync`, but give each of `milestones` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | Unset = UNSET,
    category: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    source_id: str | Unset = UNSET,
    type: str | Unset = UNSET,
    related_event_ticker: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    min_updated_ts: int | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Milestone]:
    """Like `asyncio`, but give each of `milestones` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            limit=limit,
            minimum_start_date=minimum_start_date,
            category=category,
            competition=competition,
            source_id=source_id,
            type=type,
            related_event_ticker=related_event_ticker,
            cursor=cursor,
            min_updated_ts=min_updated_ts,
        ),
        max_pages,
    )
