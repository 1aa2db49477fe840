"""List calibrations of a city's temperature index: `GET /live_data/weather/{city}/calibrations`."""

from __future__ import annotations

from ...client import Client
from ...models.get_weather_index_calibrations_response import GetWeatherIndexCalibrationsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetWeatherIndexCalibrations",
    method="GET",
    path="/live_data/weather/{city}/calibrations",
    path_parameters={"city": str},
    success=GetWeatherIndexCalibrationsResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(city: str, *, client: Client) -> GetWeatherIndexCalibrationsResponse:
    """List calibrations of a city's temperature index.

    Lists every published configuration of a city's index, the oldest effective time first: the one at
    launch, the weekly offset calibrations and the changes of method. A record holds station weights,
    station offsets in degrees Celsius and the city reference, valid until the next record takes effect,
    which suffices to recompute published values. Offsets are estimated again after each full UTC week;
    calibration does not change weights. Records are only ever added. The exchange answers 400 to an
    unknown city.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.

    Returns:
        The decoded response, a `GetWeatherIndexCalibrationsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetWeatherIndexCalibrations`.
    """
    return OPERATION.sync(client, {"city": city})


async def asyncio(city: str, *, client: Client) -> GetWeatherIndexCalibrationsResponse:
    """List calibrations of a city's temperature index.

    Lists every published configuration of a city's index, the oldest effective time first: the one at
    launch, the weekly offset calibrations and the changes of method. A record holds station weights,
    station offsets in degrees Celsius and the city reference, valid until the next record takes effect,
    which suffices to recompute published values. Offsets are estimated again after each full UTC week;
    calibration does not change weights. Records are only ever added. The exchange answers 400 to an
    unknown city.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.

    Returns:
        The decoded response, a `GetWeatherIndexCalibrationsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetWeatherIndexCalibrations`.
    """
    return await OPERATION.asyncio(client, {"city": city})


def sync_detailed(city: str, *, client: Client) -> Response[GetWeatherIndexCalibrationsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"city": city})


async def asyncio_detailed(city: str, *, client: Client) -> Response[GetWeatherIndexCalibrationsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"city": city})
