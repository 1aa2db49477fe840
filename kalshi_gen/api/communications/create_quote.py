"""Create a quote: `POST /communications/quotes`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_quote_request import CreateQuoteRequest
from ...models.create_quote_response import CreateQuoteResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateQuote",
    method="POST",
    path="/communications/quotes",
    required=("body",),
    body=CreateQuoteRequest,
    success=CreateQuoteResponse,
    statuses=frozenset({201, 400, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateQuoteRequest) -> CreateQuoteResponse:
    """Create a quote.

    Quotes an open RFQ as a maker. The quote trades only after the requester accepts it and the maker
    then confirms it. It costs 2 rate-limit tokens.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateQuoteResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateQuote`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateQuoteRequest) -> CreateQuoteResponse:
    """Create a quote.

    Quotes an open RFQ as a maker. The quote trades only after the requester accepts it and the maker
    then confirms it. It costs 2 rate-limit tokens.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateQuoteResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateQuote`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateQuoteRequest) -> Response[CreateQuoteResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(*, client: AuthenticatedClient, body: CreateQuoteRequest) -> Response[CreateQuoteResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
