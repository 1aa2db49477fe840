"""Get a quote of an RFQ: `GET /communications/rfqs/{rfq_id}/quotes/{quote_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_quote_response import GetQuoteResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetRFQQuote",
    method="GET",
    path="/communications/rfqs/{rfq_id}/quotes/{quote_id}",
    path_parameters={"rfq_id": str, "quote_id": str},
    success=GetQuoteResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
)


def sync(rfq_id: str, quote_id: str, *, client: AuthenticatedClient) -> GetQuoteResponse:
    """Get a quote of an RFQ.

    Reads one quote by its ID together with the ID of the RFQ that it answers. It costs 2 rate-limit
    tokens. The exchange answers 400 to a malformed ID and 404 where the quote does not exist.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        The decoded response, a `GetQuoteResponse`.

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

    Operation: `GetRFQQuote`.
    """
    return OPERATION.sync(client, {"rfq_id": rfq_id, "quote_id": quote_id})


async def asyncio(rfq_id: str, quote_id: str, *, client: AuthenticatedClient) -> GetQuoteResponse:
    """Get a quote of an RFQ.

    Reads one quote by its ID together with the ID of the RFQ that it answers. It costs 2 rate-limit
    tokens. The exchange answers 400 to a malformed ID and 404 where the quote does not exist.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
        client: A signed client.

    Returns:
        The decoded response, a `GetQuoteResponse`.

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

    Operation: `GetRFQQuote`.
    """
    return await OPERATION.asyncio(client, {"rfq_id": rfq_id, "quote_id": quote_id})


def sync_detailed(rfq_id: str, quote_id: str, *, client: AuthenticatedClient) -> Response[GetQuoteResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_id": rfq_id, "quote_id": quote_id})


async def asyncio_detailed(rfq_id: str, quote_id: str, *, client: AuthenticatedClient) -> Response[GetQuoteResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_id": rfq_id, "quote_id": quote_id})
