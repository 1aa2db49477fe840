"""List markets: `GET /margin/markets`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_margin_markets_response import GetMarginMarketsResponse
from ...models.margin_market_status import MarginMarketStatus

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginMarkets",
    method="GET",
    path="/margin/markets",
    query={"status": MarginMarketStatus},
    success=GetMarginMarketsResponse,
    statuses=frozenset({200, 400, 429, 500}),
)


def sync(*, client: Client, status: MarginMarketStatus | None | Unset = UNSET) -> GetMarginMarketsResponse:
    """List markets.

    Lists the margin markets with their terms, prices, volumes and marks, or those of one status. The
    list is not paged.

    Args:
        client: Any client.
        status: Status a market must have: `inactive`, `active` or `closed`. Markets of any status come
            when it is left out.

    Returns:
        The decoded response, a `GetMarginMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarkets`.
    """
    return OPERATION.sync(client, {"status": status})


async def asyncio(*, client: Client, status: MarginMarketStatus | None | Unset = UNSET) -> GetMarginMarketsResponse:
    """List markets.

    Lists the margin markets with their terms, prices, volumes and marks, or those of one status. The
    list is not paged.

    Args:
        client: Any client.
        status: Status a market must have: `inactive`, `active` or `closed`. Markets of any status come
            when it is left out.

    Returns:
        The decoded response, a `GetMarginMarketsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarkets`.
    """
    return await OPERATION.asyncio(client, {"status": status})


def sync_detailed(
    *, client: Client, status: MarginMarketStatus | None | Unset = UNSET
) -> Response[GetMarginMarketsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"status": status})


async def asyncio_detailed(
    *, client: Client, status: MarginMarketStatus | None | Unset = UNSET
) -> Response[GetMarginMarketsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"status": status})
