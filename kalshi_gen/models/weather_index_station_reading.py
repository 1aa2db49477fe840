from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class WeatherIndexStationReading(Model, kw_only=True):
    """Reading of one station for one minute of a temperature index, for audit."""

    station_id: str
    """Id of the member station, such as `KMIA1M`, or of the official station that stands in for it."""

    code: str
    """Disposition of the reading: `ok` was accepted, `missing` had no eligible observation, `late` came
    after the deadline and is only diagnostic, `range`, `rate_spatial` and `extreme` failed that quality
    check, `pending` belongs to an `incomplete` minute and is unchecked.
    """

    source: str | Unset = UNSET
    """Origin of the reading: `hf_asos` is the primary observation of that very minute, `metar` an official
    observation carried forward; absent when there was no reading.
    """

    temp_f: float | Unset = UNSET
    """Temperature as reported, in degrees Fahrenheit and not rounded; absent when `code` is `missing`."""

    obs_time_ms: int | Unset = UNSET
    """Time of an observation carried forward, in Unix milliseconds, which is not the minute of the point;
    absent for a primary observation.
    """

    received_at_ms: int | Unset = UNSET
    """Time at which the exchange received the reading, in Unix milliseconds; the deadline is tested
    against it.
    """

    primary_code: str | Unset = UNSET
    """Reason for which the primary observation was not used; sent when a fallback took its place."""
