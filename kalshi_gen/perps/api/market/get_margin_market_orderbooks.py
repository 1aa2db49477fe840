"""Read the order books of several markets: `GET /margin/markets/orderbooks`."""

from __future__ import annotations

from typing import Annotated

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.bounds import Length
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_market_orderbooks_response import GetMarginMarketOrderbooksResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginMarketOrderbooks",
    method="GET",
    path="/margin/markets/orderbooks",
    query={"tickers": Annotated[list[Annotated[str, Length(maximum=200)]], Length(minimum=1, maximum=100)]},
    delimiters={"tickers": ","},
    required=("tickers",),
    success=GetMarginMarketOrderbooksResponse,
    statuses=frozenset({200, 400, 404, 429, 500}),
)


def sync(*, client: Client, tickers: list[str]) -> GetMarginMarketOrderbooksResponse:
    """Read the order books of several markets.

    Returns one order book for each of up to 100 requested market tickers, in the order of the request.
    Each has the levels that the operation for one market returns. A ticker of no margin market gives
    404. The published description says that the best level comes first, but live books have come with
    it last: compare prices.

    Args:
        client: Any client.
        tickers: Market tickers whose order books are read, 1 to 100 of them, each of at most 200
            characters. They are sent as one parameter, separated by commas.

    Returns:
        The decoded response, a `GetMarginMarketOrderbooksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketOrderbooks`.
    """
    return OPERATION.sync(client, {"tickers": tickers})


async def asyncio(*, client: Client, tickers: list[str]) -> GetMarginMarketOrderbooksResponse:
    """Read the order books of several markets.

    Returns one order book for each of up to 100 requested market tickers, in the order of the request.
    Each has the levels that the operation for one market returns. A ticker of no margin market gives
    404. The published description says that the best level comes first, but live books have come with
    it last: compare prices.

    Args:
        client: Any client.
        tickers: Market tickers whose order books are read, 1 to 100 of them, each of at most 200
            characters. They are sent as one parameter, separated by commas.

    Returns:
        The decoded response, a `GetMarginMarketOrderbooksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketOrderbooks`.
    """
    return await OPERATION.asyncio(client, {"tickers": tickers})


def sync_detailed(*, client: Client, tickers: list[str]) -> Response[GetMarginMarketOrderbooksResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"tickers": tickers})


async def asyncio_detailed(*, client: Client, tickers: list[str]) -> Response[GetMarginMarketOrderbooksResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"tickers": tickers})
