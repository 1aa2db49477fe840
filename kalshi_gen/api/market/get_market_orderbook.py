"""Read the order book of a market: `GET /markets/{ticker}/orderbook`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_market_orderbook_response import GetMarketOrderbookResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetMarketOrderbook",
    method="GET",
    path="/markets/{ticker}/orderbook",
    path_parameters={"ticker": str},
    query={"depth": Annotated[int, Range(minimum=0, maximum=100)]},
    success=GetMarketOrderbookResponse,
    statuses=frozenset({200, 401, 404, 500}),
)


def sync(ticker: str, *, client: Client, depth: int | None | Unset = UNSET) -> GetMarketOrderbookResponse:
    """Read the order book of a market.

    Returns the resting bids of one market on the yes side and on the no side, aggregated into price
    levels of dollars and contracts. There are no asks: a yes bid at price p equals a no ask at 1 - p
    for the same number of contracts, and the reverse. The published description says that the best
    level comes first; compare prices rather than rely on that.

    Args:
        ticker: Ticker of the market.
        client: Any client.
        depth: Number of price levels to return on each side, from 1 to 100, or `0` for every level. The
            exchange uses 0 when it is left out.

    Returns:
        The decoded response, a `GetMarketOrderbookResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketOrderbook`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "depth": depth})


async def asyncio(ticker: str, *, client: Client, depth: int | None | Unset = UNSET) -> GetMarketOrderbookResponse:
    """Read the order book of a market.

    Returns the resting bids of one market on the yes side and on the no side, aggregated into price
    levels of dollars and contracts. There are no asks: a yes bid at price p equals a no ask at 1 - p
    for the same number of contracts, and the reverse. The published description says that the best
    level comes first; compare prices rather than rely on that.

    Args:
        ticker: Ticker of the market.
        client: Any client.
        depth: Number of price levels to return on each side, from 1 to 100, or `0` for every level. The
            exchange uses 0 when it is left out.

    Returns:
        The decoded response, a `GetMarketOrderbookResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketOrderbook`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "depth": depth})


def sync_detailed(
    ticker: str, *, client: Client, depth: int | None | Unset = UNSET
) -> Response[GetMarketOrderbookResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "depth": depth})


async def asyncio_detailed(
    ticker: str, *, client: Client, depth: int | None | Unset = UNSET
) -> Response[GetMarketOrderbookResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "depth": depth})
