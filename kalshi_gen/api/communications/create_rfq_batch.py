"""Create an RFQ batch: `POST /communications/rfq_batches`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_rfq_batch_request import CreateRFQBatchRequest
from ...models.create_rfq_batch_response import CreateRFQBatchResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateRFQBatch",
    method="POST",
    path="/communications/rfq_batches",
    required=("body",),
    body=CreateRFQBatchRequest,
    success=CreateRFQBatchResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateRFQBatchRequest) -> CreateRFQBatchResponse:
    """Create an RFQ batch.

    Requests quotes on 2 to 57 combos at once, over at most 6 distinct legs on one exchange index.
    Makers quote the entire batch; each child is taken from its best maker, and all children execute
    together as fill-or-kill or not at all, save for a rare partial execution. Size all children alike,
    in contracts or else by target cost, and leave `rest_remainder` false. Two open batches are allowed;
    with `replace_existing` a new one closes the oldest instead of failing. Batches and single RFQs have
    separate limits. FCM members get 403 (`rfq_batch_unavailable`).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQBatchResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateRFQBatch`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateRFQBatchRequest) -> CreateRFQBatchResponse:
    """Create an RFQ batch.

    Requests quotes on 2 to 57 combos at once, over at most 6 distinct legs on one exchange index.
    Makers quote the entire batch; each child is taken from its best maker, and all children execute
    together as fill-or-kill or not at all, save for a rare partial execution. Size all children alike,
    in contracts or else by target cost, and leave `rest_remainder` false. Two open batches are allowed;
    with `replace_existing` a new one closes the oldest instead of failing. Batches and single RFQs have
    separate limits. FCM members get 403 (`rfq_batch_unavailable`).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQBatchResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateRFQBatch`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateRFQBatchRequest) -> Response[CreateRFQBatchResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateRFQBatchRequest
) -> Response[CreateRFQBatchResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
