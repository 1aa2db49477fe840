from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class WeatherIndexCalibrationStation(Model, kw_only=True):
    """Weight and offset of one station in a configuration record."""

    station_id: str
    """Id of the member station, such as `KMIA1M`."""

    weight: float
    """Base weight of the station; the weights of all members add up to 1.0."""

    offset_c: float
    """Offset of the station in degrees Celsius; a positive one means that it usually reads warmer than the
    others.
    """

    update_note: str | Unset = UNSET
    """Outcome of the weekly calibration, sent only on weekly records: text starting with `updated` gives
    residual count, target and adjustment, text starting with `insufficient` means that the earlier
    offset stays.
    """
