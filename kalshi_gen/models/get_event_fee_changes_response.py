from __future__ import annotations

from ..runtime.model import Model


class GetEventFeeChangesResponse(Model, kw_only=True):
    """One page of fee changes of events."""

    event_fee_changes: list[EventFeeChange]
    """The fee changes on this page."""

    cursor: str
    """Where the following page starts; an empty string on the last page."""


from ..models.event_fee_change import EventFeeChange
