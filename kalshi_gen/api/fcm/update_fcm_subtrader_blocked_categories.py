"""Block or unblock a category for a subtrader: `PUT /fcm/subtraders/blocked_categories`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.update_fcm_subtrader_blocked_categories_request import UpdateFCMSubtraderBlockedCategoriesRequest
from ...models.update_fcm_subtrader_blocked_categories_response import UpdateFCMSubtraderBlockedCategoriesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="UpdateFCMSubtraderBlockedCategories",
    method="PUT",
    path="/fcm/subtraders/blocked_categories",
    required=("body",),
    body=UpdateFCMSubtraderBlockedCategoriesRequest,
    success=UpdateFCMSubtraderBlockedCategoriesResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderBlockedCategoriesRequest
) -> UpdateFCMSubtraderBlockedCategoriesResponse:
    """Block or unblock a category for a subtrader.

    Blocks or unblocks a single event category for one of the FCM's own subtraders and returns all
    categories blocked afterwards. A block rejects new orders that come through the subtrader's bound
    keys in markets of that category; orders that already rest stay.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `UpdateFCMSubtraderBlockedCategoriesResponse`.

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

    Operation: `UpdateFCMSubtraderBlockedCategories`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderBlockedCategoriesRequest
) -> UpdateFCMSubtraderBlockedCategoriesResponse:
    """Block or unblock a category for a subtrader.

    Blocks or unblocks a single event category for one of the FCM's own subtraders and returns all
    categories blocked afterwards. A block rejects new orders that come through the subtrader's bound
    keys in markets of that category; orders that already rest stay.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `UpdateFCMSubtraderBlockedCategoriesResponse`.

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

    Operation: `UpdateFCMSubtraderBlockedCategories`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderBlockedCategoriesRequest
) -> Response[UpdateFCMSubtraderBlockedCategoriesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: UpdateFCMSubtraderBlockedCategoriesRequest
) -> Response[UpdateFCMSubtraderBlockedCategoriesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
