"""Create an order group: `POST /margin/order_groups/create`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_order_group_request import CreateOrderGroupRequest
from ...models.create_order_group_response import CreateOrderGroupResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="CreateMarginOrderGroup",
    method="POST",
    path="/margin/order_groups/create",
    required=("body",),
    body=CreateOrderGroupRequest,
    success=CreateOrderGroupResponse,
    statuses=frozenset({201, 400, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateOrderGroupRequest) -> CreateOrderGroupResponse:
    """Create an order group.

    Creates an order group on the margin exchange with a limit on the contracts that its orders may
    match within any 15 seconds. At the limit the exchange cancels every order of the group and refuses
    new ones until the group is reset.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateOrderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginOrderGroup`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateOrderGroupRequest) -> CreateOrderGroupResponse:
    """Create an order group.

    Creates an order group on the margin exchange with a limit on the contracts that its orders may
    match within any 15 seconds. At the limit the exchange cancels every order of the group and refuses
    new ones until the group is reset.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateOrderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginOrderGroup`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateOrderGroupRequest) -> Response[CreateOrderGroupResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateOrderGroupRequest
) -> Response[CreateOrderGroupResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
