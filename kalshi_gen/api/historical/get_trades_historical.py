"""List archived trades: `GET /historical/trades`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_trades_response import GetTradesResponse
from ...models.trade import Trade
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetTradesHistorical",
    method="GET",
    path="/historical/trades",
    query={
        "ticker": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "limit": Annotated[int, Range(minimum=0, maximum=1000)],
        "cursor": str,
        "is_block_trade": bool,
    },
    success=GetTradesResponse,
    statuses=frozenset({200, 400, 404, 500}),
    next_cursor="cursor",
    items="trades",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
) -> GetTradesResponse:
    """List archived trades.

    Lists, page by page, the public trades in all markets that were filled before the archive's cutoff.
    Block trades are among them, marked by `is_block_trade`; the query parameter of that name keeps one
    kind. No signature is needed. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower bound in Unix seconds of the time of a fill; only trades after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only trades before it are listed.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        is_block_trade: Kind of trade to keep: `true` keeps block trades alone, `false` keeps the
            others. Both are returned when it is left out.

    Returns:
        The decoded response, a `GetTradesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTradesHistorical`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
) -> GetTradesResponse:
    """List archived trades.

    Lists, page by page, the public trades in all markets that were filled before the archive's cutoff.
    Block trades are among them, marked by `is_block_trade`; the query parameter of that name keeps one
    kind. No signature is needed. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        min_ts: Lower bound in Unix seconds of the time of a fill; only trades after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only trades before it are listed.
        limit: Number of items on one page, 0 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        is_block_trade: Kind of trade to keep: `true` keeps block trades alone, `false` keeps the
            others. Both are returned when it is left out.

    Returns:
        The decoded response, a `GetTradesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTradesHistorical`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
) -> Response[GetTradesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
) -> Response[GetTradesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Trade, GetTradesResponse]:
    """Like `sync`, but iterate over `trades` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    is_block_trade: bool | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Trade, GetTradesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
