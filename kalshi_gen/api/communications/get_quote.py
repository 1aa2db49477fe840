"""Get a quote (deprecated): `GET /communications/quotes/{quote_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_quote_response import GetQuoteResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetQuote",
    method="GET",
    path="/communications/quotes/{quote_id}",
    path_parameters={"quote_id": str},
    success=GetQuoteResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
)


def sync(quote_id: str, *, client: AuthenticatedClient) -> GetQuoteResponse:
    """Get a quote (deprecated).

    Reads one quote by its ID. Deprecated; use `GetRFQQuote`, which names the RFQ as well. It costs 2
    rate-limit tokens. The exchange answers 400 to a malformed ID and 404 where the quote does not
    exist.

    Args:
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

    Operation: `GetQuote`.
    """
    return OPERATION.sync(client, {"quote_id": quote_id})


async def asyncio(quote_id: str, *, client: AuthenticatedClient) -> GetQuoteResponse:
    """Get a quote (deprecated).

    Reads one quote by its ID. Deprecated; use `GetRFQQuote`, which names the RFQ as well. It costs 2
    rate-limit tokens. The exchange answers 400 to a malformed ID and 404 where the quote does not
    exist.

    Args:
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

    Operation: `GetQuote`.
    """
    return await OPERATION.asyncio(client, {"quote_id": quote_id})


def sync_detailed(quote_id: str, *, client: AuthenticatedClient) -> Response[GetQuoteResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"quote_id": quote_id})


async def asyncio_detailed(quote_id: str, *, client: AuthenticatedClient) -> Response[GetQuoteResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"quote_id": quote_id})
