from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class WeatherIndexPoint(Model, kw_only=True):
    """Value of a city's temperature index at one minute."""

    t: int
    """Minute of the point in Unix milliseconds."""

    v: float | Unset = UNSET
    """Index value in degrees Fahrenheit, to the nearest 0.01; absent while `status` is `incomplete`."""

    status: str
    """State of the point: `normal` has every station's primary reading of that very minute; `degraded`
    lacks or substitutes some reading and is just as valid for settlement; `incomplete`, seen only with
    `detailed=true`, is still within its receipt deadline and has raw `pending` readings but no value.
    """

    contributors: int | Unset = UNSET
    """Number of stations whose readings were accepted into the value; absent while `status` is
    `incomplete`.
    """

    receipt_basis: str | Unset = UNSET
    """Mark of a point backfilled for the time before the city went live; absent on canonical points, and
    only those count for settlement. `synoptic_latency` means that the deadline was tested with
    observation time plus the data provider's ingest latency, not with the exchange's own receipt clock.
    """

    stations: list[WeatherIndexStationReading] | Unset = UNSET
    """Reading and quality disposition of each configured station, ordered by station id; sent only with
    `detailed=true`.
    """


from ..models.weather_index_station_reading import WeatherIndexStationReading
