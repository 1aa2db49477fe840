from __future__ import annotations

from ...runtime.model import Model


class GetMarginRiskParametersResponse(Model, kw_only=True):
    """Risk parameters that hold for all accounts."""

    liquidation_margin_ratio_threshold: float
    """Margin ratio from which a position is liquidated. Users report that the ratio is maintenance margin
    over account equity, and 1 here.
    """

    queue_entry_margin_ratio_threshold: float
    """Margin ratio from which a position is queued for liquidation. Users report 0.91."""

    initial_margin_multiplier: dict[str, float]
    """Factor from maintenance margin to initial margin, by market ticker: 1.3 means that initial margin is
    1.3 times the maintenance margin.
    """
