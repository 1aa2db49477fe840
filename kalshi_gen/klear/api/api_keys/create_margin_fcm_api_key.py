"""Create an API key of a subtrader: `POST /fcm/margin/api_keys`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_margin_fcm_api_key_request import CreateMarginFcmApiKeyRequest
from ...models.create_margin_fcm_api_key_response import CreateMarginFcmApiKeyResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="CreateMarginFcmApiKey",
    method="POST",
    path="/fcm/margin/api_keys",
    required=("body",),
    body=CreateMarginFcmApiKeyRequest,
    success=CreateMarginFcmApiKeyResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateMarginFcmApiKeyRequest) -> CreateMarginFcmApiKeyResponse:
    """Create an API key of a subtrader.

    Makes an API key out of a public key of yours, RSA or Ed25519, and binds it for good to one of your
    margin subtraders; for FCM clearing members only. The institution trades as that subtrader with it;
    the key opens no REST operation. A subtrader made just before can give 409, so try again shortly
    after.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginFcmApiKeyResponse`.

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

    Operation: `CreateMarginFcmApiKey`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateMarginFcmApiKeyRequest) -> CreateMarginFcmApiKeyResponse:
    """Create an API key of a subtrader.

    Makes an API key out of a public key of yours, RSA or Ed25519, and binds it for good to one of your
    margin subtraders; for FCM clearing members only. The institution trades as that subtrader with it;
    the key opens no REST operation. A subtrader made just before can give 409, so try again shortly
    after.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginFcmApiKeyResponse`.

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

    Operation: `CreateMarginFcmApiKey`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateMarginFcmApiKeyRequest
) -> Response[CreateMarginFcmApiKeyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateMarginFcmApiKeyRequest
) -> Response[CreateMarginFcmApiKeyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
