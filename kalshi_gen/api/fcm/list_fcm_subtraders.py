"""List an FCM's subtraders: `GET /fcm/subtraders`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.list_fcm_subtraders_response import ListFCMSubtradersResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="ListFCMSubtraders",
    method="GET",
    path="/fcm/subtraders",
    success=ListFCMSubtradersResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> ListFCMSubtradersResponse:
    """List an FCM's subtraders.

    Lists the event-contract subtraders of the authenticated FCM, those that never traded included. The
    data reaches the list asynchronously, so a new subtrader may be missing for a while. The trading
    block status covers blocks by Kalshi and those of the entire firm; `fcm_trading_blocked` shows
    whether the FCM itself has blocked this subtrader.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `ListFCMSubtradersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ListFCMSubtraders`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> ListFCMSubtradersResponse:
    """List an FCM's subtraders.

    Lists the event-contract subtraders of the authenticated FCM, those that never traded included. The
    data reaches the list asynchronously, so a new subtrader may be missing for a while. The trading
    block status covers blocks by Kalshi and those of the entire firm; `fcm_trading_blocked` shows
    whether the FCM itself has blocked this subtrader.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `ListFCMSubtradersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ListFCMSubtraders`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[ListFCMSubtradersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[ListFCMSubtradersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
