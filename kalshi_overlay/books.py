"""The best prices and the depth of an order book that REST answered.

The live exchange puts the best level last, its specification first. Neither is relied on here.
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


@frozen
class Depth:
    """Every level of a book: for yes, or of perpetual futures for a contract.

    Attributes:
        bids: The bids, the highest first.
        asks: The asks, the lowest first.
    """

    bids: tuple[Level, ...]
    asks: tuple[Level, ...]

    @property
    def best(self) -> BestPrices:
        """The best bid and the best ask."""
        return BestPrices(next(iter(self.bids), None), next(iter(self.asks), None))

    def _repr_html_(self) -> str:
        from kalshi_overlay.notebook import book_html

        return book_html("Depth", self.bids, self.asks)


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
    return depth(book).best


def depth(book: OrderbookCountFp | MarginOrderbookCount) -> Depth:
    """Sort an order book, in whichever order its levels came, the best first.

    A bid for no at $0.40 is an ask for yes at $0.60. Levels without contracts are left out.

    Args:
        book: See `best`.

    Returns:
        The levels: those of yes, or of perpetual futures those of a contract, in US dollars.

    Raises:
        InvalidRequestError: A side is missing, or a level is no price and count.
    """
    from kalshi_gen.models import OrderbookCountFp  # here, since reading the stream needs no model of REST

    if isinstance(book, OrderbookCountFp):
        bids = _levels("yes_dollars", book.yes_dollars)
        asks = [Level(1 - level.price, level.count) for level in _levels("no_dollars", book.no_dollars)]
    else:
        bids, asks = _levels("bids", book.bids), _levels("asks", book.asks)
    return Depth(tuple(sorted(bids, key=_price, reverse=True)), tuple(sorted(asks, key=_price)))


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
