from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class WeatherIndexCalibration(Model, kw_only=True):
    """One configuration record of a city's temperature index, with its stations, weights and offsets."""

    config_version: str
    """Version of the configuration, such as `miami-temperature-v1.0`, with a dated suffix after a
    calibration; index answers name it in their `config_version`.
    """

    published_at_ms: int | Unset = UNSET
    """Time of publication in Unix milliseconds."""

    effective_at_ms: int
    """First minute that the record applies to, in Unix milliseconds; it applies until the next record
    takes effect.
    """

    change_reason: str | Unset = UNSET
    """Reason for the change of configuration."""

    calibration_window_start_ms: int | Unset = UNSET
    """Start of the observations that the offsets were estimated from, in Unix milliseconds; absent when
    there was no such window, as at launch.
    """

    calibration_window_end_ms: int | Unset = UNSET
    """End of the observations that the offsets were estimated from, in Unix milliseconds; this instant is
    excluded.
    """

    city_reference_c: float
    """City reference in degrees Celsius: the sum of each configured station's weight times its offset."""

    stations: list[WeatherIndexCalibrationStation]
    """Member stations in the order of the configuration."""


from ..models.weather_index_calibration_station import WeatherIndexCalibrationStation
