from __future__ import annotations

from ..runtime.model import Model


class GetWeatherIndexCalibrationsResponse(Model, kw_only=True):
    """Configuration history of a city's temperature index."""

    city: str
    """Id of the city that the index is for."""

    units: str
    """Unit of the offsets and of the city reference, always `celsius`; the index values themselves are in
    degrees Fahrenheit.
    """

    calibrations: list[WeatherIndexCalibration]
    """Configuration records, earliest effective time first."""


from ..models.weather_index_calibration import WeatherIndexCalibration
