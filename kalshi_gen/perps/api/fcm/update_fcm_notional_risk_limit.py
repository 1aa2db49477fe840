"""Set your notional limit as an FCM: `PUT /margin/fcm/notional_risk_limit`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.empty_response import EmptyResponse
from ...models.update_fcm_notional_risk_limit_request import UpdateFCMNotionalRiskLimitRequest

OPERATION = Operation(
    api=PERPS,
    operation_id="UpdateFCMNotionalRiskLimit",
    method="PUT",
    path="/margin/fcm/notional_risk_limit",
    required=("body",),
    body=UpdateFCMNotionalRiskLimitRequest,
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: UpdateFCMNotionalRiskLimitRequest) -> EmptyResponse:
    """Set your notional limit as an FCM.

    Sets an FCM member's own limit, in US dollars, on the notional value of its account. The limit that
    the exchange set is kept apart from it, and the smaller of the two is in force. A value above the
    limit of the exchange gives 400. A limit below what is in use cancels resting orders until the
    account is within it.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `EmptyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateFCMNotionalRiskLimit`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: UpdateFCMNotionalRiskLimitRequest) -> EmptyResponse:
    """Set your notional limit as an FCM.

    Sets an FCM member's own limit, in US dollars, on the notional value of its account. The limit that
    the exchange set is kept apart from it, and the smaller of the two is in force. A value above the
    limit of the exchange gives 400. A limit below what is in use cancels resting orders until the
    account is within it.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `EmptyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateFCMNotionalRiskLimit`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: UpdateFCMNotionalRiskLimitRequest) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMNotionalRiskLimitRequest
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
