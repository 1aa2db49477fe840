"""List settlements: `GET /portfolio/settlements`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_settlements_response import GetSettlementsResponse
from ...models.settlement import Settlement
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetSettlements",
    method="GET",
    path="/portfolio/settlements",
    query={
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "ticker": str,
        "event_ticker": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "subaccount": Annotated[int, Range(minimum=0)],
    },
    success=GetSettlementsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="settlements",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetSettlementsResponse:
    """List settlements.

    Lists your settlements that the live data set still holds, page by page, 100 a page and at most
    1000. Archived settlements are not among them; `GET /historical/positions` has the archived
    positions, with other fields. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose settlements are listed; one ticker only, and every event
            counts when it is left out.
        min_ts: Lower bound of the settlement time in Unix seconds; only settlements after it are
            listed.
        max_ts: Upper bound of the settlement time in Unix seconds; only settlements before it are
            listed.
        subaccount: Number of the subaccount whose settlements are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. Settlements of all subaccounts are listed when it is
            left out.

    Returns:
        The decoded response, a `GetSettlementsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlements`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetSettlementsResponse:
    """List settlements.

    Lists your settlements that the live data set still holds, page by page, 100 a page and at most
    1000. Archived settlements are not among them; `GET /historical/positions` has the archived
    positions, with other fields. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: A signed client.
        limit: Number of items on one page, 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        ticker: Ticker of the market to keep; all markets count when it is left out.
        event_ticker: Ticker of the event whose settlements are listed; one ticker only, and every event
            counts when it is left out.
        min_ts: Lower bound of the settlement time in Unix seconds; only settlements after it are
            listed.
        max_ts: Upper bound of the settlement time in Unix seconds; only settlements before it are
            listed.
        subaccount: Number of the subaccount whose settlements are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. Settlements of all subaccounts are listed when it is
            left out.

    Returns:
        The decoded response, a `GetSettlementsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlements`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetSettlementsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetSettlementsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Settlement, GetSettlementsResponse]:
    """Like `sync`, but iterate over `settlements` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    ticker: str | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Settlement, GetSettlementsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
