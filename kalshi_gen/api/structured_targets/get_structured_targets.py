"""List structured targets: `GET /structured_targets`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_structured_targets_response import GetStructuredTargetsResponse
from ...models.structured_target import StructuredTarget
from ...runtime.bounds import Length, Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetStructuredTargets",
    success=GetStructuredTargetsResponse,
    statuses=frozenset({200, 401, 500}),
    next_cursor="cursor",
    items="structured_targets",
)

_ids_type = Annotated[list[str], Length(maximum=2000)]
_page_size_type = Annotated[int, Range(minimum=1, maximum=2000)]


def _get_kwargs(
    *,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/structured_targets",
        "params": _query(
            {
                "ids": (ids, _ids_type),
                "type": (type, str),
                "competition": (competition, str),
                "page_size": (page_size, _page_size_type),
                "cursor": (cursor, str),
            }
        ),
    }


def sync(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetStructuredTargetsResponse:
    """List structured targets.

    Lists structured targets (the teams, players and other entities that markets refer to) page by page,
    1 to 2000 a page, optionally only those with given IDs, of one type or of one competition.

    Args:
        client: Any client.
        ids: IDs of the structured targets to keep, 2000 at most; the parameter is repeated for each.
        type: Type of structured target to keep, for example `basketball_player`.
        competition: Competition to keep, for example `NBA`. It is compared with the target's league,
            conference, division and tour, and with each entry of its list of leagues.
        page_size: Number of structured targets on one page, 1 to 2000. The exchange uses 100 when it is
            left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded answer, a `GetStructuredTargetsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetStructuredTargets`.
    """
    return OPERATION.sync(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor)
    )


async def asyncio(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> GetStructuredTargetsResponse:
    """List structured targets.

    Lists structured targets (the teams, players and other entities that markets refer to) page by page,
    1 to 2000 a page, optionally only those with given IDs, of one type or of one competition.

    Args:
        client: Any client.
        ids: IDs of the structured targets to keep, 2000 at most; the parameter is repeated for each.
        type: Type of structured target to keep, for example `basketball_player`.
        competition: Competition to keep, for example `NBA`. It is compared with the target's league,
            conference, division and tour, and with each entry of its list of leagues.
        page_size: Number of structured targets on one page, 1 to 2000. The exchange uses 100 when it is
            left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded answer, a `GetStructuredTargetsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetStructuredTargets`.
    """
    return await OPERATION.asyncio(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor)
    )


def sync_detailed(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetStructuredTargetsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor)
    )


async def asyncio_detailed(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetStructuredTargetsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor)
    )


def sync_pages(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetStructuredTargetsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor), max_pages
    )


def asyncio_pages(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetStructuredTargetsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor), max_pages
    )


def sync_all(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[StructuredTarget]:
    """Like `sync`, but give each of `structured_targets` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor), max_pages
    )


def asyncio_all(
    *,
    client: Client,
    ids: list[str] | Unset = UNSET,
    type: str | Unset = UNSET,
    competition: str | Unset = UNSET,
    page_size: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[StructuredTarget]:
    """Like `asyncio`, but give each of `structured_targets` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client, _get_kwargs(ids=ids, type=type, competition=competition, page_size=page_size, cursor=cursor), max_pages
    )
