"""Get the target balance allocation: `GET /portfolio/target_balance_allocation`."""

from __future__ import annotations

from typing import Any

from ...client import AuthenticatedClient
from ...models.get_target_balance_allocation_response import GetTargetBalanceAllocationResponse
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    operation_id="GetTargetBalanceAllocation",
    success=GetTargetBalanceAllocationResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def _get_kwargs() -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/portfolio/target_balance_allocation",
    }


def sync(*, client: AuthenticatedClient) -> GetTargetBalanceAllocationResponse:
    """Get the target balance allocation.

    Reads which share of the balance, in percent, the caller wants to keep on each exchange index.

    Args:
        client: A signed client.

    Returns:
        The decoded answer, a `GetTargetBalanceAllocationResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetTargetBalanceAllocation`.
    """
    return OPERATION.sync(client, _get_kwargs())


async def asyncio(*, client: AuthenticatedClient) -> GetTargetBalanceAllocationResponse:
    """Get the target balance allocation.

    Reads which share of the balance, in percent, the caller wants to keep on each exchange index.

    Args:
        client: A signed client.

    Returns:
        The decoded answer, a `GetTargetBalanceAllocationResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetTargetBalanceAllocation`.
    """
    return await OPERATION.asyncio(client, _get_kwargs())


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetTargetBalanceAllocationResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs())


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetTargetBalanceAllocationResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs())
