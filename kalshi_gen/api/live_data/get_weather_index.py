"""Get a city's temperature index: `GET /live_data/weather/{city}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_weather_index_response import GetWeatherIndexResponse
from ...runtime.apis import API
from ...runtime.field_rules import FieldRule
from ...runtime.operation import Operation
from ...types import UNSET, AwareDatetime, Response, UnixMilliseconds, UnixMillisecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetWeatherIndex",
    method="GET",
    path="/live_data/weather/{city}",
    path_parameters={"city": str},
    query={"from_": UnixMilliseconds, "to": UnixMillisecondsUp, "last_sec": int, "detailed": bool},
    names={"from_": "from"},
    field_rules=(
        FieldRule("at_most_one_of", ("last_sec", "from")),
        FieldRule("at_most_one_of", ("last_sec", "to")),
    ),
    success=GetWeatherIndexResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    city: str,
    *,
    client: Client,
    from_: int | AwareDatetime | None | Unset = UNSET,
    to: int | AwareDatetime | None | Unset = UNSET,
    last_sec: int | None | Unset = UNSET,
    detailed: bool | None | Unset = UNSET,
) -> GetWeatherIndexResponse:
    """Get a city's temperature index.

    Reads the temperature index that Kalshi computes for a city, one point a minute, on which hourly
    temperature markets rest; it exists independently of any event. Values are in degrees Fahrenheit,
    rounded to 0.01. A minute without a quorum of stations has no point, so a gap is genuine. With
    `detailed` each point also lists the reading of every member station and what quality control did
    with it. The exchange answers 400 to an unknown city or an invalid window. Give at most one of
    `last_sec` and `from`. Give at most one of `last_sec` and `to`. Unix times may also be aware
    `datetime`s; starts are rounded down to the millisecond, ends up.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.
        from_: Start of the window in Unix milliseconds, inclusive. It lies 24 hours before `to` when
            left out; send it together with `to`, and never with `last_sec`.
        to: End of the window in Unix milliseconds, inclusive. The exchange uses the current time when
            it is left out; it cannot be combined with `last_sec`.
        last_sec: Length in seconds of a window that ends now. It replaces `from` and `to` and cannot be
            combined with them.
        detailed: Whether every point also carries the readings of the single stations, for audit.

    Returns:
        The decoded response, a `GetWeatherIndexResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetWeatherIndex`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    city: str,
    *,
    client: Client,
    from_: int | AwareDatetime | None | Unset = UNSET,
    to: int | AwareDatetime | None | Unset = UNSET,
    last_sec: int | None | Unset = UNSET,
    detailed: bool | None | Unset = UNSET,
) -> GetWeatherIndexResponse:
    """Get a city's temperature index.

    Reads the temperature index that Kalshi computes for a city, one point a minute, on which hourly
    temperature markets rest; it exists independently of any event. Values are in degrees Fahrenheit,
    rounded to 0.01. A minute without a quorum of stations has no point, so a gap is genuine. With
    `detailed` each point also lists the reading of every member station and what quality control did
    with it. The exchange answers 400 to an unknown city or an invalid window. Give at most one of
    `last_sec` and `from`. Give at most one of `last_sec` and `to`. Unix times may also be aware
    `datetime`s; starts are rounded down to the millisecond, ends up.

    Args:
        city: ID of the city in the index, for example `miami`.
        client: Any client.
        from_: Start of the window in Unix milliseconds, inclusive. It lies 24 hours before `to` when
            left out; send it together with `to`, and never with `last_sec`.
        to: End of the window in Unix milliseconds, inclusive. The exchange uses the current time when
            it is left out; it cannot be combined with `last_sec`.
        last_sec: Length in seconds of a window that ends now. It replaces `from` and `to` and cannot be
            combined with them.
        detailed: Whether every point also carries the readings of the single stations, for audit.

    Returns:
        The decoded response, a `GetWeatherIndexResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetWeatherIndex`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    city: str,
    *,
    client: Client,
    from_: int | AwareDatetime | None | Unset = UNSET,
    to: int | AwareDatetime | None | Unset = UNSET,
    last_sec: int | None | Unset = UNSET,
    detailed: bool | None | Unset = UNSET,
) -> Response[GetWeatherIndexResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    city: str,
    *,
    client: Client,
    from_: int | AwareDatetime | None | Unset = UNSET,
    to: int | AwareDatetime | None | Unset = UNSET,
    last_sec: int | None | Unset = UNSET,
    detailed: bool | None | Unset = UNSET,
) -> Response[GetWeatherIndexResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
