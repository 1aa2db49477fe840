"""List transfers between subaccounts: `GET /portfolio/subaccounts/transfers`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_subaccount_transfers_response import GetSubaccountTransfersResponse
from ...models.subaccount_transfer import SubaccountTransfer
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetSubaccountTransfers",
    method="GET",
    path="/portfolio/subaccounts/transfers",
    query={"limit": Annotated[int, Range(minimum=1, maximum=1000)], "cursor": str},
    success=GetSubaccountTransfersResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="transfers",
    largest_page=("limit", 1000),
)


def sync(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetSubaccountTransfersResponse:
    """List transfers between subaccounts.

    Lists all your transfers between subaccounts page by page, 100 a page and at most 1000.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetSubaccountTransfersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSubaccountTransfers`.
    """
    return OPERATION.sync(client, {"limit": limit, "cursor": cursor})


async def asyncio(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetSubaccountTransfersResponse:
    """List transfers between subaccounts.

    Lists all your transfers between subaccounts page by page, 100 a page and at most 1000.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetSubaccountTransfersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSubaccountTransfers`.
    """
    return await OPERATION.asyncio(client, {"limit": limit, "cursor": cursor})


def sync_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetSubaccountTransfersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"limit": limit, "cursor": cursor})


async def asyncio_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetSubaccountTransfersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"limit": limit, "cursor": cursor})


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[SubaccountTransfer, GetSubaccountTransfersResponse]:
    """Like `sync`, but iterate over `transfers` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, {"limit": limit, "cursor": cursor})


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[SubaccountTransfer, GetSubaccountTransfersResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, {"limit": limit, "cursor": cursor})
