from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetWeatherIndexResponse(Model, kw_only=True):
    """Minute values of a city's temperature index, in degrees Fahrenheit."""

    city: str
    """Id of the city that the index is for."""

    config_version: str | Unset = UNSET
    """Version of the index configuration behind the newest point, such as `miami-temperature-v1.0`. It is
    empty when the window holds no points.
    """

    units: str
    """Unit of the index values, always `fahrenheit`."""

    timeseries: list[WeatherIndexPoint]
    """Points of the index, one a minute. A minute without quorum has no point, so a gap is real."""


from ..models.weather_index_point import WeatherIndexPoint
