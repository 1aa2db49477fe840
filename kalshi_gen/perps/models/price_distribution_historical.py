from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class PriceDistributionHistorical(Model, kw_only=True):
    """Trade prices over a candlestick, in US dollars for one contract. All but `previous` are null for a
    period without trades.
    """

    open: Decimal | None
    """Price of the period's first trade, in US dollars for one contract; null when nothing traded."""

    low: Decimal | None
    """Lowest price traded in the period, in US dollars for one contract; null when nothing traded."""

    high: Decimal | None
    """Highest price traded in the period, in US dollars for one contract; null when nothing traded."""

    close: Decimal | None
    """Price of the period's last trade, in US dollars for one contract; null when nothing traded."""

    mean: Decimal | None
    """Average trade price weighted by volume, in US dollars for one contract; null when nothing traded."""

    previous: Decimal | None
    """Close of the candlestick before this one, in US dollars for one contract; null on the first
    candlestick or when nothing has traded before.
    """
