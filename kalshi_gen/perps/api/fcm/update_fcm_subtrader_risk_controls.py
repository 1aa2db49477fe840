"""Set the margin cap of a subtrader: `PUT /margin/fcm/subtraders/risk_controls`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.empty_response import EmptyResponse
from ...models.update_fcm_subtrader_risk_controls_request import UpdateFCMSubtraderRiskControlsRequest

OPERATION = Operation(
    api=PERPS,
    operation_id="UpdateFCMSubtraderRiskControls",
    method="PUT",
    path="/margin/fcm/subtraders/risk_controls",
    required=("body",),
    body=UpdateFCMSubtraderRiskControlsRequest,
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: UpdateFCMSubtraderRiskControlsRequest) -> EmptyResponse:
    """Set the margin cap of a subtrader.

    Sets a cap, in US dollars, on the initial margin of one subtrader: over all markets, or over the
    market or the asset class that the body names. It is meant for FCM members; ordinary accounts are
    reported to get 403.

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
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateFCMSubtraderRiskControls`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: UpdateFCMSubtraderRiskControlsRequest) -> EmptyResponse:
    """Set the margin cap of a subtrader.

    Sets a cap, in US dollars, on the initial margin of one subtrader: over all markets, or over the
    market or the asset class that the body names. It is meant for FCM members; ordinary accounts are
    reported to get 403.

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
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateFCMSubtraderRiskControls`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderRiskControlsRequest
) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderRiskControlsRequest
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
