from __future__ import annotations

from ..runtime.model import Model


class GetExchangeScheduleResponse(Model, kw_only=True):
    """Trading hours and maintenance windows of the exchange."""

    schedule: Schedule
    """Weekly trading hours, in Eastern Time, and planned maintenance windows."""


from ..models.schedule import Schedule
