"""List settlement prices: `GET /margin/settlement_prices`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import AwareDatetime, Response
from ...models.asset_class import AssetClass
from ...models.get_settlement_prices_response import GetSettlementPricesResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetSettlementPrices",
    method="GET",
    path="/margin/settlement_prices",
    query={"asset_class": AssetClass, "settlement_time": AwareDatetime},
    required=("asset_class", "settlement_time"),
    success=GetSettlementPricesResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, asset_class: AssetClass, settlement_time: AwareDatetime
) -> GetSettlementPricesResponse:
    """List settlement prices.

    Returns the mark prices at which the markets of an asset class were settled at a given time, or none
    if it had no settlement at that time.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.
        settlement_time: Time of the settlement cycle, with its offset from UTC.

    Returns:
        The decoded response, a `GetSettlementPricesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementPrices`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *, client: AuthenticatedClient, asset_class: AssetClass, settlement_time: AwareDatetime
) -> GetSettlementPricesResponse:
    """List settlement prices.

    Returns the mark prices at which the markets of an asset class were settled at a given time, or none
    if it had no settlement at that time.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.
        settlement_time: Time of the settlement cycle, with its offset from UTC.

    Returns:
        The decoded response, a `GetSettlementPricesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementPrices`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass, settlement_time: AwareDatetime
) -> Response[GetSettlementPricesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass, settlement_time: AwareDatetime
) -> Response[GetSettlementPricesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
