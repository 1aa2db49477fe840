"""Read a market: `GET /margin/markets/{ticker}`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.margin_market_response import MarginMarketResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginMarket",
    method="GET",
    path="/margin/markets/{ticker}",
    path_parameters={"ticker": str},
    success=MarginMarketResponse,
    statuses=frozenset({200, 400, 404, 429, 500}),
)


def sync(ticker: str, *, client: Client) -> MarginMarketResponse:
    """Read a market.

    Returns one margin market by its ticker, with its terms, its present prices, volume, open interest
    and marks. An unknown ticker gives 404.

    Args:
        ticker: Ticker of the market to read.
        client: Any client.

    Returns:
        The decoded response, a `MarginMarketResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarket`.
    """
    return OPERATION.sync(client, {"ticker": ticker})


async def asyncio(ticker: str, *, client: Client) -> MarginMarketResponse:
    """Read a market.

    Returns one margin market by its ticker, with its terms, its present prices, volume, open interest
    and marks. An unknown ticker gives 404.

    Args:
        ticker: Ticker of the market to read.
        client: Any client.

    Returns:
        The decoded response, a `MarginMarketResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarket`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker})


def sync_detailed(ticker: str, *, client: Client) -> Response[MarginMarketResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker})


async def asyncio_detailed(ticker: str, *, client: Client) -> Response[MarginMarketResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker})
