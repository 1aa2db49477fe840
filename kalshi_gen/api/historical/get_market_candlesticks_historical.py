"""List candlesticks of an archived market: `GET /historical/markets/{ticker}/candlesticks`."""

from __future__ import annotations

from ...client import Client
from ...models.get_market_candlesticks_historical_period_interval import GetMarketCandlesticksHistoricalPeriodInterval
from ...models.get_market_candlesticks_historical_response import GetMarketCandlesticksHistoricalResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import AwareDatetime, Response, UnixSeconds, UnixSecondsUp

OPERATION = Operation(
    api=API,
    operation_id="GetMarketCandlesticksHistorical",
    method="GET",
    path="/historical/markets/{ticker}/candlesticks",
    path_parameters={"ticker": str},
    query={
        "start_ts": UnixSeconds,
        "end_ts": UnixSecondsUp,
        "period_interval": GetMarketCandlesticksHistoricalPeriodInterval,
    },
    required=("start_ts", "end_ts", "period_interval"),
    success=GetMarketCandlesticksHistoricalResponse,
    statuses=frozenset({200, 400, 404, 500}),
)


def sync(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksHistoricalPeriodInterval,
) -> GetMarketCandlesticksHistoricalResponse:
    """List candlesticks of an archived market.

    Lists the candlesticks of a market that has left the live data for the archive, over a required time
    range, at 1, 60 or 1440 minutes each. The exchange answers 404 where the market is not found there.
    Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        ticker: Ticker of the archived market.
        client: Any client.
        start_ts: Start of the range in Unix seconds, inclusive; it is compared with the end of each
            candlestick.
        end_ts: End of the range in Unix seconds, inclusive; it is compared with the end of each
            candlestick.
        period_interval: Length of a candlestick in minutes: `1` is a minute, `60` an hour, `1440` a
            day.

    Returns:
        The decoded response, a `GetMarketCandlesticksHistoricalResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketCandlesticksHistorical`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksHistoricalPeriodInterval,
) -> GetMarketCandlesticksHistoricalResponse:
    """List candlesticks of an archived market.

    Lists the candlesticks of a market that has left the live data for the archive, over a required time
    range, at 1, 60 or 1440 minutes each. The exchange answers 404 where the market is not found there.
    Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        ticker: Ticker of the archived market.
        client: Any client.
        start_ts: Start of the range in Unix seconds, inclusive; it is compared with the end of each
            candlestick.
        end_ts: End of the range in Unix seconds, inclusive; it is compared with the end of each
            candlestick.
        period_interval: Length of a candlestick in minutes: `1` is a minute, `60` an hour, `1440` a
            day.

    Returns:
        The decoded response, a `GetMarketCandlesticksHistoricalResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketCandlesticksHistorical`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksHistoricalPeriodInterval,
) -> Response[GetMarketCandlesticksHistoricalResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksHistoricalPeriodInterval,
) -> Response[GetMarketCandlesticksHistoricalResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
