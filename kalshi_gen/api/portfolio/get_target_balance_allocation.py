"""Get the target balance allocation: `GET /portfolio/target_balance_allocation`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_target_balance_allocation_response import GetTargetBalanceAllocationResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetTargetBalanceAllocation",
    method="GET",
    path="/portfolio/target_balance_allocation",
    success=GetTargetBalanceAllocationResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetTargetBalanceAllocationResponse:
    """Get the target balance allocation.

    Reads which share of the balance, in percent, the caller wants to keep on each exchange index.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetTargetBalanceAllocationResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTargetBalanceAllocation`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetTargetBalanceAllocationResponse:
    """Get the target balance allocation.

    Reads which share of the balance, in percent, the caller wants to keep on each exchange index.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetTargetBalanceAllocationResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTargetBalanceAllocation`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetTargetBalanceAllocationResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetTargetBalanceAllocationResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
