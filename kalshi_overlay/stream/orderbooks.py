"""Order books kept from the stream, for a program that wants to look at them or to follow them."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Self

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.errors import KalshiSnapshotTimeoutError, KalshiStreamLostError
from kalshi_overlay.stream.book import OrderBookView
from kalshi_overlay.stream.book_source import BookSource
from kalshi_overlay.stream.connection import Connection
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.queues import LatestQueue

_log = logging.getLogger("kalshi")
SNAPSHOT_TIMEOUT = 10.0
"""Seconds that awaiting a book waits for its snapshot, unless you say otherwise."""

OnChange = Callable[[OrderBookView], None]


class OrderBooks(Mapping[str, OrderBookView]):
    """The order books of some markets; made by `Stream.orderbooks`.

    `books[ticker]` is a market's book now. `async for view in books` gives a view after each change, the newest alone
    of a market that changed several times since it was last read; `on_change` has a function called with every single
    one. A book is right, or its view says why it may not be (`stale`). `await books` waits until all are right, and
    raises `KalshiSnapshotTimeoutError` if a snapshot doesn't come in time.
    """

    def __init__(
        self,
        connections: Sequence[Connection],
        tickers: Sequence[str],
        snapshot_timeout: float,
    ) -> None:
        self._books = {ticker: MergedBook(ticker) for ticker in _checked(tickers)}
        self._listeners: list[OnChange] = []
        self._readers: list[LatestQueue[MergedBook]] = []
        self._waiters: list[asyncio.Future[None]] = []
        self._error: Exception | None = None
        self._sources_left = len(connections)
        self._sources = [BookSource(connection, self._books, self._changed, self._ended) for connection in connections]
        self._snapshot_timeout = snapshot_timeout

    def __getitem__(self, ticker: str) -> OrderBookView:
        return self._books[ticker].view()

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)

    def __await__(self) -> Generator[Any, None, Self]:
        return self._until_right().__await__()

    async def __aiter__(self) -> AsyncIterator[OrderBookView]:
        queue: LatestQueue[MergedBook] = LatestQueue(sys.maxsize, attrgetter("ticker"))
        self._readers.append(queue)
        try:
            while True:
                while not len(queue):
                    if not self._sources_left:
                        if self._error is not None:
                            raise self._error
                        return
                    await queue.wait()
                book = queue.take()
                if self._books.get(book.ticker) is book:
                    yield book.view()
        finally:
            self._readers.remove(queue)

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Have a function called with a view after each change, also when a book goes stale.

        Args:
            listener: The function; it is called while the connection waits, so it must be quick. What it raises is
                logged and ends nothing.

        Returns:
            What ends it when called.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def add(self, tickers: Sequence[str]) -> None:
        """Keep the books of further markets.

        Args:
            tickers: Their tickers.

        Raises:
            KalshiSubscriptionError: The exchange refused; the books are those that they were.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time, such as while the connection is lost;
                the books are those that they were.
            InvalidRequestError: The tickers are no list of strings.
        """
        new = [ticker for ticker in dict.fromkeys(_checked(tickers)) if ticker not in self._books]
        self._books.update((ticker, MergedBook(ticker)) for ticker in new)
        try:
            await self._update("add_markets", new)
        except BaseException:
            # One connection may have them by now.
            for source in self._sources:
                source.give_up(new)
            for ticker in new:
                self._books.pop(ticker, None)
            self._wake()
            raise

    async def remove(self, tickers: Sequence[str]) -> None:
        """Keep the books of some markets no longer.

        Args:
            tickers: Their tickers.

        Raises:
            KalshiSubscriptionError: The exchange refused.
        """
        removed = [each for each in _checked(tickers) if self._books.pop(each, None)]
        # The others may be right without them.
        self._wake()
        await self._update("delete_markets", removed)

    async def _update(self, action: str, tickers: list[str]) -> None:
        if tickers:
            updates = (source.update(action, tickers) for source in self._sources)
            answers = await asyncio.gather(*updates, return_exceptions=True)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer

    async def close(self) -> None:
        """Keep no book any longer."""
        await asyncio.gather(*(source.close() for source in self._sources))

    async def _until_right(self) -> Self:
        try:
            async with asyncio.timeout(self._snapshot_timeout):
                while any(book.stale is not None for book in self._books.values()):
                    if not self._sources_left:
                        raise self._error or KalshiStreamLostError("the stream was closed")
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
        except TimeoutError:
            stale = {ticker: book.stale for ticker, book in self._books.items() if book.stale is not None}
            raise KalshiSnapshotTimeoutError(stale, self._snapshot_timeout) from None
        return self

    def _changed(self, book: MergedBook) -> None:
        for queue in self._readers:
            queue.put(book)
        if self._listeners:
            view = book.view()
            for listener in list(self._listeners):
                try:
                    listener(view)
                except Exception:
                    _log.exception("a listener of the order book of %s failed", book.ticker)
        if self._waiters:
            self._wake()

    def _ended(self, error: Exception | None) -> None:
        self._sources_left -= 1
        self._error = self._error or error
        if not self._sources_left:
            for queue in self._readers:
                queue.wake()
            self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()


def _checked(tickers: Sequence[str]) -> Sequence[str]:
    if isinstance(tickers, str) or not all(isinstance(ticker, str) for ticker in tickers):
        raise InvalidRequestError("tickers", f"must be a list of tickers, not {type(tickers).__name__}; write [ticker]")
    return tickers


class OrderBook:
    """The order book of one market; made by `Stream.orderbook`.

    `book.view` is the book now; `async for view in book` gives a view after each change, the newest alone if there were
    several since the last; `on_change` has a function called with every single one; `await book` waits until it is
    right.
    """

    def __init__(self, books: OrderBooks, ticker: str) -> None:
        self.ticker = ticker
        self._books = books

    @property
    def view(self) -> OrderBookView:
        """The book as it is now."""
        return self._books[self.ticker]

    def __await__(self) -> Generator[Any, None, Self]:
        return self._until_right().__await__()

    async def _until_right(self) -> Self:
        await self._books
        return self

    def __aiter__(self) -> AsyncIterator[OrderBookView]:
        return self._books.__aiter__()

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Have a function called with a view after each change; see `OrderBooks.on_change`."""
        return self._books.on_change(listener)

    async def close(self) -> None:
        """Keep the book no longer."""
        await self._books.close()
