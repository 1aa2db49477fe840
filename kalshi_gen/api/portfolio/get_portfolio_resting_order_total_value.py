"""Read the total value of resting orders: `GET /portfolio/summary/total_resting_order_value`."""

from __future__ import annotations

from typing import Any

from ...client import AuthenticatedClient
from ...models.get_portfolio_resting_order_total_value_response import GetPortfolioRestingOrderTotalValueResponse
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    operation_id="GetPortfolioRestingOrderTotalValue",
    success=GetPortfolioRestingOrderTotalValueResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def _get_kwargs() -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/portfolio/summary/total_resting_order_value",
    }


def sync(*, client: AuthenticatedClient) -> GetPortfolioRestingOrderTotalValueResponse:
    """Read the total value of resting orders.

    Returns the value of all resting orders together, in cents. It is meant for FCM members; ordinary
    accounts are reported to get 403.

    Args:
        client: A signed client.

    Returns:
        The decoded answer, a `GetPortfolioRestingOrderTotalValueResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetPortfolioRestingOrderTotalValue`.
    """
    return OPERATION.sync(client, _get_kwargs())


async def asyncio(*, client: AuthenticatedClient) -> GetPortfolioRestingOrderTotalValueResponse:
    """Read the total value of resting orders.

    Returns the value of all resting orders together, in cents. It is meant for FCM members; ordinary
    accounts are reported to get 403.

    Args:
        client: A signed client.

    Returns:
        The decoded answer, a `GetPortfolioRestingOrderTotalValueResponse`.

    Raises:
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetPortfolioRestingOrderTotalValue`.
    """
    return await OPERATION.asyncio(client, _get_kwargs())


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetPortfolioRestingOrderTotalValueResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs())


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetPortfolioRestingOrderTotalValueResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs())
