"""List funding payments: `GET /margin/funding_payments`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, AwareDatetime, Items, Response, Unset
from ...models.get_member_funding_payments_response import GetMemberFundingPaymentsResponse
from ...models.member_funding_payment import MemberFundingPayment

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetMemberFundingPayments",
    method="GET",
    path="/margin/funding_payments",
    query={
        "funding_time": AwareDatetime,
        "market_ticker": str,
        "limit": Annotated[int, Range(maximum=10000)],
        "cursor": str,
    },
    required=("funding_time",),
    success=GetMemberFundingPaymentsResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
    next_cursor="cursor",
    items="payments",
    largest_page=("limit", 10000),
)


def sync(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetMemberFundingPaymentsResponse:
    """List funding payments.

    Lists your funding payments of one funding time, page by page. They are there shortly after that
    funding and before the settlement that includes them.

    Args:
        client: A signed client.
        funding_time: Time of the funding to read, with its offset from UTC; funding is scheduled in New
            York time.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        limit: Number of payments on a page, at most 10000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetMemberFundingPaymentsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMemberFundingPayments`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetMemberFundingPaymentsResponse:
    """List funding payments.

    Lists your funding payments of one funding time, page by page. They are there shortly after that
    funding and before the settlement that includes them.

    Args:
        client: A signed client.
        funding_time: Time of the funding to read, with its offset from UTC; funding is scheduled in New
            York time.
        market_ticker: Ticker of the market to keep; all markets count when it is left out.
        limit: Number of payments on a page, at most 10000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetMemberFundingPaymentsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMemberFundingPayments`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetMemberFundingPaymentsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetMemberFundingPaymentsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MemberFundingPayment, GetMemberFundingPaymentsResponse]:
    """Like `sync`, but iterate over `payments` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    funding_time: AwareDatetime,
    market_ticker: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MemberFundingPayment, GetMemberFundingPaymentsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
