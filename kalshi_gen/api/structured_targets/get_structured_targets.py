"""List structured targets: `GET /structured_targets`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_structured_targets_response import GetStructuredTargetsResponse
from ...models.structured_target import StructuredTarget
from ...runtime.apis import API
from ...runtime.bounds import Length, Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetStructuredTargets",
    method="GET",
    path="/structured_targets",
    query={
        "ids": Annotated[list[str], Length(maximum=2000)],
        "type": str,
        "competition": str,
        "page_size": Annotated[int, Range(minimum=1, maximum=2000)],
        "cursor": str,
    },
    success=GetStructuredTargetsResponse,
    statuses=frozenset({200, 401, 500}),
    next_cursor="cursor",
    items="structured_targets",
    largest_page=("page_size", 2000),
)


def sync(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
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
        The decoded response, a `GetStructuredTargetsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetStructuredTargets`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
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
        The decoded response, a `GetStructuredTargetsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetStructuredTargets`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetStructuredTargetsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetStructuredTargetsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[StructuredTarget, GetStructuredTargetsResponse]:
    """Like `sync`, but iterate over `structured_targets` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        page_size: Number of items on one page; 2000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    ids: list[str] | None | Unset = UNSET,
    type: str | None | Unset = UNSET,
    competition: str | None | Unset = UNSET,
    page_size: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[StructuredTarget, GetStructuredTargetsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        page_size: Number of items on one page; 2000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
