"""Estimate the next funding: `GET /margin/funding_estimate_by_asset_class`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_funding_estimate_by_asset_class_response import GetFundingEstimateByAssetClassResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetFundingEstimateByAssetClass",
    method="GET",
    path="/margin/funding_estimate_by_asset_class",
    success=GetFundingEstimateByAssetClassResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetFundingEstimateByAssetClassResponse:
    """Estimate the next funding.

    Estimates what you pay or receive at the next scheduled funding of each asset class.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetFundingEstimateByAssetClassResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFundingEstimateByAssetClass`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetFundingEstimateByAssetClassResponse:
    """Estimate the next funding.

    Estimates what you pay or receive at the next scheduled funding of each asset class.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetFundingEstimateByAssetClassResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFundingEstimateByAssetClass`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetFundingEstimateByAssetClassResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetFundingEstimateByAssetClassResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
