"""Read a market: `GET /markets/{ticker}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_market_response import GetMarketResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetMarket",
    method="GET",
    path="/markets/{ticker}",
    path_parameters={"ticker": str},
    success=GetMarketResponse,
    statuses=frozenset({200, 401, 404, 500}),
)


def sync(ticker: str, *, client: Client) -> GetMarketResponse:
    """Read a market.

    Returns one market by its ticker, with its present prices, its volume and its rules of settlement. A
    market is one yes or no outcome of an event. An unknown ticker gives 404.

    Args:
        ticker: Ticker of the market.
        client: Any client.

    Returns:
        The decoded response, a `GetMarketResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarket`.
    """
    return OPERATION.sync(client, {"ticker": ticker})


async def asyncio(ticker: str, *, client: Client) -> GetMarketResponse:
    """Read a market.

    Returns one market by its ticker, with its present prices, its volume and its rules of settlement. A
    market is one yes or no outcome of an event. An unknown ticker gives 404.

    Args:
        ticker: Ticker of the market.
        client: Any client.

    Returns:
        The decoded response, a `GetMarketResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarket`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker})


def sync_detailed(ticker: str, *, client: Client) -> Response[GetMarketResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker})


async def asyncio_detailed(ticker: str, *, client: Client) -> Response[GetMarketResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker})
