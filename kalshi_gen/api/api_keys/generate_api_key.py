"""Generate an API key pair: `POST /api_keys/generate`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.generate_api_key_request import GenerateApiKeyRequest
from ...models.generate_api_key_response import GenerateApiKeyResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GenerateApiKey",
    method="POST",
    path="/api_keys/generate",
    required=("body",),
    body=GenerateApiKeyRequest,
    success=GenerateApiKeyResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
    secret=True,
)


def sync(*, client: AuthenticatedClient, body: GenerateApiKeyRequest) -> GenerateApiKeyResponse:
    """Generate an API key pair.

    Has the exchange make a key pair of the wanted `key_type` (RSA when it is left out) and register its
    public half. The private key comes in this answer alone and can never be read again, so store it
    safely at once. The exchange answers 403 where a caller that is no FCM sends `fcm_subtrader_id`, and
    409 while a new subtrader has not reached its credential registry (retry a little later).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `GenerateApiKeyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GenerateApiKey`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: GenerateApiKeyRequest) -> GenerateApiKeyResponse:
    """Generate an API key pair.

    Has the exchange make a key pair of the wanted `key_type` (RSA when it is left out) and register its
    public half. The private key comes in this answer alone and can never be read again, so store it
    safely at once. The exchange answers 403 where a caller that is no FCM sends `fcm_subtrader_id`, and
    409 while a new subtrader has not reached its credential registry (retry a little later).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `GenerateApiKeyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GenerateApiKey`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: GenerateApiKeyRequest) -> Response[GenerateApiKeyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: GenerateApiKeyRequest
) -> Response[GenerateApiKeyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
