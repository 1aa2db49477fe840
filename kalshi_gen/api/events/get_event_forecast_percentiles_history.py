"""List past forecast percentiles of an event: `GET /series/{series_ticker}/events/{ticker}/forecast_percentile_history`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_event_forecast_percentiles_history_period_interval import (
    GetEventForecastPercentilesHistoryPeriodInterval,
)
from ...models.get_event_forecast_percentiles_history_response import GetEventForecastPercentilesHistoryResponse
from ...runtime.apis import API
from ...runtime.bounds import Length, Range
from ...runtime.operation import Operation
from ...types import AwareDatetime, Response, UnixSeconds, UnixSecondsUp

OPERATION = Operation(
    api=API,
    operation_id="GetEventForecastPercentilesHistory",
    method="GET",
    path="/series/{series_ticker}/events/{ticker}/forecast_percentile_history",
    path_parameters={"series_ticker": str, "ticker": str},
    query={
        "percentiles": Annotated[list[Annotated[int, Range(minimum=0, maximum=9999)]], Length(maximum=10)],
        "start_ts": UnixSeconds,
        "end_ts": UnixSecondsUp,
        "period_interval": GetEventForecastPercentilesHistoryPeriodInterval,
    },
    required=("percentiles", "start_ts", "end_ts", "period_interval"),
    success=GetEventForecastPercentilesHistoryResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(
    series_ticker: str,
    ticker: str,
    *,
    client: AuthenticatedClient,
    percentiles: list[int],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetEventForecastPercentilesHistoryPeriodInterval,
) -> GetEventForecastPercentilesHistoryResponse:
    """List past forecast percentiles of an event.

    Returns how the forecast of one event moved over time, as raw and formatted numbers at up to 10
    chosen percentiles for each period of the range. The request must be signed. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        series_ticker: Ticker of the series to which the event belongs.
        ticker: Ticker of the event whose forecast is read.
        client: A signed client.
        percentiles: Percentiles to read, at most 10, each a whole number from 0 to 9999. The parameter
            is repeated in the query string, once for each value.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a forecast period in minutes: `1` is one minute, `60` one hour,
            `1440` one day. The special value `0` means 5 seconds.

    Returns:
        The decoded response, a `GetEventForecastPercentilesHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventForecastPercentilesHistory`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    series_ticker: str,
    ticker: str,
    *,
    client: AuthenticatedClient,
    percentiles: list[int],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetEventForecastPercentilesHistoryPeriodInterval,
) -> GetEventForecastPercentilesHistoryResponse:
    """List past forecast percentiles of an event.

    Returns how the forecast of one event moved over time, as raw and formatted numbers at up to 10
    chosen percentiles for each period of the range. The request must be signed. Unix times may also be
    aware `datetime`s; starts are rounded down to the second, ends up.

    Args:
        series_ticker: Ticker of the series to which the event belongs.
        ticker: Ticker of the event whose forecast is read.
        client: A signed client.
        percentiles: Percentiles to read, at most 10, each a whole number from 0 to 9999. The parameter
            is repeated in the query string, once for each value.
        start_ts: Start of the range, in Unix seconds.
        end_ts: End of the range, in Unix seconds.
        period_interval: Length of a forecast period in minutes: `1` is one minute, `60` one hour,
            `1440` one day. The special value `0` means 5 seconds.

    Returns:
        The decoded response, a `GetEventForecastPercentilesHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventForecastPercentilesHistory`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    series_ticker: str,
    ticker: str,
    *,
    client: AuthenticatedClient,
    percentiles: list[int],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetEventForecastPercentilesHistoryPeriodInterval,
) -> Response[GetEventForecastPercentilesHistoryResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    series_ticker: str,
    ticker: str,
    *,
    client: AuthenticatedClient,
    percentiles: list[int],
    start_ts: int | AwareDatetime,
    end_ts: int | AwareDatetime,
    period_interval: GetEventForecastPercentilesHistoryPeriodInterval,
) -> Response[GetEventForecastPercentilesHistoryResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
