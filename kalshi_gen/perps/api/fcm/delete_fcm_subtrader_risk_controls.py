"""Remove the margin cap of a subtrader: `DELETE /margin/fcm/subtraders/risk_controls`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.field_rules import FieldRule
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.delete_fcm_subtrader_risk_controls_asset_class import DeleteFcmSubtraderRiskControlsAssetClass
from ...models.empty_response import EmptyResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="DeleteFCMSubtraderRiskControls",
    method="DELETE",
    path="/margin/fcm/subtraders/risk_controls",
    query={"subtrader_id": str, "market_ticker": str, "asset_class": DeleteFcmSubtraderRiskControlsAssetClass},
    field_rules=(FieldRule("at_most_one_of", ("market_ticker", "asset_class")),),
    required=("subtrader_id",),
    success=EmptyResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(
    *,
    client: AuthenticatedClient,
    subtrader_id: str,
    market_ticker: str | None | Unset = UNSET,
    asset_class: DeleteFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> EmptyResponse:
    """Remove the margin cap of a subtrader.

    Removes the cap on the initial margin of one subtrader: the one over all markets, or that of the
    market or the asset class that the query names. It is meant for FCM members; ordinary accounts are
    reported to get 403. Give at most one of `market_ticker` and `asset_class`.

    Args:
        client: A signed client.
        subtrader_id: Id of the subtrader whose cap is removed; it must belong to the calling FCM.
        market_ticker: Ticker of the market whose cap is removed. It excludes `asset_class`.
        asset_class: Asset class whose cap is removed: `Crypto`, `Equities` or `Metals`. It excludes
            `market_ticker`.

    Returns:
        The decoded response, a `EmptyResponse`.

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

    Operation: `DeleteFCMSubtraderRiskControls`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    subtrader_id: str,
    market_ticker: str | None | Unset = UNSET,
    asset_class: DeleteFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> EmptyResponse:
    """Remove the margin cap of a subtrader.

    Removes the cap on the initial margin of one subtrader: the one over all markets, or that of the
    market or the asset class that the query names. It is meant for FCM members; ordinary accounts are
    reported to get 403. Give at most one of `market_ticker` and `asset_class`.

    Args:
        client: A signed client.
        subtrader_id: Id of the subtrader whose cap is removed; it must belong to the calling FCM.
        market_ticker: Ticker of the market whose cap is removed. It excludes `asset_class`.
        asset_class: Asset class whose cap is removed: `Crypto`, `Equities` or `Metals`. It excludes
            `market_ticker`.

    Returns:
        The decoded response, a `EmptyResponse`.

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

    Operation: `DeleteFCMSubtraderRiskControls`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str,
    market_ticker: str | None | Unset = UNSET,
    asset_class: DeleteFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str,
    market_ticker: str | None | Unset = UNSET,
    asset_class: DeleteFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
