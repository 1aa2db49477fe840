"""Accept an RFQ batch: `PUT /communications/rfq_batches/{rfq_batch_id}/accept`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.accept_rfq_batch_request import AcceptRFQBatchRequest
from ...models.accept_rfq_batch_response import AcceptRFQBatchResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="AcceptRFQBatch",
    method="PUT",
    path="/communications/rfq_batches/{rfq_batch_id}/accept",
    path_parameters={"rfq_batch_id": str},
    required=("body",),
    body=AcceptRFQBatchRequest,
    success=AcceptRFQBatchResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 409, 500}),
    secured=True,
)


def sync(rfq_batch_id: str, *, client: AuthenticatedClient, body: AcceptRFQBatchRequest) -> AcceptRFQBatchResponse:
    """Accept an RFQ batch.

    Accepts one side of all child RFQs in your batch, taking each from its best maker, or accepts none;
    your balance must cover the total. Send in `min_bids` the best bid seen for every child: if one has
    become worse, the call fails with `rfq_batch_quotes_changed` naming it, while an improved bid gives
    you the improved price. The winning makers must then confirm; the children execute after the last
    confirmation, and one missing confirmation closes the batch. Acceptance is final.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `AcceptRFQBatchResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AcceptRFQBatch`.
    """
    return OPERATION.sync(client, {"rfq_batch_id": rfq_batch_id, "body": body})


async def asyncio(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: AcceptRFQBatchRequest
) -> AcceptRFQBatchResponse:
    """Accept an RFQ batch.

    Accepts one side of all child RFQs in your batch, taking each from its best maker, or accepts none;
    your balance must cover the total. Send in `min_bids` the best bid seen for every child: if one has
    become worse, the call fails with `rfq_batch_quotes_changed` naming it, while an improved bid gives
    you the improved price. The winning makers must then confirm; the children execute after the last
    confirmation, and one missing confirmation closes the batch. Acceptance is final.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `AcceptRFQBatchResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AcceptRFQBatch`.
    """
    return await OPERATION.asyncio(client, {"rfq_batch_id": rfq_batch_id, "body": body})


def sync_detailed(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: AcceptRFQBatchRequest
) -> Response[AcceptRFQBatchResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_batch_id": rfq_batch_id, "body": body})


async def asyncio_detailed(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: AcceptRFQBatchRequest
) -> Response[AcceptRFQBatchResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_batch_id": rfq_batch_id, "body": body})
