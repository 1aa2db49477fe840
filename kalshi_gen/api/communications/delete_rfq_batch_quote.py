"""Delete a batch quote: `DELETE /communications/rfq_batches/{rfq_batch_id}/quotes/{batch_quote_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="DeleteRFQBatchQuote",
    method="DELETE",
    path="/communications/rfq_batches/{rfq_batch_id}/quotes/{batch_quote_id}",
    path_parameters={"rfq_batch_id": str, "batch_quote_id": str},
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient) -> None:
    """Delete a batch quote.

    Withdraws an open batch quote of the caller, so that none of its children can be won with it. The
    exchange answers 400 to a malformed ID and 404 where the batch quote does not exist.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        batch_quote_id: UUID of the batch quote, unchanged from the answer that created it. A malformed
            one is answered with 400.
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

    Operation: `DeleteRFQBatchQuote`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient) -> None:
    """Delete a batch quote.

    Withdraws an open batch quote of the caller, so that none of its children can be won with it. The
    exchange answers 400 to a malformed ID and 404 where the batch quote does not exist.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        batch_quote_id: UUID of the batch quote, unchanged from the answer that created it. A malformed
            one is answered with 400.
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

    Operation: `DeleteRFQBatchQuote`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
