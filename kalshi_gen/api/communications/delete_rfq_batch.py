"""Delete an RFQ batch: `DELETE /communications/rfq_batches/{rfq_batch_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="DeleteRFQBatch",
    method="DELETE",
    path="/communications/rfq_batches/{rfq_batch_id}",
    path_parameters={"rfq_batch_id": str},
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(rfq_batch_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an RFQ batch.

    Closes an RFQ batch with all of its child RFQs, and cancels the open batch quotes made on it. A
    batch that has been accepted cannot be closed any more; it either executes or expires as one. The
    exchange answers 404 where the batch does not exist.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteRFQBatch`.
    """
    return OPERATION.sync(client, {"rfq_batch_id": rfq_batch_id})


async def asyncio(rfq_batch_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an RFQ batch.

    Closes an RFQ batch with all of its child RFQs, and cancels the open batch quotes made on it. A
    batch that has been accepted cannot be closed any more; it either executes or expires as one. The
    exchange answers 404 where the batch does not exist.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteRFQBatch`.
    """
    return await OPERATION.asyncio(client, {"rfq_batch_id": rfq_batch_id})


def sync_detailed(rfq_batch_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_batch_id": rfq_batch_id})


async def asyncio_detailed(rfq_batch_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_batch_id": rfq_batch_id})
