"""Accept a quote of an RFQ: `PUT /communications/rfqs/{rfq_id}/quotes/{quote_id}/accept`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.accept_quote_request import AcceptQuoteRequest
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="AcceptRFQQuote",
    method="PUT",
    path="/communications/rfqs/{rfq_id}/quotes/{quote_id}/accept",
    path_parameters={"rfq_id": str, "quote_id": str},
    required=("body",),
    body=AcceptQuoteRequest,
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(rfq_id: str, quote_id: str, *, client: AuthenticatedClient, body: AcceptQuoteRequest) -> None:
    """Accept a quote of an RFQ.

    Accepts one side, `yes` or `no`, of a quote made on an RFQ. Acceptance alone does not trade: the
    maker of the quote must confirm it next. The exchange answers 400 to a malformed ID and 404 where
    the quote does not exist.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
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
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AcceptRFQQuote`.
    """
    return OPERATION.sync(client, {"rfq_id": rfq_id, "quote_id": quote_id, "body": body})


async def asyncio(rfq_id: str, quote_id: str, *, client: AuthenticatedClient, body: AcceptQuoteRequest) -> None:
    """Accept a quote of an RFQ.

    Accepts one side, `yes` or `no`, of a quote made on an RFQ. Acceptance alone does not trade: the
    maker of the quote must confirm it next. The exchange answers 400 to a malformed ID and 404 where
    the quote does not exist.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
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
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AcceptRFQQuote`.
    """
    return await OPERATION.asyncio(client, {"rfq_id": rfq_id, "quote_id": quote_id, "body": body})


def sync_detailed(
    rfq_id: str, quote_id: str, *, client: AuthenticatedClient, body: AcceptQuoteRequest
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_id": rfq_id, "quote_id": quote_id, "body": body})


async def asyncio_detailed(
    rfq_id: str, quote_id: str, *, client: AuthenticatedClient, body: AcceptQuoteRequest
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_id": rfq_id, "quote_id": quote_id, "body": body})
