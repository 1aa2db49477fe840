"""Read the estimate of the next funding rate: `GET /margin/funding_rates/estimate`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_funding_rate_estimate_response import GetMarginFundingRateEstimateResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginFundingRateEstimate",
    method="GET",
    path="/margin/funding_rates/estimate",
    query={"ticker": str},
    required=("ticker",),
    success=GetMarginFundingRateEstimateResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(*, client: Client, ticker: str) -> GetMarginFundingRateEstimateResponse:
    """Read the estimate of the next funding rate.

    Returns the estimated funding rate of the period that is running: a time-weighted average of the
    premium index since the last funding. It moves until `next_funding_time` and is final only then.
    `premium_index` is the premium of the last bar that the estimate used, and is left out if that bar
    has none.

    Args:
        client: Any client.
        ticker: Ticker of the market whose funding rate is estimated.

    Returns:
        The decoded response, a `GetMarginFundingRateEstimateResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingRateEstimate`.
    """
    return OPERATION.sync(client, {"ticker": ticker})


async def asyncio(*, client: Client, ticker: str) -> GetMarginFundingRateEstimateResponse:
    """Read the estimate of the next funding rate.

    Returns the estimated funding rate of the period that is running: a time-weighted average of the
    premium index since the last funding. It moves until `next_funding_time` and is final only then.
    `premium_index` is the premium of the last bar that the estimate used, and is left out if that bar
    has none.

    Args:
        client: Any client.
        ticker: Ticker of the market whose funding rate is estimated.

    Returns:
        The decoded response, a `GetMarginFundingRateEstimateResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingRateEstimate`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker})


def sync_detailed(*, client: Client, ticker: str) -> Response[GetMarginFundingRateEstimateResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker})


async def asyncio_detailed(*, client: Client, ticker: str) -> Response[GetMarginFundingRateEstimateResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker})
