"""List public trades: `GET /markets/trades`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_trades_response import GetTradesResponse
from ...models.trade import Trade
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetTrades",
    success=GetTradesResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="trades",
)

_limit_type = Annotated[int, Range(minimum=0, maximum=1000)]


def _get_kwargs(
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/markets/trades",
        "params": _query(
            {
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
                "ticker": (ticker, str),
                "min_ts": (min_ts, int),
                "max_ts": (max_ts, int),
                "is_block_trade": (is_block_trade, bool),
            }
        ),
    }


def sync(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
) -> GetTradesResponse:
    """List public trades.

    Lists completed trades of all markets, or of one market with `ticker`, page by page. Pages hold 1 to
    1000 trades, 100 unless `limit` says otherwise; pass `cursor` on until it comes back empty. Block
    trades are part of the list and carry `is_block_trade`; the parameter of that name keeps or drops
    them.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        is_block_trade: Kind of trade to keep: `true` keeps block trades alone, `false` keeps the
            others. Both are returned when it is left out.

    Returns:
        The decoded answer, a `GetTradesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetTrades`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
    )


async def asyncio(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
) -> GetTradesResponse:
    """List public trades.

    Lists completed trades of all markets, or of one market with `ticker`, page by page. Pages hold 1 to
    1000 trades, 100 unless `limit` says otherwise; pass `cursor` on until it comes back empty. Block
    trades are part of the list and carry `is_block_trade`; the parameter of that name keeps or drops
    them.

    Args:
        client: Any client.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower time bound in Unix seconds; only items after it are returned.
        max_ts: Upper time bound in Unix seconds; only items before it are returned.
        is_block_trade: Kind of trade to keep: `true` keeps block trades alone, `false` keeps the
            others. Both are returned when it is left out.

    Returns:
        The decoded answer, a `GetTradesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetTrades`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
    )


def sync_detailed(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
) -> Response[GetTradesResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
    )


async def asyncio_detailed(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
) -> Response[GetTradesResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
    )


def sync_pages(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetTradesResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
        max_pages,
    )


def asyncio_pages(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetTradesResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
        max_pages,
    )


def sync_all(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[Trade]:
    """Like `sync`, but give each of `trades` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
        max_pages,
    )


def asyncio_all(
    *,
    client: Client,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ticker: str | Unset = UNSET,
    min_ts: int | Unset = UNSET,
    max_ts: int | Unset = UNSET,
    is_block_trade: bool | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[Trade]:
    """Like `asyncio`, but give each of `trades` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(
            limit=limit, cursor=cursor, ticker=ticker, min_ts=min_ts, max_ts=max_ts, is_block_trade=is_block_trade
        ),
        max_pages,
    )
