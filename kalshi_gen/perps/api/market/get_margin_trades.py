"""List public trades: `GET /margin/trades`."""

from __future__ import annotations

from typing import Annotated

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset
from ...models.get_margin_trades_response import GetMarginTradesResponse
from ...models.margin_trade import MarginTrade

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginTrades",
    method="GET",
    path="/margin/trades",
    query={
        "ticker": str,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
    },
    success=GetMarginTradesResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="cursor",
    items="trades",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginTradesResponse:
    """List public trades.

    Lists the trades of all margin markets, or of one market with `ticker`, page by page. Pages hold 1
    to 1000 trades, 100 unless `limit` says otherwise; pass `cursor` on until it comes back empty or not
    at all. Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the only market whose trades are wanted. Trades of every market come when it
            is left out.
        limit: Number of trades on a page, from 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        min_ts: Lower bound in Unix seconds of the time of a trade; only trades after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a trade; only trades before it are listed.

    Returns:
        The decoded response, a `GetMarginTradesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginTrades`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginTradesResponse:
    """List public trades.

    Lists the trades of all margin markets, or of one market with `ticker`, page by page. Pages hold 1
    to 1000 trades, 100 unless `limit` says otherwise; pass `cursor` on until it comes back empty or not
    at all. Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the only market whose trades are wanted. Trades of every market come when it
            is left out.
        limit: Number of trades on a page, from 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        min_ts: Lower bound in Unix seconds of the time of a trade; only trades after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a trade; only trades before it are listed.

    Returns:
        The decoded response, a `GetMarginTradesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginTrades`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginTradesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginTradesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MarginTrade, GetMarginTradesResponse]:
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
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MarginTrade, GetMarginTradesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
