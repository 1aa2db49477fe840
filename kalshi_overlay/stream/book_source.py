"""What one connection gives to the order books of some markets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.stream.connection import Connection
from kalshi_overlay.stream.merging import MergedBook, is_whole
from kalshi_overlay.stream.wire import WireSubscription

CHANNEL = "orderbook_delta"


class BookSource:
    """The order book messages of one connection.

    Args:
        connection: The connection.
        books: The books by ticker; what comes and goes there is seen here.
        on_change: Told of each book that has changed.
        on_end: Told when nothing more will come, and why.
    """

    def __init__(
        self,
        connection: Connection,
        books: Mapping[str, MergedBook],
        on_change: Callable[[MergedBook], None],
        on_end: Callable[[Exception | None], None],
    ) -> None:
        self._connection = connection
        self._number = connection.number
        self._books = books
        self._on_change = on_change
        self._on_end = on_end
        self._missing: set[str] = set()
        # One price scale for both sides, said explicitly, since the exchange means to change its default.
        parameters = {"market_tickers": list(books), "use_yes_price": True}
        self._wire = WireSubscription(CHANNEL, parameters, self)
        connection.add(self._wire)

    def receive(self, message: Any) -> None:
        """Apply a snapshot or a delta."""
        told = message.msg
        book = self._books.get(told.market_ticker)
        if book is None:
            return
        if type(message) is OrderbookDelta:
            changed = book.delta(self._number, told)
        else:
            changed = type(message) is OrderbookSnapshot and book.snapshot(self._number, told)
        if changed is None:
            self._connection.ask_for_snapshots(self._wire, {told.market_ticker})
            changed = book.stale is not None
        if changed:
            self._on_change(book)

    def understands(self, message: Any) -> bool:
        """Tell whether a message has all that a book is made of: one that is left out would make it wrong."""
        return not isinstance(message, UnknownMessage) and is_whole(message)

    def missed(self, reason: str) -> None:
        """Trust this connection with no book until its next snapshot."""
        for book in list(self._books.values()):
            if book.missed(self._number, reason):
                self._on_change(book)

    def stands(self) -> None:
        """Wait for the snapshots that come by themselves."""

    def ended(self, error: Exception | None) -> None:
        """Know that nothing more will come."""
        self.missed("the subscription has ended" if error else "the stream was closed")
        self._on_end(error)

    def ask_for_what_is_missing(self) -> None:
        """Ask for the snapshots that had not come by the last look either."""
        stands = self._wire.sid is not None and not self._wire.is_asking
        missing = {ticker for ticker, book in self._books.items() if stands and not book.is_fed_by(self._number)}
        if overdue := missing & self._missing:
            self._connection.ask_for_snapshots(self._wire, overdue)
        self._missing = missing

    async def update(self, action: str, tickers: Sequence[str]) -> None:
        """Add or remove markets."""
        await self._connection.update(self._wire, action, {"market_tickers": list(tickers)})

    async def close(self) -> None:
        """Let the subscription go."""
        await self._connection.remove(self._wire)
