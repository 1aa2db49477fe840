"""List the best quotes on an RFQ batch: `GET /communications/rfq_batches/{rfq_batch_id}/best_quotes`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_rfq_batch_best_quotes_response import GetRFQBatchBestQuotesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetRFQBatchBestQuotes",
    method="GET",
    path="/communications/rfq_batches/{rfq_batch_id}/best_quotes",
    path_parameters={"rfq_batch_id": str},
    success=GetRFQBatchBestQuotesResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(rfq_batch_id: str, *, client: AuthenticatedClient) -> GetRFQBatchBestQuotesResponse:
    """List the best quotes on an RFQ batch.

    Reads, for each child of your own RFQ batch, the highest open bid on either side from any maker,
    without naming the makers; these are the prices at which accepting the batch fills. Callers other
    than the creator of the batch are refused. Once the batch has left status `open` there are no best
    quotes.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        The decoded response, a `GetRFQBatchBestQuotesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQBatchBestQuotes`.
    """
    return OPERATION.sync(client, {"rfq_batch_id": rfq_batch_id})


async def asyncio(rfq_batch_id: str, *, client: AuthenticatedClient) -> GetRFQBatchBestQuotesResponse:
    """List the best quotes on an RFQ batch.

    Reads, for each child of your own RFQ batch, the highest open bid on either side from any maker,
    without naming the makers; these are the prices at which accepting the batch fills. Callers other
    than the creator of the batch are refused. Once the batch has left status `open` there are no best
    quotes.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        The decoded response, a `GetRFQBatchBestQuotesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetRFQBatchBestQuotes`.
    """
    return await OPERATION.asyncio(client, {"rfq_batch_id": rfq_batch_id})


def sync_detailed(rfq_batch_id: str, *, client: AuthenticatedClient) -> Response[GetRFQBatchBestQuotesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_batch_id": rfq_batch_id})


async def asyncio_detailed(
    rfq_batch_id: str, *, client: AuthenticatedClient
) -> Response[GetRFQBatchBestQuotesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_batch_id": rfq_batch_id})
