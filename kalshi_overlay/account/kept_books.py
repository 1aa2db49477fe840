"""The order books that an account needs: of what it holds, and of what it is about to quote."""

from __future__ import annotations

from collections.abc import Collection

from kalshi_overlay.books import BestPrices
from kalshi_overlay.stream.book import OrderBookView
from kalshi_overlay.stream.changes import LevelChange
from kalshi_overlay.stream.orderbooks import SNAPSHOT_TIMEOUT, OrderBook
from kalshi_overlay.stream.stream import Stream


class KeptBooks:
    """Order books by ticker, each kept while it is needed.

    Attributes:
        timeout: Seconds within which a book must come that is waited for.
    """

    def __init__(self, stream: Stream) -> None:
        self.timeout = SNAPSHOT_TIMEOUT
        self._stream = stream
        self._books: dict[str, OrderBook[OrderBookView]] = {}
        # The newest change of each book, which knows the best prices without a copy of the book.
        self._changes: dict[str, LevelChange[OrderBookView]] = {}
        # The markets that are quoted, whether anything is held there or not.
        self._quoted = set[str]()

    def best(self, ticker: str) -> BestPrices | None:
        """The best prices of a market; None if its book isn't kept, or may not be right."""
        change = self._changes.get(ticker)
        if change is None or change.is_stale:
            return None
        return BestPrices(change.best_bid, change.best_ask)

    async def quote(self, ticker: str) -> None:
        """Keep the book of a market from now on, and wait until it is right.

        Raises:
            KalshiStreamError: It doesn't come.
        """
        self._quoted.add(ticker)
        if self.best(ticker) is None:
            await self._keep(ticker)

    async def keep(self, held: Collection[str]) -> None:
        """Keep the books of markets in which something is held, and of those that are quoted, and no others.

        Raises:
            KalshiStreamError: The stream was closed.
        """
        for ticker in held:
            self._keep(ticker)
        for ticker in self._books.keys() - set(held) - self._quoted:
            self._changes.pop(ticker, None)
            await self._books.pop(ticker).close()

    def _keep(self, ticker: str) -> OrderBook[OrderBookView]:
        if ticker not in self._books:
            self._books[ticker] = book = self._stream.orderbook(ticker, snapshot_timeout=self.timeout)
            book.on_level_change(self._on_change)
        return self._books[ticker]

    def _on_change(self, change: LevelChange[OrderBookView]) -> None:
        if change.ticker in self._books:
            self._changes[change.ticker] = change
