from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class CfbenchmarksValueData(Model, kw_only=True):
    """The value."""

    index_id: str
    """Id of the CF Benchmarks index, such as `BRTI`."""

    received_at: int
    """When the exchange received the value, in Unix milliseconds."""

    data: str
    """The frame of the index vendor as JSON text, as it came."""

    avg_60s_data: CfbenchmarksAvgData
    """Average of the 60 seconds before this value, which is not in it unless it is the only one."""

    last_60s_windowed_average_15min: CfbenchmarksAvgData | Unset = UNSET
    """Average since the last minute of a quarter of an hour began; absent outside of it."""


from ..models.cfbenchmarks_avg_data import CfbenchmarksAvgData
