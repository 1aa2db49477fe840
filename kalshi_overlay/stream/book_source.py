"""What one connection gives to the order books of some markets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.stream.connection import Connection
from kalshi_overlay.stream.demand import Demand
from kalshi_overlay.stream.merging import MergedBook, is_complete
from kalshi_overlay.stream.shared import BOOKS


class BookSource:
    """The order book messages of one connection.

    Args:
        connection: The connection.
        books: The books by ticker; what comes and goes there is seen here.
        on_change: Called with each book that has changed.
        on_end: Called when nothing more will come, with the reason if it is an error.
    """

    def __init__(
        self,
        connection: Connection,
        books: Mapping[str, MergedBook],
        on_change: Callable[[MergedBook], None],
        on_end: Callable[[Exception | None], None],
    ) -> None:
        self.connection = connection
        self._number = connection.number
        self._books = books
        self._on_change = on_change
        self._on_end = on_end
        self._reader = connection.add(BOOKS, self.demand(list(books)), self)

    @staticmethod
    def demand(tickers: Sequence[str]) -> Demand:
        """What is asked of the exchange for the books of markets."""
        # One price scale for both sides, said explicitly, since the exchange means to change its default.
        return Demand.of(BOOKS, {"market_tickers": list(tickers), "use_yes_price": True})

    def receive(self, message: Any) -> None:
        """Apply a snapshot or a delta."""
        body = message.msg
        book = self._books.get(body.market_ticker)
        if book is None:
            return
        if type(message) is OrderbookDelta:
            changed = book.delta(self._number, body)
            if not changed and not book.is_right(self._number):
                self.connection.want_snapshots(BOOKS, [body.market_ticker])
                changed = changed is None
        else:
            changed = type(message) is OrderbookSnapshot and book.snapshot(self._number, body)
        if changed:
            self._on_change(book)

    def accepts(self, message: Any) -> bool:
        """Tell whether a message has all that a book is made of: one that is left out would make it wrong."""
        return not isinstance(message, UnknownMessage) and is_complete(message)

    def on_gap(self, reason: str) -> None:
        """Trust this connection with no book until its next snapshot."""
        for book in list(self._books.values()):
            if book.on_gap(self._number, reason):
                self._on_change(book)

    def on_subscribed(self) -> None:
        """Wait for the snapshots that come by themselves."""

    def on_end(self, error: Exception | None) -> None:
        """Know that nothing more will come."""
        self.on_gap("the subscription has ended" if error else "the stream was closed")
        self._on_end(error)

    async def update(self, action: str, tickers: Sequence[str]) -> None:
        """Add or remove markets."""
        await self.connection.update(BOOKS, self._reader, action, {"market_tickers": list(tickers)})

    def give_up(self, tickers: Sequence[str]) -> None:
        """Remove markets, without waiting for it."""
        self.connection.give_up(BOOKS, self._reader, dict.fromkeys(tickers))

    async def close(self) -> None:
        """Let the subscription go."""
        await self.connection.remove(BOOKS, self._reader)
