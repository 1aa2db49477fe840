"""Read a series: `GET /series/{series_ticker}`."""

from __future__ import annotations

from typing import Any

from ...client import Client
from ...models.get_series_response import GetSeriesResponse
from ...runtime.encoding import path as _path
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetSeries",
    success=GetSeriesResponse,
    statuses=frozenset({200, 400, 500}),
)


def _get_kwargs(series_ticker: str, *, include_volume: bool | Unset = UNSET) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": _path("/series/{series_ticker}", {"series_ticker": (series_ticker, str)}),
        "params": _query({"include_volume": (include_volume, bool)}),
    }


def sync(series_ticker: str, *, client: Client, include_volume: bool | Unset = UNSET) -> GetSeriesResponse:
    """Read a series.

    Returns the series of that ticker. A series is the template of recurring events of the same format
    and rules: it holds their structure, settlement sources and metadata.

    Args:
        series_ticker: Ticker of the series to read.
        client: Any client.
        include_volume: Whether the answer carries the volume traded over all events of the series. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded answer, a `GetSeriesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetSeries`.
    """
    return OPERATION.sync(client, _get_kwargs(series_ticker, include_volume=include_volume))


async def asyncio(series_ticker: str, *, client: Client, include_volume: bool | Unset = UNSET) -> GetSeriesResponse:
    """Read a series.

    Returns the series of that ticker. A series is the template of recurring events of the same format
    and rules: it holds their structure, settlement sources and metadata.

    Args:
        series_ticker: Ticker of the series to read.
        client: Any client.
        include_volume: Whether the answer carries the volume traded over all events of the series. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded answer, a `GetSeriesResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetSeries`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(series_ticker, include_volume=include_volume))


def sync_detailed(
    series_ticker: str, *, client: Client, include_volume: bool | Unset = UNSET
) -> Response[GetSeriesResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(series_ticker, include_volume=include_volume))


async def asyncio_detailed(
    series_ticker: str, *, client: Client, include_volume: bool | Unset = UNSET
) -> Response[GetSeriesResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(series_ticker, include_volume=include_volume))
