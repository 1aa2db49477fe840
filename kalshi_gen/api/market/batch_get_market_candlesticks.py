"""List candlesticks of several markets: `GET /markets/candlesticks`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.batch_get_market_candlesticks_response import BatchGetMarketCandlesticksResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AwareDatetime, CommaJoined, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="BatchGetMarketCandlesticks",
    method="GET",
    path="/markets/candlesticks",
    query={
        "market_tickers": CommaJoined,
        "start_ts": UnixSeconds,
        "end_ts": UnixSecondsUp,
        "period_interval": Annotated[int, Range(minimum=1, maximum=2147483647)],
        "include_latest_before_start": bool,
    },
    required=("market_tickers", "start_ts", "end_ts", "period_interval"),
    success=BatchGetMarketCandlesticksResponse,
    statuses=frozenset({200, 400, 401, 500}),
)


def sync(
    *,
    client: Client,
    market_tickers: str | list[str],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: int,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> BatchGetMarketCandlesticksResponse:
    """List candlesticks of several markets.

    Returns the candlesticks of up to 100 markets in one call, grouped by market. One answer holds at
    most 10,000 candlesticks over all its markets. With `include_latest_before_start` each list may
    begin with a synthetic candlestick that carries the previous price. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a list
    works too.

    Args:
        client: Any client.
        market_tickers: Tickers of the markets whose candlesticks are read, separated by commas, at most
            100.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a candlestick in minutes, at least 1.
        include_latest_before_start: Whether one synthetic candlestick leads the list of a market, for
            price continuity. It is at the first period boundary after `start_ts`, has null open, high,
            low and close prices, and carries the close of the last real candlestick before `start_ts`
            as `previous_price`. The exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `BatchGetMarketCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `BatchGetMarketCandlesticks`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    market_tickers: str | list[str],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: int,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> BatchGetMarketCandlesticksResponse:
    """List candlesticks of several markets.

    Returns the candlesticks of up to 100 markets in one call, grouped by market. One answer holds at
    most 10,000 candlesticks over all its markets. With `include_latest_before_start` each list may
    begin with a synthetic candlestick that carries the previous price. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up. Where commas separate values, a list
    works too.

    Args:
        client: Any client.
        market_tickers: Tickers of the markets whose candlesticks are read, separated by commas, at most
            100.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a candlestick in minutes, at least 1.
        include_latest_before_start: Whether one synthetic candlestick leads the list of a market, for
            price continuity. It is at the first period boundary after `start_ts`, has null open, high,
            low and close prices, and carries the close of the last real candlestick before `start_ts`
            as `previous_price`. The exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `BatchGetMarketCandlesticksResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `BatchGetMarketCandlesticks`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    market_tickers: str | list[str],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: int,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> Response[BatchGetMarketCandlesticksResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    market_tickers: str | list[str],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: int,
    include_latest_before_start: bool | None | Unset = UNSET,
) -> Response[BatchGetMarketCandlesticksResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
