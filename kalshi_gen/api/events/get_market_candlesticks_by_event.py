"""List candlesticks of an event: `GET /series/{series_ticker}/events/{ticker}/candlesticks`."""

from __future__ import annotations

from ...client import Client
from ...models.get_event_candlesticks_response import GetEventCandlesticksResponse
from ...models.get_market_candlesticks_by_event_period_interval import GetMarketCandlesticksByEventPeriodInterval
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import AwareDatetime, Response, UnixSeconds, UnixSecondsUp

OPERATION = Operation(
    api=API,
    operation_id="GetMarketCandlesticksByEvent",
    method="GET",
    path="/series/{series_ticker}/events/{ticker}/candlesticks",
    path_parameters={"series_ticker": str, "ticker": str},
    query={
        "start_ts": UnixSeconds,
        "end_ts": UnixSecondsUp,
        "period_interval": GetMarketCandlesticksByEventPeriodInterval,
    },
    required=("start_ts", "end_ts", "period_interval"),
    success=GetEventCandlesticksResponse,
    statuses=frozenset({200, 400, 401, 500}),
)


def sync(
    series_ticker: str,
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksByEventPeriodInterval,
) -> GetEventCandlesticksResponse:
    """List candlesticks of an event.

    Returns the candlesticks of every market of one event: a list of market tickers and, in parallel,
    one list of candlesticks a market. A range that would yield too many candlesticks is cut short;
    `adjusted_end_ts` then says where it ends. Unix times may also be aware `datetime`s; starts are
    rounded down to the second, ends up.

    Args:
        series_ticker: Ticker of the series to which the event belongs.
        ticker: Ticker of the event whose candlesticks are read.
        client: Any client.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a candlestick in minutes: `1` is one minute, `60` one hour, `1440`
            one day. No other length is accepted.

    Returns:
        The decoded response, a `GetEventCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketCandlesticksByEvent`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    series_ticker: str,
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksByEventPeriodInterval,
) -> GetEventCandlesticksResponse:
    """List candlesticks of an event.

    Returns the candlesticks of every market of one event: a list of market tickers and, in parallel,
    one list of candlesticks a market. A range that would yield too many candlesticks is cut short;
    `adjusted_end_ts` then says where it ends. Unix times may also be aware `datetime`s; starts are
    rounded down to the second, ends up.

    Args:
        series_ticker: Ticker of the series to which the event belongs.
        ticker: Ticker of the event whose candlesticks are read.
        client: Any client.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a candlestick in minutes: `1` is one minute, `60` one hour, `1440`
            one day. No other length is accepted.

    Returns:
        The decoded response, a `GetEventCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarketCandlesticksByEvent`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    series_ticker: str,
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksByEventPeriodInterval,
) -> Response[GetEventCandlesticksResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    series_ticker: str,
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarketCandlesticksByEventPeriodInterval,
) -> Response[GetEventCandlesticksResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
