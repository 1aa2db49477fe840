"""Order books as a client puts them together, written for tests alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Side = dict[Decimal, Decimal]


class Books:
    """Books of several markets, from the messages of one subscription.

    Args:
        uses_yes_price: Whether the no side has prices of yes.
    """

    def __init__(self, *, uses_yes_price: bool = False) -> None:
        self._uses_yes_price = uses_yes_price
        self._books: dict[str, dict[str, Side]] = {}

    def apply(self, message: dict[str, Any]) -> str:
        """Apply a message; the market that it is about."""
        body = message["msg"]
        if message["type"] == "orderbook_snapshot":
            self._books[body["market_ticker"]] = {
                side: {Decimal(price): Decimal(count) for price, count in body.get(f"{side}_dollars_fp", ())}
                for side in ("yes", "no")
            }
        else:
            side = self._books[body["market_ticker"]][body["side"]]
            price = Decimal(body["price_dollars"])
            side[price] = side.get(price, Decimal(0)) + Decimal(body["delta_fp"])
            if not side[price]:
                del side[price]
        return str(body["market_ticker"])

    def sides(self, ticker: str) -> tuple[Side, Side]:
        """Bids and asks, by price for yes."""
        book = self._books[ticker]
        asks = book["no"] if self._uses_yes_price else {1 - price: count for price, count in book["no"].items()}
        return book["yes"], asks
