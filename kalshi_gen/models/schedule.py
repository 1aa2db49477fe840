from __future__ import annotations

from ..runtime.model import Model


class Schedule(Model, kw_only=True):
    """Weekly trading hours and planned maintenance windows."""

    standard_hours: list[WeeklySchedule]
    """Weekly trading hours in Eastern Time; trading is closed outside them. The exchange has been seen to
    send `null` for an empty list.
    """

    maintenance_windows: list[MaintenanceWindow]
    """Planned maintenance windows, in which the exchange can be down; the exchange has been seen to send
    `null` for an empty list.
    """


from ..models.maintenance_window import MaintenanceWindow
from ..models.weekly_schedule import WeeklySchedule
