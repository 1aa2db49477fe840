"""Read the inputs of margin estimates: `GET /margin/estimate_maintenance_margin/metadata`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Date, Response
from ...models.asset_class import AssetClass
from ...models.get_maintenance_margin_metadata_response import GetMaintenanceMarginMetadataResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetMaintenanceMarginMetadata",
    method="GET",
    path="/margin/estimate_maintenance_margin/metadata",
    query={"asset_class": AssetClass, "date": Date},
    required=("asset_class", "date"),
    success=GetMaintenanceMarginMetadataResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, asset_class: AssetClass, date: Date) -> GetMaintenanceMarginMetadataResponse:
    """Read the inputs of margin estimates.

    Returns what the maintenance margin of an asset class is computed from, namely scenario matrices,
    parameters of liquidation and groups of markets.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.
        date: Day in New York time whose matrices are returned, with the liquidation parameters at its
            end; the groups are today's for the markets in the matrices, as they apply to you. A day on
            which no matrices were calibrated gives 404.

    Returns:
        The decoded response, a `GetMaintenanceMarginMetadataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMaintenanceMarginMetadata`.
    """
    return OPERATION.sync(client, {"asset_class": asset_class, "date": date})


async def asyncio(
    *, client: AuthenticatedClient, asset_class: AssetClass, date: Date
) -> GetMaintenanceMarginMetadataResponse:
    """Read the inputs of margin estimates.

    Returns what the maintenance margin of an asset class is computed from, namely scenario matrices,
    parameters of liquidation and groups of markets.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.
        date: Day in New York time whose matrices are returned, with the liquidation parameters at its
            end; the groups are today's for the markets in the matrices, as they apply to you. A day on
            which no matrices were calibrated gives 404.

    Returns:
        The decoded response, a `GetMaintenanceMarginMetadataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMaintenanceMarginMetadata`.
    """
    return await OPERATION.asyncio(client, {"asset_class": asset_class, "date": date})


def sync_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass, date: Date
) -> Response[GetMaintenanceMarginMetadataResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"asset_class": asset_class, "date": date})


async def asyncio_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass, date: Date
) -> Response[GetMaintenanceMarginMetadataResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"asset_class": asset_class, "date": date})
