from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class MarginOrderbookCount(Model, kw_only=True):
    """Resting orders of a margin market, aggregated by price on each side."""

    bids: list[tuple[Decimal, Decimal]]
    """Levels of the bids, each a price in US dollars for one contract and a number of contracts. The
    published description says that the best, which is the highest, comes first; live books have come
    with it last.
    """

    asks: list[tuple[Decimal, Decimal]]
    """Levels of the asks, each a price in US dollars for one contract and a number of contracts. The
    published description says that the best, which is the lowest, comes first; live books have come
    with it last.
    """
