"""List RFQ batches: `GET /communications/rfq_batches`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_rfq_batches_response import GetRFQBatchesResponse
from ...models.rfq_batch import RFQBatch
from ...models.rfq_batch_status import RFQBatchStatus
from ...models.user_filter import UserFilter
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetRFQBatches",
    method="GET",
    path="/communications/rfq_batches",
    query={
        "cursor": str,
        "subaccount": Annotated[int, Range(minimum=0)],
        "limit": Annotated[int, Range(minimum=1, maximum=20)],
        "status": RFQBatchStatus,
        "user_filter": UserFilter,
    },
    success=GetRFQBatchesResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
    next_cursor="cursor",
    items="rfq_batches",
    largest_page=("limit", 20),
)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> GetRFQBatchesResponse:
    """List RFQ batches.

    Lists RFQ batches, the latest update first; the child RFQs of each keep the order of the request. A
    page ends at `limit` batches, or earlier where one more batch would bring its child RFQs above 100,
    and no batch is split between pages. Send a cursor back exactly as received, since a malformed one
    is answered with 400. Set `user_filter` to `self` to see your own batches alone.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose RFQ batches are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. RFQ batches of all subaccounts are listed when it is
            left out.
        limit: Largest number of batches on one page, 1 to 20. The exchange uses 20 when it is left out;
            a page may be shorter, since it holds no more than 100 child RFQs.
        status: Status to keep: `open` batches take batch quotes, `accepted` ones await confirmation by
            the winning makers or are executing, `closed` ones are finished. Every status is returned
            when it is left out.
        user_filter: Set to `self` to list just the batches of the authenticated user. All visible
            batches are listed when it is left out or empty.

    Returns:
        The decoded response, a `GetRFQBatchesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQBatches`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> GetRFQBatchesResponse:
    """List RFQ batches.

    Lists RFQ batches, the latest update first; the child RFQs of each keep the order of the request. A
    page ends at `limit` batches, or earlier where one more batch would bring its child RFQs above 100,
    and no batch is split between pages. Send a cursor back exactly as received, since a malformed one
    is answered with 400. Set `user_filter` to `self` to see your own batches alone.

    Args:
        client: A signed client.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.
        subaccount: Number of the subaccount whose RFQ batches are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. RFQ batches of all subaccounts are listed when it is
            left out.
        limit: Largest number of batches on one page, 1 to 20. The exchange uses 20 when it is left out;
            a page may be shorter, since it holds no more than 100 child RFQs.
        status: Status to keep: `open` batches take batch quotes, `accepted` ones await confirmation by
            the winning makers or are executing, `closed` ones are finished. Every status is returned
            when it is left out.
        user_filter: Set to `self` to list just the batches of the authenticated user. All visible
            batches are listed when it is left out or empty.

    Returns:
        The decoded response, a `GetRFQBatchesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQBatches`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> Response[GetRFQBatchesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
) -> Response[GetRFQBatchesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[RFQBatch, GetRFQBatchesResponse]:
    """Like `sync`, but iterate over `rfq_batches` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 20, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: AuthenticatedClient,
    cursor: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    status: RFQBatchStatus | None | Unset = UNSET,
    user_filter: UserFilter | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[RFQBatch, GetRFQBatchesResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 20, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
