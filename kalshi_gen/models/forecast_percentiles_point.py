from __future__ import annotations

from ..runtime.model import Model


class ForecastPercentilesPoint(Model, kw_only=True):
    """The forecast of an event over one period, at each percentile asked for."""

    event_ticker: str
    """Ticker of the event that is forecast."""

    end_period_ts: int
    """End of the period in Unix seconds; that second belongs to the period."""

    period_interval: int
    """Length of the period in minutes."""

    percentile_points: list[PercentilePoint]
    """Forecast values, one for each percentile."""


from ..models.percentile_point import PercentilePoint
