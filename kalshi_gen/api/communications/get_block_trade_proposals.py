"""List block trade proposals: `GET /communications/block-trade-proposals`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.block_trade_proposal import BlockTradeProposal
from ...models.get_block_trade_proposals_response import GetBlockTradeProposalsResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetBlockTradeProposals",
    method="GET",
    path="/communications/block-trade-proposals",
    query={"cursor": str, "market_ticker": str, "limit": Annotated[int, Range(minimum=1, maximum=100)], "status": str},
    success=GetBlockTradeProposalsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="block_trade_proposals",
    largest_page=("limit", 100),
)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
) -> GetBlockTradeProposalsResponse:
    """List block trade proposals.

    Lists the block trade proposals that you may see, page by page, at most 100 a page. Filter them by
    market ticker or status.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        limit: Number of proposals on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status a block trade proposal must have. Proposals of any status come when it is left
            out.

    Returns:
        The decoded response, a `GetBlockTradeProposalsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetBlockTradeProposals`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
) -> GetBlockTradeProposalsResponse:
    """List block trade proposals.

    Lists the block trade proposals that you may see, page by page, at most 100 a page. Filter them by
    market ticker or status.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        limit: Number of proposals on a page, from 1 to 100. The exchange uses 100 when it is left out.
        status: Status a block trade proposal must have. Proposals of any status come when it is left
            out.

    Returns:
        The decoded response, a `GetBlockTradeProposalsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetBlockTradeProposals`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
) -> Response[GetBlockTradeProposalsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
) -> Response[GetBlockTradeProposalsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[BlockTradeProposal, GetBlockTradeProposalsResponse]:
    """Like `sync`, but iterate over `block_trade_proposals` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[BlockTradeProposal, GetBlockTradeProposalsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 100, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
