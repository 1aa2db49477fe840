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
    from kalshi_gen.perps.models import MarginOrderbookCount


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
    """The best bid and the best ask: for yes, or of perpetual futures for a contract.

    Attributes:
        bid: The highest bid; None if there is none.
        ask: The lowest ask; None if there is none.
    """

    bid: Level | None
    ask: Level | None


def best(book: OrderbookCountFp | MarginOrderbookCount) -> BestPrices:
    """Find the best prices of an order book, in whichever order its levels came.

    A bid for no at $0.40 is an ask for yes at $0.60. Levels without contracts don't count.

    Args:
        book: The `orderbook_fp` of an answer to GetMarketOrderbook or GetMarketOrderbooks; or the `orderbook` of one
            to GetMarginMarketOrderbook or GetMarginMarketOrderbooks.

    Returns:
        The best prices: those of yes, or of perpetual futures those of a contract, in US dollars.

    Raises:
        InvalidRequestError: A side is missing, or a level is no price and count: which price is best is unknown.
    """
    from kalshi_gen.models import OrderbookCountFp  # here, since reading the stream needs no model of REST

    if not isinstance(book, OrderbookCountFp):
        levels = _levels("bids", book.bids), _levels("asks", book.asks)
        return BestPrices(max(levels[0], key=_price, default=None), min(levels[1], key=_price, default=None))
    bid = max(_levels("yes_dollars", book.yes_dollars), key=_price, default=None)
    no_bid = max(_levels("no_dollars", book.no_dollars), key=_price, default=None)
    return BestPrices(bid, no_bid and Level(1 - no_bid.price, no_bid.count))


def _price(level: Level) -> Decimal:
    return level.price


def _levels(side: str, levels: list[tuple[Decimal, Decimal]]) -> list[Level]:
    if not isinstance(levels, list):
        raise InvalidRequestError(side, "is missing in this book, so its best price is unknown; ask for the book again")
    for index, level in enumerate(levels):
        if not isinstance(level, tuple) or not all(isinstance(each, Decimal) and each.is_finite() for each in level):
            problem = "is not a price and a count, so the best price is unknown; see the drift of the response"
            raise InvalidRequestError(f"{side}[{index}]", problem)
    return [Level(price, count) for price, count in levels if count > 0]
