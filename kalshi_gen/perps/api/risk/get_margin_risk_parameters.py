"""Read the risk parameters: `GET /margin/risk_parameters`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_risk_parameters_response import GetMarginRiskParametersResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginRiskParameters",
    method="GET",
    path="/margin/risk_parameters",
    success=GetMarginRiskParametersResponse,
    statuses=frozenset({200}),
)


def sync(*, client: Client) -> GetMarginRiskParametersResponse:
    """Read the risk parameters.

    Returns the risk parameters that hold for all accounts: the margin ratios at which a position is
    queued for liquidation and at which it is liquidated, and for each market the factor from
    maintenance margin to initial margin.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetMarginRiskParametersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginRiskParameters`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetMarginRiskParametersResponse:
    """Read the risk parameters.

    Returns the risk parameters that hold for all accounts: the margin ratios at which a position is
    queued for liquidation and at which it is liquidated, and for each market the factor from
    maintenance margin to initial margin.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetMarginRiskParametersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginRiskParameters`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetMarginRiskParametersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetMarginRiskParametersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
