from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class BidAskDistributionHistorical(Model, kw_only=True):
    """Open, low, high and close of one side's quoted price over a candlestick of an archived market, in US
    dollars per contract.
    """

    open: Decimal
    """Quoted price when the period begins, in US dollars per contract (0 to 1)."""

    low: Decimal
    """Lowest quoted price in the period, in US dollars per contract (0 to 1)."""

    high: Decimal
    """Highest quoted price in the period, in US dollars per contract (0 to 1)."""

    close: Decimal
    """Quoted price when the period ends, in US dollars per contract (0 to 1)."""
