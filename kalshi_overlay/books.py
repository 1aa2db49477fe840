"""The best prices of an order book that REST answered.

The live exchange puts the best level last, its specification first. `best` relies on neither.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from kalshi_overlay.errors import InvalidRequestError

if TYPE_CHECKING:
    from kalshi_gen.models import OrderbookCountFp


@frozen
class Level:
    """The contracts that rest at one price.

    Attributes:
        price: US dollars a contract.
        count: Contracts.
    """

    price: Decimal
    count: Decimal


@frozen
class BestPrices:
    """The best bid and the best ask for yes.

    Attributes:
        bid: The highest bid for yes; None if there is none.
        ask: The lowest ask for yes; None if there is none.
    """

    bid: Level | None
    ask: Level | None


def best(book: OrderbookCountFp) -> BestPrices:
    """Find the best prices of an order book, in whichever order its levels came.

    A bid for no at $0.40 is an ask for yes at $0.60. Levels without contracts don't count.

    Args:
        book: The `orderbook_fp` of an answer to GetMarketOrderbook or GetMarketOrderbooks.

    Returns:
        The best prices, those of yes.

    Raises:
        InvalidRequestError: A side is missing, or a level is no price and count: which price is best is unknown.
    """
    bid, no_bid = _highest("yes_dollars", book.yes_dollars), _highest("no_dollars", book.no_dollars)
    return BestPrices(bid, no_bid and Level(1 - no_bid.price, no_bid.count))


def _highest(side: str, bids: list[tuple[Decimal, Decimal]]) -> Level | None:
    if not isinstance(bids, list):
        raise InvalidRequestError(side, "is missing in this book, so its best price is unknown; ask for the book again")
    for index, level in enumerate(bids):
        if not isinstance(level, tuple) or not all(isinstance(each, Decimal) and each.is_finite() for each in level):
            problem = "is not a price and a count, so the best price is unknown; see the drift of the response"
            raise InvalidRequestError(f"{side}[{index}]", problem)
    levels = (Level(price, count) for price, count in bids if count > 0)
    return max(levels, key=lambda level: level.price, default=None)
