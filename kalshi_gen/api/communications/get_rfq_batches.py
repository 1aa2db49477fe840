"""List RFQ batches: `GET /communications/rfq_batches`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import AuthenticatedClient
from ...models.get_rfq_batches_response import GetRFQBatchesResponse
from ...models.rfq_batch import RFQBatch
from ...models.rfq_batch_status import RFQBatchStatus
from ...models.user_filter import UserFilter
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetRFQBatches",
    success=GetRFQBatchesResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="rfq_batches",
)

_subaccount_type = Annotated[int, Range(minimum=0)]
_limit_type = Annotated[int, Range(minimum=1, maximum=20)]


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/communications/rfq_batches",
        "params": _query(
            {
                "cursor": (cursor, str),
                "subaccount": (subaccount, _subaccount_type),
                "limit": (limit, _limit_type),
                "status": (status, RFQBatchStatus),
                "user_filter": (user_filter, UserFilter),
            }
        ),
    }


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> GetRFQBatchesResponse:
    """List RFQ batches.

    Lists RFQ batches, the latest update first; the child RFQs of each keep the order of the request. A
    page ends at `limit` batches, or earlier where one more batch would bring its child RFQs above 100,
    and it always holds whole batches. Send a cursor back exactly as received, since a malformed one is
    answered with 400. Set `user_filter` to `self` to see your own batches alone.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        limit: Largest number of batches on one page, 1 to 20. The exchange uses 20 when it is left out;
            a page may be shorter, since it holds no more than 100 child RFQs.
        status: Status to keep: `open` batches take batch quotes, `accepted` ones await confirmation by
            the winning makers or are executing, `closed` ones are finished. Every status is returned
            when it is left out.
        user_filter: Set to `self` to list just the batches of the authenticated user. All visible
            batches are listed when it is left out or empty.

    Returns:
        The decoded answer, a `GetRFQBatchesResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetRFQBatches`.
    """
    return OPERATION.sync(
        client, _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter)
    )


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> GetRFQBatchesResponse:
    """List RFQ batches.

    Lists RFQ batches, the latest update first; the child RFQs of each keep the order of the request. A
    page ends at `limit` batches, or earlier where one more batch would bring its child RFQs above 100,
    and it always holds whole batches. Send a cursor back exactly as received, since a malformed one is
    answered with 400. Set `user_filter` to `self` to see your own batches alone.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount to keep: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. All subaccounts count when it is left out.
        limit: Largest number of batches on one page, 1 to 20. The exchange uses 20 when it is left out;
            a page may be shorter, since it holds no more than 100 child RFQs.
        status: Status to keep: `open` batches take batch quotes, `accepted` ones await confirmation by
            the winning makers or are executing, `closed` ones are finished. Every status is returned
            when it is left out.
        user_filter: Set to `self` to list just the batches of the authenticated user. All visible
            batches are listed when it is left out or empty.

    Returns:
        The decoded answer, a `GetRFQBatchesResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetRFQBatches`.
    """
    return await OPERATION.asyncio(
        client, _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter)
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> Response[GetRFQBatchesResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client, _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter)
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
) -> Response[GetRFQBatchesResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client, _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter)
    )


def sync_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetRFQBatchesResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter),
        max_pages,
    )


def asyncio_pages(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetRFQBatchesResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter),
        max_pages,
    )


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[RFQBatch]:
    """Like `sync`, but give each of `rfq_batches` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter),
        max_pages,
    )


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    subaccount: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    status: RFQBatchStatus | Unset = UNSET,
    user_filter: UserFilter | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[RFQBatch]:
    """Like `asyncio`, but give each of `rfq_batches` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(cursor=cursor, subaccount=subaccount, limit=limit, status=status, user_filter=user_filter),
        max_pages,
    )
