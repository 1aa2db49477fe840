from __future__ import annotations

from ..runtime.model import Model


class PercentilePoint(Model, kw_only=True):
    """The forecast at one percentile, as plain numbers and as text."""

    percentile: int
    """Percentile of the forecast, a whole number from 0 to 9999."""

    raw_numerical_forecast: float
    """Forecast as a number before processing."""

    numerical_forecast: float
    """Forecast as a number after processing."""

    formatted_forecast: str
    """Forecast as text for people to read."""
