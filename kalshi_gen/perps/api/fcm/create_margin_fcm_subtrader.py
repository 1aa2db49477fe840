"""Create a subtrader: `POST /margin/fcm/subtraders`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_margin_fcm_subtrader_request import CreateMarginFCMSubtraderRequest
from ...models.create_margin_fcm_subtrader_response import CreateMarginFCMSubtraderResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="CreateMarginFCMSubtrader",
    method="POST",
    path="/margin/fcm/subtraders",
    required=("body",),
    body=CreateMarginFCMSubtraderRequest,
    success=CreateMarginFCMSubtraderResponse,
    statuses=frozenset({201, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateMarginFCMSubtraderRequest) -> CreateMarginFCMSubtraderResponse:
    """Create a subtrader.

    Creates a subtrader of an FCM member on the margin exchange and returns its complete id. A conflict
    gives 409. It is meant for FCM members; ordinary accounts are reported to get 403.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginFCMSubtraderResponse`.

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

    Operation: `CreateMarginFCMSubtrader`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: CreateMarginFCMSubtraderRequest
) -> CreateMarginFCMSubtraderResponse:
    """Create a subtrader.

    Creates a subtrader of an FCM member on the margin exchange and returns its complete id. A conflict
    gives 409. It is meant for FCM members; ordinary accounts are reported to get 403.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginFCMSubtraderResponse`.

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

    Operation: `CreateMarginFCMSubtrader`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateMarginFCMSubtraderRequest
) -> Response[CreateMarginFCMSubtraderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateMarginFCMSubtraderRequest
) -> Response[CreateMarginFCMSubtraderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
