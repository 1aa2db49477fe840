"""List fills: `GET /portfolio/fills`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.fill import Fill
from ...models.get_fills_response import GetFillsResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, CommaJoined, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetFills",
    method="GET",
    path="/portfolio/fills",
    query={
        "ticker": CommaJoined,
        "order_id": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "exchange_index": Annotated[int, Range(minimum=0, maximum=2147483647)],
    },
    success=GetFillsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetFillsResponse:
    """List fills.

    Lists your fills, which are the matches of your orders, page by page, 100 a page and at most 1000.
    Fills before the historical cutoff are served by `GET /historical/fills`. Fills of all subaccounts
    and exchange shards come unless filtered, and the list lags shortly behind trading. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a
    list works too.

    Args:
        client: A signed client.
        ticker: Ticker of the market whose fills are wanted, or up to 100 tickers separated by commas.
        order_id: ID of the order whose fills to keep.
        min_ts: Lower bound in Unix seconds of the time of a fill; fills after it are listed, and those
            of this very second have been seen to come too.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose fills are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Fills of all subaccounts are listed when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded response, a `GetFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFills`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> GetFillsResponse:
    """List fills.

    Lists your fills, which are the matches of your orders, page by page, 100 a page and at most 1000.
    Fills before the historical cutoff are served by `GET /historical/fills`. Fills of all subaccounts
    and exchange shards come unless filtered, and the list lags shortly behind trading. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a
    list works too.

    Args:
        client: A signed client.
        ticker: Ticker of the market whose fills are wanted, or up to 100 tickers separated by commas.
        order_id: ID of the order whose fills to keep.
        min_ts: Lower bound in Unix seconds of the time of a fill; fills after it are listed, and those
            of this very second have been seen to come too.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose fills are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Fills of all subaccounts are listed when it is left out.
        exchange_index: Index of the exchange shard to keep, 0 or above; all shards count when it is
            left out.

    Returns:
        The decoded response, a `GetFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFills`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[GetFillsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Fill, GetFillsResponse]:
    """Like `sync`, but iterate over `fills` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    ticker: str | list[str] | None | Unset = UNSET,
    order_id: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Fill, GetFillsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
