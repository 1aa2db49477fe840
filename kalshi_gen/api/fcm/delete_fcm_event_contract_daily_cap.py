"""Delete a subtrader's daily premium cap: `DELETE /fcm/subtraders/event_contract_daily_cap`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="DeleteFCMEventContractDailyCap",
    method="DELETE",
    path="/fcm/subtraders/event_contract_daily_cap",
    query={"subtrader_id": str},
    required=("subtrader_id",),
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, subtrader_id: str) -> EmptyResponse:
    """Delete a subtrader's daily premium cap.

    Removes a subtrader's daily premium cap, after which keys bound to the subtrader can place no new
    orders before a cap is set again. Orders that the FCM sends for the subtrader through unbound
    sessions still pass; to stop those too, block the subtrader's trading.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose cap to remove.

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

    Operation: `DeleteFCMEventContractDailyCap`.
    """
    return OPERATION.sync(client, {"subtrader_id": subtrader_id})


async def asyncio(*, client: AuthenticatedClient, subtrader_id: str) -> EmptyResponse:
    """Delete a subtrader's daily premium cap.

    Removes a subtrader's daily premium cap, after which keys bound to the subtrader can place no new
    orders before a cap is set again. Orders that the FCM sends for the subtrader through unbound
    sessions still pass; to stop those too, block the subtrader's trading.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose cap to remove.

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

    Operation: `DeleteFCMEventContractDailyCap`.
    """
    return await OPERATION.asyncio(client, {"subtrader_id": subtrader_id})


def sync_detailed(*, client: AuthenticatedClient, subtrader_id: str) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subtrader_id": subtrader_id})


async def asyncio_detailed(*, client: AuthenticatedClient, subtrader_id: str) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subtrader_id": subtrader_id})
