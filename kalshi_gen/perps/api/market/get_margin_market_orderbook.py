"""Read the order book of a market: `GET /margin/markets/{ticker}/orderbook`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.bounds import Decimals, Range, Unit
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.margin_orderbook_response import MarginOrderbookResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginMarketOrderbook",
    method="GET",
    path="/margin/markets/{ticker}/orderbook",
    path_parameters={"ticker": str},
    query={
        "depth": Annotated[int, Range(minimum=0)],
        "aggregation_tick_size": Annotated[Decimal, Unit("US dollars"), Decimals(6)],
    },
    success=MarginOrderbookResponse,
    statuses=frozenset({200, 400, 404, 429, 500}),
)


def sync(
    ticker: str,
    *,
    client: Client,
    depth: int | None | Unset = UNSET,
    aggregation_tick_size: Decimal | int | str | None | Unset = UNSET,
) -> MarginOrderbookResponse:
    """Read the order book of a market.

    Returns the resting bids and asks of one margin market, aggregated into price levels of US dollars
    for one contract and a number of contracts. The published description says that the best level comes
    first, but live books have come with it last: compare prices.

    Args:
        ticker: Ticker of the market whose order book is read.
        client: Any client.
        depth: Number of price levels to return on each side, or `0` for every level. The exchange uses
            0 when it is left out.
        aggregation_tick_size: Width of the price levels to aggregate into, in US dollars for one
            contract, such as 0.10 for levels of 10 cents. Every price has a level of its own when it is
            left out.

    Returns:
        The decoded response, a `MarginOrderbookResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketOrderbook`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    ticker: str,
    *,
    client: Client,
    depth: int | None | Unset = UNSET,
    aggregation_tick_size: Decimal | int | str | None | Unset = UNSET,
) -> MarginOrderbookResponse:
    """Read the order book of a market.

    Returns the resting bids and asks of one margin market, aggregated into price levels of US dollars
    for one contract and a number of contracts. The published description says that the best level comes
    first, but live books have come with it last: compare prices.

    Args:
        ticker: Ticker of the market whose order book is read.
        client: Any client.
        depth: Number of price levels to return on each side, or `0` for every level. The exchange uses
            0 when it is left out.
        aggregation_tick_size: Width of the price levels to aggregate into, in US dollars for one
            contract, such as 0.10 for levels of 10 cents. Every price has a level of its own when it is
            left out.

    Returns:
        The decoded response, a `MarginOrderbookResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketOrderbook`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    ticker: str,
    *,
    client: Client,
    depth: int | None | Unset = UNSET,
    aggregation_tick_size: Decimal | int | str | None | Unset = UNSET,
) -> Response[MarginOrderbookResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    ticker: str,
    *,
    client: Client,
    depth: int | None | Unset = UNSET,
    aggregation_tick_size: Decimal | int | str | None | Unset = UNSET,
) -> Response[MarginOrderbookResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
