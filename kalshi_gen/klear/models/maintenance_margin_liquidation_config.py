from __future__ import annotations

from ...runtime.model import Model


class MaintenanceMarginLiquidationConfig(Model, kw_only=True):
    """Parameters of the liquidation margin of one market."""

    market_ticker: str
    """The market's ticker."""

    market_impact_volatility: float
    """Volatility in the market impact."""

    market_impact_coefficient: float
    """Coefficient of the market impact."""

    market_impact_exponent: float
    """Exponent of the market impact."""

    market_impact_forecasted_volume: float
    """Volume forecast for the market impact."""

    spread_rate: float
    """Rate of the spread."""
