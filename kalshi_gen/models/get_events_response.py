from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetEventsResponse(Model, kw_only=True):
    """One page of events, with their milestones where there are any to show."""

    events: list[EventData]
    """The events on this page that match the filters."""

    milestones: list[Milestone] | Unset = UNSET
    """Milestones that belong to these events; absent unless asked for."""

    cursor: str
    """Where the following page starts; an empty string on the last page."""


from ..models.event_data import EventData
from ..models.milestone import Milestone
