"""Create a subtrader group: `POST /fcm/margin/subtrader_groups`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_margin_subtrader_group_request import CreateMarginSubtraderGroupRequest
from ...models.create_margin_subtrader_group_response import CreateMarginSubtraderGroupResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="CreateMarginSubtraderGroup",
    method="POST",
    path="/fcm/margin/subtrader_groups",
    required=("body",),
    body=CreateMarginSubtraderGroupRequest,
    success=CreateMarginSubtraderGroupResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateMarginSubtraderGroupRequest) -> CreateMarginSubtraderGroupResponse:
    """Create a subtrader group.

    Groups margin subtraders, so that each settlement margins them as one portfolio in which positions
    net.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginSubtraderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginSubtraderGroup`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: CreateMarginSubtraderGroupRequest
) -> CreateMarginSubtraderGroupResponse:
    """Create a subtrader group.

    Groups margin subtraders, so that each settlement margins them as one portfolio in which positions
    net.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginSubtraderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginSubtraderGroup`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateMarginSubtraderGroupRequest
) -> Response[CreateMarginSubtraderGroupResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateMarginSubtraderGroupRequest
) -> Response[CreateMarginSubtraderGroupResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
