"""List block trade proposals: `GET /communications/block-trade-proposals`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.block_trade_proposal import BlockTradeProposal
from ...models.get_block_trade_proposals_response import GetBlockTradeProposalsResponse
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetBlockTradeProposals",
    success=GetBlockTradeProposalsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="block_trade_proposals",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=100)]


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/communications/block-trade-proposals",
        "params": _query(
            {
                "cursor": (cursor, str),
                "market_ticker": (market_ticker, str),
                "limit": (limit, _limit_type),
                "status": (status, str),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
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
        The decoded answer, a `GetBlockTradeProposalsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetBlockTradeProposals`.
    """
    return OPERATION.sync(client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status))


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
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
        The decoded answer, a `GetBlockTradeProposalsResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetBlockTradeProposals`.
    """
    return await OPERATION.asyncio(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status)
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
) -> Response[GetBlockTradeProposalsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status)
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
) -> Response[GetBlockTradeProposalsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status)
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetBlockTradeProposalsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status), max_pages
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetBlockTradeProposalsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status), max_pages
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[BlockTradeProposal]:
    """Like `sync`, but give each of `block_trade_proposals` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status), max_pages
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[BlockTradeProposal]:
    """Like `asyncio`, but give each of `block_trade_proposals` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client, _get_kwargs(cursor=cursor, market_ticker=market_ticker, limit=limit, status=status), max_pages
    )
