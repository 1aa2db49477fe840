"""Read leverage and liquidation prices: `GET /margin/risk`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_risk_response import GetMarginRiskResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginRisk",
    method="GET",
    path="/margin/risk",
    success=GetMarginRiskResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetMarginRiskResponse:
    """Read leverage and liquidation prices.

    Returns the leverage of a Direct member's account and, for each subaccount and market, the leverage,
    maintenance margin and estimated liquidation price of the position.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginRiskResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginRisk`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetMarginRiskResponse:
    """Read leverage and liquidation prices.

    Returns the leverage of a Direct member's account and, for each subaccount and market, the leverage,
    maintenance margin and estimated liquidation price of the position.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginRiskResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginRisk`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetMarginRiskResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetMarginRiskResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
