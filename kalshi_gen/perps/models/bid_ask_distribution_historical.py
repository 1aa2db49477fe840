from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class BidAskDistributionHistorical(Model, kw_only=True):
    """Open, low, high and close of one side's quoted price over a candlestick, in US dollars for one
    contract; all are null in a synthetic candlestick.
    """

    open: Decimal | None
    """Quoted price when the period begins, in US dollars for one contract; null in a synthetic
    candlestick.
    """

    low: Decimal | None
    """Lowest quoted price in the period, in US dollars for one contract; null in a synthetic candlestick."""

    high: Decimal | None
    """Highest quoted price in the period, in US dollars for one contract; null in a synthetic candlestick."""

    close: Decimal | None
    """Quoted price when the period ends, in US dollars for one contract; null in a synthetic candlestick."""
