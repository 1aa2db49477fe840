from __future__ import annotations

from ..runtime.model import Model


class GetFiltersBySportsResponse(Model, kw_only=True):
    """Filters offered for each sport, with the order in which to show the sports."""

    filters_by_sports: dict[str, SportFilterDetails]
    """Filters by sport: each key is the name of a sport."""

    sport_ordering: list[str]
    """Names of the sports in the order of display; the exchange has been seen to send `null` for an empty
    list.
    """


from ..models.sport_filter_details import SportFilterDetails
