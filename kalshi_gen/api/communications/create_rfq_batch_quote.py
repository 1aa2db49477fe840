"""Create a batch quote on an RFQ batch: `POST /communications/rfq_batches/{rfq_batch_id}/quotes`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_rfq_batch_quote_request import CreateRFQBatchQuoteRequest
from ...models.create_rfq_batch_quote_response import CreateRFQBatchQuoteResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateRFQBatchQuote",
    method="POST",
    path="/communications/rfq_batches/{rfq_batch_id}/quotes",
    path_parameters={"rfq_batch_id": str},
    required=("body",),
    body=CreateRFQBatchQuoteRequest,
    success=CreateRFQBatchQuoteResponse,
    statuses=frozenset({201, 400, 401, 403, 404, 409, 500}),
    secured=True,
)


def sync(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: CreateRFQBatchQuoteRequest
) -> CreateRFQBatchQuoteResponse:
    """Create a batch quote on an RFQ batch.

    Quotes all children of an RFQ batch, naming each exactly one time. Children are won one by one: the
    best bid on the requester's side wins, the earliest where bids tie, and the maker later confirms
    what it won. A further batch quote on the same batch takes the place of the earlier one; children
    whose price is unchanged keep their time priority. A batch quote stays eligible for 30 seconds after
    it was last sent, so send it again to keep it alive.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQBatchQuoteResponse`.

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

    Operation: `CreateRFQBatchQuote`.
    """
    return OPERATION.sync(client, {"rfq_batch_id": rfq_batch_id, "body": body})


async def asyncio(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: CreateRFQBatchQuoteRequest
) -> CreateRFQBatchQuoteResponse:
    """Create a batch quote on an RFQ batch.

    Quotes all children of an RFQ batch, naming each exactly one time. Children are won one by one: the
    best bid on the requester's side wins, the earliest where bids tie, and the maker later confirms
    what it won. A further batch quote on the same batch takes the place of the earlier one; children
    whose price is unchanged keep their time priority. A batch quote stays eligible for 30 seconds after
    it was last sent, so send it again to keep it alive.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQBatchQuoteResponse`.

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

    Operation: `CreateRFQBatchQuote`.
    """
    return await OPERATION.asyncio(client, {"rfq_batch_id": rfq_batch_id, "body": body})


def sync_detailed(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: CreateRFQBatchQuoteRequest
) -> Response[CreateRFQBatchQuoteResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_batch_id": rfq_batch_id, "body": body})


async def asyncio_detailed(
    rfq_batch_id: str, *, client: AuthenticatedClient, body: CreateRFQBatchQuoteRequest
) -> Response[CreateRFQBatchQuoteResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_batch_id": rfq_batch_id, "body": body})
