"""Create an FCM subtrader: `POST /fcm/subtraders`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_fcm_subtrader_request import CreateFCMSubtraderRequest
from ...models.create_fcm_subtrader_response import CreateFCMSubtraderResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateFCMSubtrader",
    method="POST",
    path="/fcm/subtraders",
    required=("body",),
    body=CreateFCMSubtraderRequest,
    success=CreateFCMSubtraderResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateFCMSubtraderRequest) -> CreateFCMSubtraderResponse:
    """Create an FCM subtrader.

    Creates a subtrader of the authenticated FCM on the event-contract exchange and registers it on all
    exchange shards that know the FCM; on a shard added later it is registered with its first order. The
    exchange answers 409 where the subtrader exists already.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateFCMSubtraderResponse`.

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

    Operation: `CreateFCMSubtrader`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateFCMSubtraderRequest) -> CreateFCMSubtraderResponse:
    """Create an FCM subtrader.

    Creates a subtrader of the authenticated FCM on the event-contract exchange and registers it on all
    exchange shards that know the FCM; on a shard added later it is registered with its first order. The
    exchange answers 409 where the subtrader exists already.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateFCMSubtraderResponse`.

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

    Operation: `CreateFCMSubtrader`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateFCMSubtraderRequest
) -> Response[CreateFCMSubtraderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateFCMSubtraderRequest
) -> Response[CreateFCMSubtraderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
