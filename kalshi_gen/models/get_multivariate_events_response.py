from __future__ import annotations

from ..runtime.model import Model


class GetMultivariateEventsResponse(Model, kw_only=True):
    """One page of multivariate (combination) events."""

    events: list[EventData]
    """The multivariate events on this page that match the filters."""

    cursor: str
    """Where the following page starts; an empty string on the last page."""


from ..models.event_data import EventData
