from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class BidAskDistribution(Model, kw_only=True):
    """Open, low, high and close of one side's quoted price over a candlestick, in US dollars per contract."""

    open_dollars: Decimal
    """Quoted price when the period begins, in US dollars per contract (0 to 1)."""

    low_dollars: Decimal
    """Lowest quoted price in the period, in US dollars per contract (0 to 1)."""

    high_dollars: Decimal
    """Highest quoted price in the period, in US dollars per contract (0 to 1)."""

    close_dollars: Decimal
    """Quoted price when the period ends, in US dollars per contract (0 to 1)."""
