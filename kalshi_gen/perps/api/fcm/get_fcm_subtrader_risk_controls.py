"""Read the risk controls of a subtrader: `GET /margin/fcm/subtraders/risk_controls`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.field_rules import FieldRule
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_fcm_subtrader_risk_controls_asset_class import GetFcmSubtraderRiskControlsAssetClass
from ...models.get_fcm_subtrader_risk_controls_response import GetFCMSubtraderRiskControlsResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetFCMSubtraderRiskControls",
    method="GET",
    path="/margin/fcm/subtraders/risk_controls",
    query={"subtrader_id": str, "market_ticker": str, "asset_class": GetFcmSubtraderRiskControlsAssetClass},
    field_rules=(FieldRule("at_most_one_of", ("market_ticker", "asset_class")),),
    success=GetFCMSubtraderRiskControlsResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    asset_class: GetFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> GetFCMSubtraderRiskControlsResponse:
    """Read the risk controls of a subtrader.

    Returns the limits of one subtrader: the caps on initial margin that its FCM set, and the notional
    limits that the exchange set. A cap covers all markets, one market or one asset class, and a
    notional limit all markets or one. Every limit that covers an order is enforced on its own. A key
    that is bound to a subtrader may call it too, for that subtrader alone. Give at most one of
    `market_ticker` and `asset_class`.

    Args:
        client: A signed client.
        subtrader_id: Id of the subtrader whose limits are read; it must belong to the calling FCM.
            Newer ids are spelled `{account_id}_{suffix}`, older ones are UUIDs. A key that is bound to
            a subtrader may leave it out or send that id; any other key must send one.
        market_ticker: Ticker of the market whose cap is wanted. It excludes `asset_class` and does not
            filter notional limits.
        asset_class: Asset class whose cap is wanted: `Crypto`, `Equities` or `Metals`. It excludes
            `market_ticker` and does not filter notional limits.

    Returns:
        The decoded response, a `GetFCMSubtraderRiskControlsResponse`.

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

    Operation: `GetFCMSubtraderRiskControls`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    asset_class: GetFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> GetFCMSubtraderRiskControlsResponse:
    """Read the risk controls of a subtrader.

    Returns the limits of one subtrader: the caps on initial margin that its FCM set, and the notional
    limits that the exchange set. A cap covers all markets, one market or one asset class, and a
    notional limit all markets or one. Every limit that covers an order is enforced on its own. A key
    that is bound to a subtrader may call it too, for that subtrader alone. Give at most one of
    `market_ticker` and `asset_class`.

    Args:
        client: A signed client.
        subtrader_id: Id of the subtrader whose limits are read; it must belong to the calling FCM.
            Newer ids are spelled `{account_id}_{suffix}`, older ones are UUIDs. A key that is bound to
            a subtrader may leave it out or send that id; any other key must send one.
        market_ticker: Ticker of the market whose cap is wanted. It excludes `asset_class` and does not
            filter notional limits.
        asset_class: Asset class whose cap is wanted: `Crypto`, `Equities` or `Metals`. It excludes
            `market_ticker` and does not filter notional limits.

    Returns:
        The decoded response, a `GetFCMSubtraderRiskControlsResponse`.

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

    Operation: `GetFCMSubtraderRiskControls`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    asset_class: GetFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> Response[GetFCMSubtraderRiskControlsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    subtrader_id: str | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
    asset_class: GetFcmSubtraderRiskControlsAssetClass | None | Unset = UNSET,
) -> Response[GetFCMSubtraderRiskControlsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
