"""List milestones: `GET /milestones`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_milestones_response import GetMilestonesResponse
from ...models.milestone import Milestone
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetMilestones",
    method="GET",
    path="/milestones",
    query={
        "limit": Annotated[int, Range(minimum=1, maximum=500)],
        "minimum_start_date": AwareDatetime,
        "category": str,
        "competition": str,
        "source_id": str,
        "type": str,
        "related_event_ticker": str,
        "cursor": str,
        "min_updated_ts": UnixSeconds,
    },
    required=("limit",),
    success=GetMilestonesResponse,
    statuses=frozenset({200, 400, 401, 500}),
    next_cursor="cursor",
    items="milestones",
    largest_page=("limit", 500),
)


def sync(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMilestonesResponse:
    """List milestones.

    Lists milestones page by page; `limit` is required. A milestone's `details.status`, where there is
    one, is refreshed by a job that runs from time to time, so it trails the game and may be wrong, for
    example still `live` after the end. Take the status of a game from live data, which changes much
    more often: `live_data.details.status` for one milestone, `details.status` of each entry for a
    batch. The scores are in fields of the same `details` object that differ by sport. Unix times may
    also be aware `datetime`s; they are rounded down to the second.

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
        The decoded response, a `GetMilestonesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMilestones`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMilestonesResponse:
    """List milestones.

    Lists milestones page by page; `limit` is required. A milestone's `details.status`, where there is
    one, is refreshed by a job that runs from time to time, so it trails the game and may be wrong, for
    example still `live` after the end. Take the status of a game from live data, which changes much
    more often: `live_data.details.status` for one milestone, `details.status` of each entry for a
    batch. The scores are in fields of the same `details` object that differ by sport. Unix times may
    also be aware `datetime`s; they are rounded down to the second.

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
        The decoded response, a `GetMilestonesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMilestones`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMilestonesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    limit: int,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMilestonesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Milestone, GetMilestonesResponse]:
    """Like `sync`, but iterate over `milestones` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    limit: int | None | Unset = UNSET,
    minimum_start_date: AwareDatetime | None | Unset = UNSET,
    category: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    source_id: str | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    related_event_ticker: str | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Milestone, GetMilestonesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
