"""Read the fee schedule: `GET /margin/fee_tier_rates`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_fee_tier_rates_response import GetMarginFeeTierRatesResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginFeeTierRates",
    method="GET",
    path="/margin/fee_tier_rates",
    success=GetMarginFeeTierRatesResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetMarginFeeTierRatesResponse:
    """Read the fee schedule.

    Returns the fee schedule that applies to your account: its tiers from the first upward, each with a
    maker and a taker rate. An account without margin trading or without a schedule gets 403.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginFeeTierRatesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFeeTierRates`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetMarginFeeTierRatesResponse:
    """Read the fee schedule.

    Returns the fee schedule that applies to your account: its tiers from the first upward, each with a
    maker and a taker rate. An account without margin trading or without a schedule gets 403.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginFeeTierRatesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFeeTierRates`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetMarginFeeTierRatesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetMarginFeeTierRatesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
