"""List calibrations of a city's temperature index: `GET /live_data/weather/{city}/calibrations`."""

from __future__ import annotations

from typing import Any

from ...client import Client
from ...models.get_weather_index_calibrations_response import GetWeatherIndexCalibrationsResponse
from ...runtime.encoding import path as _path
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    operation_id="GetWeatherIndexCalibrations",
    success=GetWeatherIndexCalibrationsResponse,
    statuses=frozenset({200, 400, 500}),
)


def _get_kwargs(city: str) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": _path("/live_data/weather/{city}/calibrations", {"city": (city, str)}),
    }


def sync(city: str, *, client: Client) -> GetWeatherIndexCalibrationsResponse:
    """List calibrations of a city's temperature index.

    Lists every published configuration of a city's index, the oldest effective time first: the one at
    launch, the weekly offset calibrations and the changes of method. A record holds station weights,
    station offsets in degrees Celsius and the city reference, valid until the next record takes effect,
    which suffices to recompute published values. Offsets are estimated anew after each full UTC week;
    calibration leaves weights alone. Records are only ever added. The exchange answers 400 to an
    unknown city.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.

    Returns:
        The decoded answer, a `GetWeatherIndexCalibrationsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetWeatherIndexCalibrations`.
    """
    return OPERATION.sync(client, _get_kwargs(city))


async def asyncio(city: str, *, client: Client) -> GetWeatherIndexCalibrationsResponse:
    """List calibrations of a city's temperature index.

    Lists every published configuration of a city's index, the oldest effective time first: the one at
    launch, the weekly offset calibrations and the changes of method. A record holds station weights,
    station offsets in degrees Celsius and the city reference, valid until the next record takes effect,
    which suffices to recompute published values. Offsets are estimated anew after each full UTC week;
    calibration leaves weights alone. Records are only ever added. The exchange answers 400 to an
    unknown city.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.

    Returns:
        The decoded answer, a `GetWeatherIndexCalibrationsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetWeatherIndexCalibrations`.
    """
    return await OPERATION.asyncio(client, _get_kwargs(city))


def sync_detailed(city: str, *, client: Client) -> Response[GetWeatherIndexCalibrationsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs(city))


async def asyncio_detailed(city: str, *, client: Client) -> Response[GetWeatherIndexCalibrationsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs(city))
