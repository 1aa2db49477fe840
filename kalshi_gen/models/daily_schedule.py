from __future__ import annotations

from ..runtime.model import Model


class DailySchedule(Model, kw_only=True):
    """One trading session of a day, in Eastern Time."""

    open_time: str
    """Time of day at which the session opens, as `HH:MM` in Eastern Time."""

    close_time: str
    """Time of day at which the session closes, as `HH:MM` in Eastern Time."""
