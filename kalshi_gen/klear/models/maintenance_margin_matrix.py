from __future__ import annotations

from ...runtime.model import Model


class MaintenanceMarginMatrix(Model, kw_only=True):
    """Returns of markets in scenarios."""

    market_tickers: list[str]
    """Tickers of the markets, one for each column."""

    returns: list[list[float]]
    """One row for each scenario, with the return of each market in the order of `market_tickers`."""
