from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class PriceDistribution(Model, kw_only=True):
    """Trade prices over a candlestick, in US dollars per YES contract. Fields can be null or absent for a
    period without trades.
    """

    open_dollars: Decimal | None | Unset = UNSET
    """YES price of the period's first trade, in US dollars per contract (0 to 1); null when nothing
    traded.
    """

    low_dollars: Decimal | None | Unset = UNSET
    """Lowest YES price traded in the period, in US dollars per contract (0 to 1); null when nothing
    traded.
    """

    high_dollars: Decimal | None | Unset = UNSET
    """Highest YES price traded in the period, in US dollars per contract (0 to 1); null when nothing
    traded.
    """

    close_dollars: Decimal | None | Unset = UNSET
    """YES price of the period's last trade, in US dollars per contract (0 to 1); null when nothing traded."""

    mean_dollars: Decimal | None | Unset = UNSET
    """Mean YES price of the period's trades, in US dollars per contract (0 to 1); null when nothing
    traded.
    """

    previous_dollars: Decimal | None | Unset = UNSET
    """YES price of the last trade before the period, in US dollars per contract (0 to 1); null when
    nothing had traded by then.
    """

    min_dollars: Decimal | None | Unset = UNSET
    """Lowest close among the markets in the period, in US dollars per contract (0 to 1); may be null."""

    max_dollars: Decimal | None | Unset = UNSET
    """Highest close among the markets in the period, in US dollars per contract (0 to 1); may be null."""
