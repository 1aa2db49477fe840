from __future__ import annotations

from ..runtime.model import Model


class GetEventLiveDataResponse(Model, kw_only=True):
    """Live data of one event."""

    live_data: EventLiveData
    """Live data of the requested event."""


from ..models.event_live_data import EventLiveData
