"""Transfer a position to the FCM's error account: `POST /fcm/positions/transfers`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_fcm_position_transfer_request import CreateFCMPositionTransferRequest
from ...models.create_fcm_position_transfer_response import CreateFCMPositionTransferResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateFCMPositionTransfer",
    method="POST",
    path="/fcm/positions/transfers",
    required=("body",),
    body=CreateFCMPositionTransferRequest,
    success=CreateFCMPositionTransferResponse,
    statuses=frozenset({201, 400, 401, 403, 404, 409, 429, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateFCMPositionTransferRequest) -> CreateFCMPositionTransferResponse:
    """Transfer a position to the FCM's error account.

    Moves contracts of one market from a subtrader to one under the FCM's error account, without fee or
    fill; 400 until Kalshi enables it. `position_centicount`: 1/100 contract, negative for NO.
    `price_centicents`: 1/100 cent, always the YES price; the error account pays it (for NO $1 less it)
    and the FCM receives it; 10000 for NO or 0 for YES moves no cash. The source's holding is not
    checked: excess or a wrong sign flips or grows it. Not idempotent: read the position before you
    retry a timeout or 5xx. 409: market not open, account blocked or error account short of cash.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateFCMPositionTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateFCMPositionTransfer`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: CreateFCMPositionTransferRequest
) -> CreateFCMPositionTransferResponse:
    """Transfer a position to the FCM's error account.

    Moves contracts of one market from a subtrader to one under the FCM's error account, without fee or
    fill; 400 until Kalshi enables it. `position_centicount`: 1/100 contract, negative for NO.
    `price_centicents`: 1/100 cent, always the YES price; the error account pays it (for NO $1 less it)
    and the FCM receives it; 10000 for NO or 0 for YES moves no cash. The source's holding is not
    checked: excess or a wrong sign flips or grows it. Not idempotent: read the position before you
    retry a timeout or 5xx. 409: market not open, account blocked or error account short of cash.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateFCMPositionTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateFCMPositionTransfer`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateFCMPositionTransferRequest
) -> Response[CreateFCMPositionTransferResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateFCMPositionTransferRequest
) -> Response[CreateFCMPositionTransferResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
