"""Read a series: `GET /series/{series_ticker}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_series_response import GetSeriesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetSeries",
    method="GET",
    path="/series/{series_ticker}",
    path_parameters={"series_ticker": str},
    query={"include_volume": bool},
    success=GetSeriesResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(series_ticker: str, *, client: Client, include_volume: bool | None | Unset = UNSET) -> GetSeriesResponse:
    """Read a series.

    Returns the series of that ticker. A series is the template of recurring events of the same format
    and rules: it holds their structure, settlement sources and metadata.

    Args:
        series_ticker: Ticker of the series to read.
        client: Any client.
        include_volume: Whether the answer carries the volume traded over all events of the series. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetSeriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeries`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    series_ticker: str, *, client: Client, include_volume: bool | None | Unset = UNSET
) -> GetSeriesResponse:
    """Read a series.

    Returns the series of that ticker. A series is the template of recurring events of the same format
    and rules: it holds their structure, settlement sources and metadata.

    Args:
        series_ticker: Ticker of the series to read.
        client: Any client.
        include_volume: Whether the answer carries the volume traded over all events of the series. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetSeriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeries`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    series_ticker: str, *, client: Client, include_volume: bool | None | Unset = UNSET
) -> Response[GetSeriesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    series_ticker: str, *, client: Client, include_volume: bool | None | Unset = UNSET
) -> Response[GetSeriesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
