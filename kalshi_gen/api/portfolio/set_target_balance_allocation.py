"""Set the target balance allocation: `POST /portfolio/target_balance_allocation`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...models.set_target_balance_allocation_request import SetTargetBalanceAllocationRequest
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="SetTargetBalanceAllocation",
    method="POST",
    path="/portfolio/target_balance_allocation",
    required=("body",),
    body=SetTargetBalanceAllocationRequest,
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: SetTargetBalanceAllocationRequest) -> EmptyResponse:
    """Set the target balance allocation.

    Replaces the shares of the balance, in percent, that the caller wants to keep on each exchange
    index. The shares must add up to 100; an empty `allocations` list turns automatic rebalancing off.

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

    Operation: `SetTargetBalanceAllocation`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: SetTargetBalanceAllocationRequest) -> EmptyResponse:
    """Set the target balance allocation.

    Replaces the shares of the balance, in percent, that the caller wants to keep on each exchange
    index. The shares must add up to 100; an empty `allocations` list turns automatic rebalancing off.

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

    Operation: `SetTargetBalanceAllocation`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: SetTargetBalanceAllocationRequest) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: SetTargetBalanceAllocationRequest
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
