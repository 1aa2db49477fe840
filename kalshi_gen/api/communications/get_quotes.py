"""List quotes: `GET /communications/quotes`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_quotes_response import GetQuotesResponse
from ...models.quote import Quote
from ...models.user_filter import UserFilter
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.field_rules import FieldRule
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetQuotes",
    method="GET",
    path="/communications/quotes",
    query={
        "cursor": str,
        "min_ts": UnixSeconds,
        "max_ts": UnixSecondsUp,
        "limit": Annotated[int, Range(minimum=1, maximum=500)],
        "status": str,
        "quote_creator_user_id": str,
        "user_filter": UserFilter,
        "rfq_user_filter": UserFilter,
        "rfq_creator_user_id": str,
        "rfq_creator_subtrader_id": str,
        "rfq_id": str,
    },
    field_rules=(
        FieldRule(
            "at_least_one_of", ("user_filter", "rfq_user_filter", "quote_creator_user_id", "rfq_creator_user_id")
        ),
    ),
    success=GetQuotesResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="quotes",
    largest_page=("limit", 500),
)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
) -> GetQuotesResponse:
    """List quotes.

    Lists quotes page by page. Filter `rfq_id` takes the UUID of an RFQ, and a cursor must be sent back
    exactly as received; a malformed RFQ ID or cursor is answered with 400. Users report that the
    exchange refuses a request that carries none of `user_filter`, `rfq_user_filter` and the two
    deprecated creator filters, `rfq_id` alone included. Give at least one of `user_filter`,
    `rfq_user_filter`, `quote_creator_user_id` and `rfq_creator_user_id`. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        min_ts: Lower bound, in Unix seconds, of the time of a quote's last update; only quotes updated
            later are returned.
        max_ts: Upper bound, in Unix seconds, of the time of a quote's last update; only quotes updated
            earlier are returned.
        limit: Number of quotes on one page, 1 to 500. The exchange uses 500 when it is left out.
        status: Quote status to keep. A quote is `open` (may be accepted), `accepted` (awaits its
            maker), `confirmed` (awaits execution), `executed` (has traded) or `cancelled`.
        quote_creator_user_id: User ID of the maker whose quotes to keep. Deprecated; use `user_filter`
            for your own quotes.
        user_filter: Set to `self` to keep just the quotes that the authenticated user made. It
            restricts nothing when left out or empty.
        rfq_user_filter: Set to `self` to keep just the quotes that answer the authenticated user's own
            RFQs. It restricts nothing when left out or empty.
        rfq_creator_user_id: User ID of the requester whose RFQs the quotes answer. Deprecated; use
            `rfq_user_filter` for your own RFQs.
        rfq_creator_subtrader_id: ID of the subtrader whose RFQs the quotes answer. Only FCM members may
            use it.
        rfq_id: UUID of the RFQ whose quotes to keep, exactly as the exchange sent it. A malformed one
            is answered with 400.

    Returns:
        The decoded response, a `GetQuotesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetQuotes`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
) -> GetQuotesResponse:
    """List quotes.

    Lists quotes page by page. Filter `rfq_id` takes the UUID of an RFQ, and a cursor must be sent back
    exactly as received; a malformed RFQ ID or cursor is answered with 400. Users report that the
    exchange refuses a request that carries none of `user_filter`, `rfq_user_filter` and the two
    deprecated creator filters, `rfq_id` alone included. Give at least one of `user_filter`,
    `rfq_user_filter`, `quote_creator_user_id` and `rfq_creator_user_id`. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        min_ts: Lower bound, in Unix seconds, of the time of a quote's last update; only quotes updated
            later are returned.
        max_ts: Upper bound, in Unix seconds, of the time of a quote's last update; only quotes updated
            earlier are returned.
        limit: Number of quotes on one page, 1 to 500. The exchange uses 500 when it is left out.
        status: Quote status to keep. A quote is `open` (may be accepted), `accepted` (awaits its
            maker), `confirmed` (awaits execution), `executed` (has traded) or `cancelled`.
        quote_creator_user_id: User ID of the maker whose quotes to keep. Deprecated; use `user_filter`
            for your own quotes.
        user_filter: Set to `self` to keep just the quotes that the authenticated user made. It
            restricts nothing when left out or empty.
        rfq_user_filter: Set to `self` to keep just the quotes that answer the authenticated user's own
            RFQs. It restricts nothing when left out or empty.
        rfq_creator_user_id: User ID of the requester whose RFQs the quotes answer. Deprecated; use
            `rfq_user_filter` for your own RFQs.
        rfq_creator_subtrader_id: ID of the subtrader whose RFQs the quotes answer. Only FCM members may
            use it.
        rfq_id: UUID of the RFQ whose quotes to keep, exactly as the exchange sent it. A malformed one
            is answered with 400.

    Returns:
        The decoded response, a `GetQuotesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetQuotes`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
) -> Response[GetQuotesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
) -> Response[GetQuotesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[Quote, GetQuotesResponse]:
    """Like `sync`, but iterate over `quotes` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: str | None | Unset = UNSET,
    quote_creator_user_id: str | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    rfq_user_filter: UserFilter | None | Unset = UNSET,
    rfq_creator_user_id: str | None | Unset = UNSET,
    rfq_creator_subtrader_id: str | None | Unset = UNSET,
    rfq_id: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[Quote, GetQuotesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 500, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
