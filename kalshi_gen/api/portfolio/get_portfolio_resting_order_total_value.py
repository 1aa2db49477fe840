"""Read the total value of resting orders: `GET /portfolio/summary/total_resting_order_value`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_portfolio_resting_order_total_value_response import GetPortfolioRestingOrderTotalValueResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetPortfolioRestingOrderTotalValue",
    method="GET",
    path="/portfolio/summary/total_resting_order_value",
    success=GetPortfolioRestingOrderTotalValueResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetPortfolioRestingOrderTotalValueResponse:
    """Read the total value of resting orders.

    Returns the value of all resting orders together, in cents. It is meant for FCM members; ordinary
    accounts are reported to get 403.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetPortfolioRestingOrderTotalValueResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetPortfolioRestingOrderTotalValue`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetPortfolioRestingOrderTotalValueResponse:
    """Read the total value of resting orders.

    Returns the value of all resting orders together, in cents. It is meant for FCM members; ordinary
    accounts are reported to get 403.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetPortfolioRestingOrderTotalValueResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetPortfolioRestingOrderTotalValue`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetPortfolioRestingOrderTotalValueResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetPortfolioRestingOrderTotalValueResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
