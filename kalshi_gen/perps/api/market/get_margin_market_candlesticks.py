"""List candlesticks of a market: `GET /margin/markets/{ticker}/candlesticks`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, AwareDatetime, Response, UnixSeconds, UnixSecondsUp, Unset
from ...models.get_margin_market_candlesticks_period_interval import GetMarginMarketCandlesticksPeriodInterval
from ...models.get_margin_market_candlesticks_response import GetMarginMarketCandlesticksResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginMarketCandlesticks",
    method="GET",
    path="/margin/markets/{ticker}/candlesticks",
    path_parameters={"ticker": str},
    query={
        "start_ts": UnixSeconds,
        "end_ts": UnixSecondsUp,
        "period_interval": GetMarginMarketCandlesticksPeriodInterval,
        "include_latest_before_start": bool,
    },
    required=("start_ts", "end_ts", "period_interval"),
    success=GetMarginMarketCandlesticksResponse,
    statuses=frozenset({200, 400, 404, 500}),
)


def sync(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarginMarketCandlesticksPeriodInterval,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> GetMarginMarketCandlesticksResponse:
    """List candlesticks of a market.

    Returns the candlesticks of one margin market whose end lies between `start_ts` and `end_ts`, both
    included, each 1, 60 or 1440 minutes long. A period without trades has null trade prices. An unknown
    ticker gives 404. Unix times may also be aware `datetime`s; starts are rounded down to the second,
    ends up.

    Args:
        ticker: Ticker of the market whose candlesticks are read.
        client: Any client.
        start_ts: Start of the range in Unix seconds. A candlestick that ends exactly at this time is
            included.
        end_ts: End of the range in Unix seconds. A candlestick that ends exactly at this time is
            included.
        period_interval: Length of a candlestick in minutes: `1` is one minute, `60` one hour, `1440`
            one day. No other length is accepted.
        include_latest_before_start: Whether one synthetic candlestick leads the list, for price
            continuity. It is at the first period boundary after `start_ts`, has null open, high, low
            and close prices, and carries the close of the last real candlestick before `start_ts` as
            `price.previous`. The exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetMarginMarketCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketCandlesticks`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarginMarketCandlesticksPeriodInterval,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> GetMarginMarketCandlesticksResponse:
    """List candlesticks of a market.

    Returns the candlesticks of one margin market whose end lies between `start_ts` and `end_ts`, both
    included, each 1, 60 or 1440 minutes long. A period without trades has null trade prices. An unknown
    ticker gives 404. Unix times may also be aware `datetime`s; starts are rounded down to the second,
    ends up.

    Args:
        ticker: Ticker of the market whose candlesticks are read.
        client: Any client.
        start_ts: Start of the range in Unix seconds. A candlestick that ends exactly at this time is
            included.
        end_ts: End of the range in Unix seconds. A candlestick that ends exactly at this time is
            included.
        period_interval: Length of a candlestick in minutes: `1` is one minute, `60` one hour, `1440`
            one day. No other length is accepted.
        include_latest_before_start: Whether one synthetic candlestick leads the list, for price
            continuity. It is at the first period boundary after `start_ts`, has null open, high, low
            and close prices, and carries the close of the last real candlestick before `start_ts` as
            `price.previous`. The exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetMarginMarketCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginMarketCandlesticks`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarginMarketCandlesticksPeriodInterval,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> Response[GetMarginMarketCandlesticksResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    ticker: str,
    *,
    client: Client,
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetMarginMarketCandlesticksPeriodInterval,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> Response[GetMarginMarketCandlesticksResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
