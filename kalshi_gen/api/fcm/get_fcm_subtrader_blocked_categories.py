"""List a subtrader's blocked categories: `GET /fcm/subtraders/blocked_categories`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_fcm_subtrader_blocked_categories_response import GetFCMSubtraderBlockedCategoriesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetFCMSubtraderBlockedCategories",
    method="GET",
    path="/fcm/subtraders/blocked_categories",
    query={"subtrader_id": str},
    required=("subtrader_id",),
    success=GetFCMSubtraderBlockedCategoriesResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, subtrader_id: str) -> GetFCMSubtraderBlockedCategoriesResponse:
    """List a subtrader's blocked categories.

    Lists the event categories that the FCM has closed to one of its own subtraders. The list is empty
    where nothing is blocked.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose blocked categories to list.

    Returns:
        The decoded response, a `GetFCMSubtraderBlockedCategoriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMSubtraderBlockedCategories`.
    """
    return OPERATION.sync(client, {"subtrader_id": subtrader_id})


async def asyncio(*, client: AuthenticatedClient, subtrader_id: str) -> GetFCMSubtraderBlockedCategoriesResponse:
    """List a subtrader's blocked categories.

    Lists the event categories that the FCM has closed to one of its own subtraders. The list is empty
    where nothing is blocked.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose blocked categories to list.

    Returns:
        The decoded response, a `GetFCMSubtraderBlockedCategoriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMSubtraderBlockedCategories`.
    """
    return await OPERATION.asyncio(client, {"subtrader_id": subtrader_id})


def sync_detailed(
    *, client: AuthenticatedClient, subtrader_id: str
) -> Response[GetFCMSubtraderBlockedCategoriesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subtrader_id": subtrader_id})


async def asyncio_detailed(
    *, client: AuthenticatedClient, subtrader_id: str
) -> Response[GetFCMSubtraderBlockedCategoriesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subtrader_id": subtrader_id})
