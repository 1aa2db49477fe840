"""The order books that an account needs: of what it holds, and of what it is about to quote."""

from __future__ import annotations

from collections.abc import Collection

from kalshi_overlay.stream.book import OrderBookView
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
        # The markets that are quoted, whether anything is held there or not.
        self._quoted = set[str]()

    def view(self, ticker: str) -> OrderBookView | None:
        """The book of a market; None if it isn't kept."""
        book = self._books.get(ticker)
        return None if book is None else book.view

    async def quote(self, ticker: str) -> None:
        """Keep the book of a market from now on, and wait until it is right.

        Raises:
            KalshiStreamError: It doesn't come.
        """
        self._quoted.add(ticker)
        if self._keep(ticker).view.is_stale:
            await self._keep(ticker)

    async def keep(self, held: Collection[str]) -> None:
        """Keep the books of markets in which something is held, and of those that are quoted, and no others.

        Raises:
            KalshiStreamError: The stream was closed.
        """
        for ticker in held:
            self._keep(ticker)
        for ticker in self._books.keys() - set(held) - self._quoted:
            await self._books.pop(ticker).close()

    def _keep(self, ticker: str) -> OrderBook[OrderBookView]:
        if ticker not in self._books:
            self._books[ticker] = self._stream.orderbook(ticker, snapshot_timeout=self.timeout)
        return self._books[ticker]
