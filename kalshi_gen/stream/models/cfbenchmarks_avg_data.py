from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class CfbenchmarksAvgData(Model, kw_only=True):
    """An average of an index over a window of time."""

    value: Decimal
    """The average, in US dollars."""

    window_size: int
    """How many values are in it."""

    window_start_ts_ms: int
    """Where the window begins, in Unix milliseconds."""

    window_end_ts_exclusive: int
    """Where the window ends, in Unix milliseconds; not in it itself."""
