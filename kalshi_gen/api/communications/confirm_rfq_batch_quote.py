"""Confirm a batch quote: `PUT /communications/rfq_batches/{rfq_batch_id}/quotes/{batch_quote_id}/confirm`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="ConfirmRFQBatchQuote",
    method="PUT",
    path="/communications/rfq_batches/{rfq_batch_id}/quotes/{batch_quote_id}/confirm",
    path_parameters={"rfq_batch_id": str, "batch_quote_id": str},
    body=EmptyResponse,
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 409, 500}),
    secured=True,
)


def sync(
    rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> None:
    """Confirm a batch quote.

    Confirms in one step all children that your batch quote won. Execution waits for every winning
    maker: the last of them to confirm starts the timer for all children, which then execute together.
    When one winner lets its deadline pass, the batch closes and no child trades.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        batch_quote_id: UUID of the batch quote, unchanged from the answer that created it. A malformed
            one is answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ConfirmRFQBatchQuote`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> None:
    """Confirm a batch quote.

    Confirms in one step all children that your batch quote won. Execution waits for every winning
    maker: the last of them to confirm starts the timer for all children, which then execute together.
    When one winner lets its deadline pass, the batch closes and no child trades.

    Args:
        rfq_batch_id: UUID of the RFQ batch, exactly as received when it was created. A malformed one is
            answered with 400.
        batch_quote_id: UUID of the batch quote, unchanged from the answer that created it. A malformed
            one is answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ConfirmRFQBatchQuote`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    rfq_batch_id: str, batch_quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
