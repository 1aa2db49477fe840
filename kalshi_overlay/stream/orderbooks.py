"""Order books kept from the stream, for a program that wants to look at them or to follow them."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Self

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.errors import KalshiSnapshotTimeoutError, KalshiStreamLostError
from kalshi_overlay.stream.book import OrderBookView
from kalshi_overlay.stream.connection import ConnectionPool, ReconnectingConnection
from kalshi_overlay.stream.merging import MergedBook, is_complete
from kalshi_overlay.stream.queues import LatestQueue
from kalshi_overlay.stream.readers import Demand, Reader
from kalshi_overlay.stream.shared import BOOKS

_log = logging.getLogger("kalshi")
SNAPSHOT_TIMEOUT = 10.0
"""Seconds that awaiting a book waits for its snapshot, unless you say otherwise."""

OnChange = Callable[[OrderBookView], None]


class _BookSource:
    """The order book messages of one connection."""

    def __init__(self, connection: ReconnectingConnection, demand: Demand, owner: OrderBooks) -> None:
        self.connection = connection
        self._number = connection.number
        self._books = owner._books
        self._on_change = owner._changed
        self._on_end = owner._ended
        self.reader = Reader(demand, self)
        connection.add(self.reader)

    def receive(self, message: Any) -> None:
        """Apply a snapshot or a delta."""
        body = message.msg
        book = self._books.get(body.market_ticker)
        if book is None:
            return
        if type(message) is OrderbookDelta:
            changed = book.delta(self._number, body)
            if not changed and not book.is_right(self._number):
                self.connection.want_snapshots(self.reader, [body.market_ticker])
                changed = changed is None
        else:
            changed = type(message) is OrderbookSnapshot and book.snapshot(self._number, body)
        if changed:
            self._on_change(book)

    def accepts(self, message: Any) -> bool:
        """Whether a message has all that a book is made of: without one that is left out, the book would be wrong."""
        return not isinstance(message, UnknownMessage) and is_complete(message)

    def on_gap(self, reason: str) -> None:
        """Trust no book of this connection until its next snapshot."""
        for book in list(self._books.values()):
            if book.on_gap(self._number, reason):
                self._on_change(book)

    def on_subscribed(self) -> None:
        """Wait for the snapshots, which come by themselves."""

    def on_end(self, error: Exception | None) -> None:
        """Trust no book of this connection any more."""
        self.on_gap("the subscription has ended" if error else "the stream was closed")
        self._on_end(self, error)


class OrderBooks(Mapping[str, OrderBookView]):
    """The order books of some markets; made by `Stream.orderbooks`.

    `books[ticker]` is a market's book now. `async for view in books` gives a view after each change, the newest alone
    of a market that changed several times since it was last read. `on_change` calls a function with every single one. A
    book is right, or its view says why it may not be (`stale`). `await books` waits until all are right, and raises
    `KalshiSnapshotTimeoutError` if a snapshot doesn't come in time.
    """

    def __init__(self, pool: ConnectionPool, tickers: Sequence[str], snapshot_timeout: float) -> None:
        self._books = {ticker: MergedBook(ticker) for ticker in _checked(tickers)}
        self._snapshot_timeout = snapshot_timeout
        self._listeners: list[OnChange] = []
        self._readers: list[LatestQueue[MergedBook]] = []
        self._waiters: list[asyncio.Future[None]] = []
        self._error: Exception | None = None
        # One price scale for both sides, said explicitly, since the exchange means to change its default.
        demand = Demand.of(BOOKS, {"market_tickers": list(tickers), "use_yes_price": True})
        # Those that have not ended.
        self._sources = [_BookSource(each, demand, self) for each in pool.connections_for(demand, pool.size)]

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
                try:
                    book = queue.take()
                except LookupError:
                    if not self._sources:
                        break
                    await queue.wait()
                else:
                    if self._books.get(book.ticker) is book:
                        yield book.view()
            if self._error is not None:
                raise self._error
        finally:
            self._readers.remove(queue)

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Call a function with a view after each change, also when a book goes stale.

        Args:
            listener: The function. The connection waits while it runs, so it must be quick. What it raises is logged
                and ends nothing.

        Returns:
            A function that ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def add(self, tickers: Sequence[str]) -> None:
        """Keep the books of further markets.

        If you cancel it, or it fails, the books are those that they were.

        Args:
            tickers: Their tickers.

        Raises:
            KalshiSubscriptionError: The exchange refused.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time, for example because the connection is
                lost.
            InvalidRequestError: The tickers are not a list of strings.
            KalshiStreamLostError: The books were closed.
        """
        new = [ticker for ticker in dict.fromkeys(_checked(tickers)) if ticker not in self._books]
        if not self._sources:
            raise self._error or KalshiStreamLostError("the books were closed; make others")
        self._books.update((ticker, MergedBook(ticker)) for ticker in new)
        try:
            await self._update("add_markets", new)
        except BaseException:
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
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time.
        """
        removed = [ticker for ticker in _checked(tickers) if self._books.pop(ticker, None)]
        # The others may all be right.
        self._wake()
        await self._update("delete_markets", removed)

    async def _update(self, action: str, tickers: list[str]) -> None:
        if not tickers:
            return
        named = {"market_tickers": tickers}
        updates = (source.connection.update(source.reader, action, named) for source in self._sources)
        try:
            for answer in await asyncio.gather(*updates, return_exceptions=True):
                if isinstance(answer, BaseException):
                    raise answer
        except BaseException:
            # Nobody is to read them, and one connection may have them.
            for source in self._sources:
                source.connection.drop(source.reader, dict.fromkeys(tickers))
            raise

    async def close(self) -> None:
        """Keep no book any longer."""
        await asyncio.gather(*(source.connection.remove(source.reader) for source in self._sources))

    async def _until_right(self) -> Self:
        try:
            async with asyncio.timeout(self._snapshot_timeout):
                while any(book.stale is not None for book in self._books.values()):
                    if not self._sources:
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

    def _ended(self, source: _BookSource, error: Exception | None) -> None:
        self._sources.remove(source)
        self._error = self._error or error
        if not self._sources:
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

    `book.view` is the book now. `async for view in book` gives a view after each change, the newest alone if there were
    several since the last. `on_change` calls a function with every single one. `await book` waits until it is right.
    """

    def __init__(self, books: OrderBooks, ticker: str) -> None:
        self.ticker = ticker
        self._books = books

    @property
    def view(self) -> OrderBookView:
        """The book as it is now."""
        return self._books[self.ticker]

    def __await__(self) -> Generator[Any, None, Self]:
        yield from self._books.__await__()
        return self

    def __aiter__(self) -> AsyncIterator[OrderBookView]:
        return self._books.__aiter__()

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Call a function with a view after each change; see `OrderBooks.on_change`."""
        return self._books.on_change(listener)

    async def close(self) -> None:
        """Keep the book no longer."""
        await self._books.close()
