from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class PriceDistributionHistorical(Model, kw_only=True):
    """Trade prices over a candlestick of an archived market, in US dollars per YES contract. All but
    `previous` are null for a period without trades.
    """

    open: Decimal | None
    """Price of the period's first trade, in US dollars per contract (0 to 1); null when nothing traded."""

    low: Decimal | None
    """Lowest price traded in the period, in US dollars per contract (0 to 1); null when nothing traded."""

    high: Decimal | None
    """Highest price traded in the period, in US dollars per contract (0 to 1); null when nothing traded."""

    close: Decimal | None
    """Price of the period's last trade, in US dollars per contract (0 to 1); null when nothing traded."""

    mean: Decimal | None
    """Average trade price weighted by volume, in US dollars per contract (0 to 1); null when nothing
    traded.
    """

    previous: Decimal | None
    """Close of the candlestick before this one, in US dollars per contract (0 to 1); null on the first
    candlestick or when nothing has traded before.
    """
