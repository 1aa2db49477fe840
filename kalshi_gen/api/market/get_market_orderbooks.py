"""Read the order books of several markets: `GET /markets/orderbooks`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_market_orderbooks_response import GetMarketOrderbooksResponse
from ...runtime.apis import API
from ...runtime.bounds import Length
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetMarketOrderbooks",
    method="GET",
    path="/markets/orderbooks",
    query={"tickers": Annotated[list[Annotated[str, Length(maximum=200)]], Length(minimum=1, maximum=100)]},
    required=("tickers",),
    success=GetMarketOrderbooksResponse,
    statuses=frozenset({200, 400, 401, 500}),
)


def sync(*, client: Client, tickers: list[str]) -> GetMarketOrderbooksResponse:
    """Read the order books of several markets.

    Returns one order book for each of up to 100 requested market tickers. Each book holds bids of both
    sides and no asks: a yes bid at price p equals a no ask at 1 - p for the same number of contracts.
    The published description says that the best level comes first; compare prices rather than rely on
    that.

    Args:
        client: Any client.
        tickers: Market tickers whose order books are read, 1 to 100 of them, each of at most 200
            characters. The parameter is repeated in the query string, once for each ticker.

    Returns:
        The decoded response, a `GetMarketOrderbooksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketOrderbooks`.
    """
    return OPERATION.sync(client, {"tickers": tickers})


async def asyncio(*, client: Client, tickers: list[str]) -> GetMarketOrderbooksResponse:
    """Read the order books of several markets.

    Returns one order book for each of up to 100 requested market tickers. Each book holds bids of both
    sides and no asks: a yes bid at price p equals a no ask at 1 - p for the same number of contracts.
    The published description says that the best level comes first; compare prices rather than rely on
    that.

    Args:
        client: Any client.
        tickers: Market tickers whose order books are read, 1 to 100 of them, each of at most 200
            characters. The parameter is repeated in the query string, once for each ticker.

    Returns:
        The decoded response, a `GetMarketOrderbooksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketOrderbooks`.
    """
    return await OPERATION.asyncio(client, {"tickers": tickers})


def sync_detailed(*, client: Client, tickers: list[str]) -> Response[GetMarketOrderbooksResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"tickers": tickers})


async def asyncio_detailed(*, client: Client, tickers: list[str]) -> Response[GetMarketOrderbooksResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"tickers": tickers})
