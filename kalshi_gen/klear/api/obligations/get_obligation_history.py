"""List past obligations: `GET /margin/obligation_history`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, Items, Response, Unset
from ...models.get_obligation_history_response import GetObligationHistoryResponse
from ...models.obligation_entry import ObligationEntry

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetObligationHistory",
    method="GET",
    path="/margin/obligation_history",
    query={"limit": Annotated[int, Range(maximum=100)], "cursor": str},
    success=GetObligationHistoryResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
    next_cursor="cursor",
    items="obligations",
    largest_page=("limit", 100),
)


def sync(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetObligationHistoryResponse:
    """List past obligations.

    Lists completed obligations of earlier settlements, the latest first, page by page.

    Args:
        client: A signed client.
        limit: Number of obligations on a page, at most 100. Klear uses 20 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetObligationHistory`.
    """
    return OPERATION.sync(client, {"limit": limit, "cursor": cursor})


async def asyncio(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetObligationHistoryResponse:
    """List past obligations.

    Lists completed obligations of earlier settlements, the latest first, page by page.

    Args:
        client: A signed client.
        limit: Number of obligations on a page, at most 100. Klear uses 20 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetObligationHistory`.
    """
    return await OPERATION.asyncio(client, {"limit": limit, "cursor": cursor})


def sync_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetObligationHistoryResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"limit": limit, "cursor": cursor})


async def asyncio_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetObligationHistoryResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"limit": limit, "cursor": cursor})


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[ObligationEntry, GetObligationHistoryResponse]:
    """Like `sync`, but iterate over `obligations` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, {"limit": limit, "cursor": cursor})


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[ObligationEntry, GetObligationHistoryResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, {"limit": limit, "cursor": cursor})
