"""List deposits: `GET /portfolio/deposits`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.deposit import Deposit
from ...models.get_deposits_response import GetDepositsResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetDeposits",
    method="GET",
    path="/portfolio/deposits",
    query={"limit": Annotated[int, Range(minimum=1, maximum=500)], "cursor": str},
    success=GetDepositsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="deposits",
    largest_page=("limit", 500),
)


def sync(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetDepositsResponse:
    """List deposits.

    Lists your past deposits page by page, 100 a page and at most 500.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 500. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetDepositsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetDeposits`.
    """
    return OPERATION.sync(client, {"limit": limit, "cursor": cursor})


async def asyncio(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> GetDepositsResponse:
    """List deposits.

    Lists your past deposits page by page, 100 a page and at most 500.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 500. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetDepositsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetDeposits`.
    """
    return await OPERATION.asyncio(client, {"limit": limit, "cursor": cursor})


def sync_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetDepositsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"limit": limit, "cursor": cursor})


async def asyncio_detailed(
    *, client: AuthenticatedClient, limit: int | None | Unset = UNSET, cursor: str | None | Unset = UNSET
) -> Response[GetDepositsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"limit": limit, "cursor": cursor})


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Deposit, GetDepositsResponse]:
    """Like `sync`, but iterate over `deposits` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, {"limit": limit, "cursor": cursor})


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Deposit, GetDepositsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, {"limit": limit, "cursor": cursor})
