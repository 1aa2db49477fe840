"""Generate an API key of a subtrader: `POST /fcm/margin/api_keys/generate`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.generate_margin_fcm_api_key_request import GenerateMarginFcmApiKeyRequest
from ...models.generate_margin_fcm_api_key_response import GenerateMarginFcmApiKeyResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GenerateMarginFcmApiKey",
    method="POST",
    path="/fcm/margin/api_keys/generate",
    required=("body",),
    body=GenerateMarginFcmApiKeyRequest,
    success=GenerateMarginFcmApiKeyResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
    secret=True,
)


def sync(*, client: AuthenticatedClient, body: GenerateMarginFcmApiKeyRequest) -> GenerateMarginFcmApiKeyResponse:
    """Generate an API key of a subtrader.

    Has Klear make an RSA key pair, and binds it as an API key to one of your margin subtraders; for FCM
    clearing members only. The private key is in this answer and never again. If the answer is lost,
    delete the key that was made, which the list shows, before you ask for another. A subtrader made
    just before can give 409, so try again shortly after.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `GenerateMarginFcmApiKeyResponse`.

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

    Operation: `GenerateMarginFcmApiKey`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: GenerateMarginFcmApiKeyRequest
) -> GenerateMarginFcmApiKeyResponse:
    """Generate an API key of a subtrader.

    Has Klear make an RSA key pair, and binds it as an API key to one of your margin subtraders; for FCM
    clearing members only. The private key is in this answer and never again. If the answer is lost,
    delete the key that was made, which the list shows, before you ask for another. A subtrader made
    just before can give 409, so try again shortly after.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `GenerateMarginFcmApiKeyResponse`.

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

    Operation: `GenerateMarginFcmApiKey`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: GenerateMarginFcmApiKeyRequest
) -> Response[GenerateMarginFcmApiKeyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: GenerateMarginFcmApiKeyRequest
) -> Response[GenerateMarginFcmApiKeyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
