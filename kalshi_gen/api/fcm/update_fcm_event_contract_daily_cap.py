"""Set a subtrader's daily premium cap: `PUT /fcm/subtraders/event_contract_daily_cap`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...models.update_fcm_event_contract_daily_cap_request import UpdateFCMEventContractDailyCapRequest
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="UpdateFCMEventContractDailyCap",
    method="PUT",
    path="/fcm/subtraders/event_contract_daily_cap",
    required=("body",),
    body=UpdateFCMEventContractDailyCapRequest,
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: UpdateFCMEventContractDailyCapRequest) -> EmptyResponse:
    """Set a subtrader's daily premium cap.

    Sets how much net premium a subtrader of the FCM may have at risk in one trading day. The cap binds
    all API keys that are bound to the subtrader; without one, such keys cannot trade at all. A change
    works at once and never cancels orders that already rest.

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

    Operation: `UpdateFCMEventContractDailyCap`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: UpdateFCMEventContractDailyCapRequest) -> EmptyResponse:
    """Set a subtrader's daily premium cap.

    Sets how much net premium a subtrader of the FCM may have at risk in one trading day. The cap binds
    all API keys that are bound to the subtrader; without one, such keys cannot trade at all. A change
    works at once and never cancels orders that already rest.

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

    Operation: `UpdateFCMEventContractDailyCap`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMEventContractDailyCapRequest
) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMEventContractDailyCapRequest
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
