from __future__ import annotations

from ..runtime.model import Model


class GetEventResponse(Model, kw_only=True):
    """Answer that carries one event and its markets."""

    event: EventData
    """The event asked for."""

    markets: list[Market]
    """Markets of the event. Deprecated: request `with_nested_markets=true` and read `event.markets`, which
    holds the same.
    """


from ..models.event_data import EventData
from ..models.market import Market
