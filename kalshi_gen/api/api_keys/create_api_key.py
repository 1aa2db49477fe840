"""Create an API key from a public key: `POST /api_keys`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_api_key_request import CreateApiKeyRequest
from ...models.create_api_key_response import CreateApiKeyResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateApiKey",
    method="POST",
    path="/api_keys",
    required=("body",),
    body=CreateApiKeyRequest,
    success=CreateApiKeyResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateApiKeyRequest) -> CreateApiKeyResponse:
    """Create an API key from a public key.

    Registers an API key for an RSA or Ed25519 public key that the caller supplies as PEM text; the
    private key never leaves the caller. Requests signed with it are verified by RSA-PSS and SHA-256, or
    by Ed25519. The account needs the Premier or the Market Maker usage level. The exchange answers 403
    below that level or where a caller that is no FCM sends `fcm_subtrader_id`, and 409 while a new
    subtrader has not reached its credential registry (retry a little later).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateApiKeyResponse`.

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

    Operation: `CreateApiKey`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateApiKeyRequest) -> CreateApiKeyResponse:
    """Create an API key from a public key.

    Registers an API key for an RSA or Ed25519 public key that the caller supplies as PEM text; the
    private key never leaves the caller. Requests signed with it are verified by RSA-PSS and SHA-256, or
    by Ed25519. The account needs the Premier or the Market Maker usage level. The exchange answers 403
    below that level or where a caller that is no FCM sends `fcm_subtrader_id`, and 409 while a new
    subtrader has not reached its credential registry (retry a little later).

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateApiKeyResponse`.

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

    Operation: `CreateApiKey`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateApiKeyRequest) -> Response[CreateApiKeyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(*, client: AuthenticatedClient, body: CreateApiKeyRequest) -> Response[CreateApiKeyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
