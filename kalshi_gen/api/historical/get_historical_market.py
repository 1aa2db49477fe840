"""Get an archived market: `GET /historical/markets/{ticker}`."""

from __future__ import annotations

from typing import Any

from ...client import Client
from ...models.get_market_response import GetMarketResponse
from ...runtime.encoding import path as _path
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    operation_id="GetHistoricalMarket",
    success=GetMarketResponse,
    statuses=frozenset({200, 404, 500}),
)


def _get_kwargs(ticker: str) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": _path("/historical/markets/{ticker}", {"ticker": (ticker, str)}),
    }


def sync(ticker: str, *, client: Client) -> GetMarketResponse:
    """Get an archived market.

    Reads one market from the archive by its ticker. The exchange answers 404 where the archive does not
    have it. No signature is needed.

    Args:
        ticker: Ticker of the market.
        client: Any client.

    Returns:
        The decoded answer, a `GetMarketResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetHistoricalMarket`.
    """
    return OPERATION.sync(client, _get_kwargs(ticker))


async def asyncio(ticker: str, *, client: Client) -> GetMarketResponse:
    """Get an archived market.

    Reads one market from the archive by its ticker. The exchange answers 404 where the archive does not
    have it. No signature is needed.

    Args:
        ticker: Ticker of the market.
        client: Any client.

    Returns:
        The decoded answer, a `GetMarketResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetHistoricalMarket`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(ticker))


def sync_detailed(ticker: str, *, client: Client) -> Response[GetMarketResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(ticker))


async def asyncio_detailed(ticker: str, *, client: Client) -> Response[GetMarketResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(ticker))
