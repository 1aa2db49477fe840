"""List fills: `GET /margin/fills`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset
from ...models.get_margin_fills_response import GetMarginFillsResponse
from ...models.margin_fill import MarginFill

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginFills",
    method="GET",
    path="/margin/fills",
    query={
        "subaccount": int,
        "limit": Annotated[int, Range(minimum=1, maximum=1000)],
        "cursor": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
    },
    success=GetMarginFillsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
    largest_page=("limit", 1000),
)


def sync(
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginFillsResponse:
    """List fills.

    Lists your fills on margin markets, which are the matches of your orders, page by page, 100 a page
    and at most 1000. Fills of all subaccounts come unless filtered. A fill has no client order id:
    those of liquidations and exit triggers belong to orders that the exchange placed. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose fills are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Fills of all subaccounts are listed when it is left out; a key
            that is restricted to a subaccount gets those of it and may send no other number.
        limit: Number of fills on a page, from 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        min_ts: Lower bound in Unix seconds of the time of a fill; only fills after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.

    Returns:
        The decoded response, a `GetMarginFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFills`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginFillsResponse:
    """List fills.

    Lists your fills on margin markets, which are the matches of your orders, page by page, 100 a page
    and at most 1000. Fills of all subaccounts come unless filtered. A fill has no client order id:
    those of liquidations and exit triggers belong to orders that the exchange placed. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose fills are listed: 0 is the primary account, 1 to 63
            are the numbered subaccounts. Fills of all subaccounts are listed when it is left out; a key
            that is restricted to a subaccount gets those of it and may send no other number.
        limit: Number of fills on a page, from 1 to 1000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, taken from the answer before. Leave it out to start with the
            first page.
        min_ts: Lower bound in Unix seconds of the time of a fill; only fills after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.

    Returns:
        The decoded response, a `GetMarginFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFills`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginFillsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginFillsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MarginFill, GetMarginFillsResponse]:
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
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MarginFill, GetMarginFillsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
