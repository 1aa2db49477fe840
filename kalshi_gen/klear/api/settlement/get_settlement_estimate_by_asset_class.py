"""Estimate the next settlement: `GET /margin/settlement_estimate_by_asset_class`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_settlement_estimate_by_asset_class_response import GetSettlementEstimateByAssetClassResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetSettlementEstimateByAssetClass",
    method="GET",
    path="/margin/settlement_estimate_by_asset_class",
    success=GetSettlementEstimateByAssetClassResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetSettlementEstimateByAssetClassResponse:
    """Estimate the next settlement.

    Estimates your next settlement by asset class, in total, by subtrader and by group of subtraders.
    Asset classes without margin activity of yours are absent. Subtraders and groups together are at
    most the 1000 that need the most maintenance margin; the others are counted, and your total includes
    them.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetSettlementEstimateByAssetClassResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementEstimateByAssetClass`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetSettlementEstimateByAssetClassResponse:
    """Estimate the next settlement.

    Estimates your next settlement by asset class, in total, by subtrader and by group of subtraders.
    Asset classes without margin activity of yours are absent. Subtraders and groups together are at
    most the 1000 that need the most maintenance margin; the others are counted, and your total includes
    them.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetSettlementEstimateByAssetClassResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementEstimateByAssetClass`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetSettlementEstimateByAssetClassResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetSettlementEstimateByAssetClassResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
