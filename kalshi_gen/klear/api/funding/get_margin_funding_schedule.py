"""Read the funding schedule: `GET /margin/funding_schedule`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.asset_class import AssetClass
from ...models.get_margin_funding_schedule_response import GetMarginFundingScheduleResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetMarginFundingSchedule",
    method="GET",
    path="/margin/funding_schedule",
    query={"asset_class": AssetClass},
    required=("asset_class",),
    success=GetMarginFundingScheduleResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, asset_class: AssetClass) -> GetMarginFundingScheduleResponse:
    """Read the funding schedule.

    Returns when an asset class has funding, as a cron expression in New York time. Asset classes differ
    in it.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.

    Returns:
        The decoded response, a `GetMarginFundingScheduleResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingSchedule`.
    """
    return OPERATION.sync(client, {"asset_class": asset_class})


async def asyncio(*, client: AuthenticatedClient, asset_class: AssetClass) -> GetMarginFundingScheduleResponse:
    """Read the funding schedule.

    Returns when an asset class has funding, as a cron expression in New York time. Asset classes differ
    in it.

    Args:
        client: A signed client.
        asset_class: Asset class that is meant: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`.

    Returns:
        The decoded response, a `GetMarginFundingScheduleResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingSchedule`.
    """
    return await OPERATION.asyncio(client, {"asset_class": asset_class})


def sync_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass
) -> Response[GetMarginFundingScheduleResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"asset_class": asset_class})


async def asyncio_detailed(
    *, client: AuthenticatedClient, asset_class: AssetClass
) -> Response[GetMarginFundingScheduleResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"asset_class": asset_class})
