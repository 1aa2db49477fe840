from __future__ import annotations

from ..runtime.model import Model


class GetEventForecastPercentilesHistoryResponse(Model, kw_only=True):
    """History of an event's forecast at chosen percentiles."""

    forecast_history: list[ForecastPercentilesPoint]
    """The forecast over time, one point a period."""


from ..models.forecast_percentiles_point import ForecastPercentilesPoint
