from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class OrderbookCountFp(Model, kw_only=True):
    """Order book of a binary market with bids only: a YES bid at some price stands for a NO ask at 1 US
    dollar minus that price, and the other way round. Prices are in US dollars, quantities in contracts.
    """

    yes_dollars: list[tuple[Decimal, Decimal]]
    """Price levels of the resting YES bids, each a pair of price in US dollars per contract and quantity
    in contracts.
    """

    no_dollars: list[tuple[Decimal, Decimal]]
    """Price levels of the resting NO bids, each a pair of price in US dollars per contract and quantity in
    contracts.
    """
