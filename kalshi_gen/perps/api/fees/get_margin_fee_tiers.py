"""Read your fee rates: `GET /margin/fee_tiers`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_fee_tiers_response import GetMarginFeeTiersResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginFeeTiers",
    method="GET",
    path="/margin/fee_tiers",
    success=GetMarginFeeTiersResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetMarginFeeTiersResponse:
    """Read your fee rates.

    Returns the maker and taker fee rates that a Direct member pays now, by market, as fractions of
    notional value. Tiers are in the answer of `GET /margin/fee_tier_rates`.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginFeeTiersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFeeTiers`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetMarginFeeTiersResponse:
    """Read your fee rates.

    Returns the maker and taker fee rates that a Direct member pays now, by market, as fractions of
    notional value. Tiers are in the answer of `GET /margin/fee_tier_rates`.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginFeeTiersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFeeTiers`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetMarginFeeTiersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetMarginFeeTiersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
