"""Order books kept from the stream, for a program that wants to look at them or to follow them."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, Generic, Self, TypeVar

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_overlay.errors import KalshiSnapshotTimeoutError, KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.book import V
from kalshi_overlay.stream.changes import LevelChange, Touched
from kalshi_overlay.stream.connection import STOPPED, ConnectionPool, ReconnectingConnection
from kalshi_overlay.stream.feeds import BOOKS, SNAPSHOT
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.queues import LatestQueue
from kalshi_overlay.stream.readers import Demand, Names, Reader, Receiver
from kalshi_overlay.stream.reporting import Hearing
from kalshi_overlay.stream.tasks import fail

T = TypeVar("T")

_log = logging.getLogger("kalshi")
SNAPSHOT_TIMEOUT = 10.0
"""Seconds that awaiting a book waits for its snapshot, unless you say otherwise."""


class _BookSource(Receiver):
    """The order book messages of one connection."""

    def __init__(self, connection: ReconnectingConnection, demand: Demand, owner: OrderBooks[Any]) -> None:
        self.connection = connection
        self._number = connection.number
        self._owner = owner
        owner._hearing[connection.number] = connection.hearing
        self._books = owner._books
        self._on_change = owner._changed
        self.reader = Reader(demand, self)
        connection.add(self.reader)

    def receive(self, message: Any) -> None:
        """Apply a snapshot or a delta."""
        body = message.msg
        book = self._books.get(body.market_ticker)
        if book is None:
            return
        changed: Touched | bool | None
        if message.type == BOOKS:
            changed = book.delta(self._number, body)
            if not changed and not book.is_right(self._number):
                self.connection.want_snapshots(self.reader, [body.market_ticker])
                changed = changed is None
        else:
            changed = message.type == SNAPSHOT and book.snapshot(self._number, body)
        if changed:
            self._on_change(book, changed if isinstance(changed, tuple) else None)

    def problem_with(self, message: Any, drifts: Iterable[SpecDrift]) -> str | None:
        """Why a book would be wrong with a message, or without it if it is left out."""
        return self._owner._format.problem_with(message, drifts)

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Trust the book of a market, or no book of this connection, until its next snapshot."""
        for book in [each for each in self._books.values() if ticker in (None, each.ticker)]:
            if book.on_gap(self._number, reason):
                self._on_change(book)

    def on_refused(self, names: Names, error: Exception) -> None:
        """Keep the books of some markets no longer, unless another connection feeds them."""
        for ticker in names:
            self.on_gap(f"the exchange refuses it ({error})", ticker)
            self._owner._refused(ticker, error)

    def on_hearing(self) -> None:
        """Show all books again: each is late now, or no longer."""
        for book in list(self._books.values()):
            book.on_hearing()
            self._on_change(book)

    def on_end(self, error: Exception | None) -> None:
        """Trust no book of this connection any more."""
        closed = STOPPED if self.connection.is_closing else "the subscription was closed"
        self.on_gap(f"the subscription has ended ({error})" if error else closed, None)
        self._owner._ended(self, error)

    @property
    def fields(self) -> frozenset[str]:
        """What a book is made of."""
        book = self._owner._format
        # Without a clock, a time tells two changes apart.
        when = "clock" if book.has_clock else "ts_ms"
        return frozenset({"market_ticker", "market_id", when, *book.fields, *book.sides.values()})

    @property
    def queues(self) -> list[LatestQueue[MergedBook]]:
        """What iterators of the books read."""
        return self._owner._readers

    @property
    def is_awaited(self) -> bool:
        """Whether somebody awaits the books."""
        return bool(self._owner._waiters)


class OrderBooks(Mapping[str, V], Generic[V]):
    """The order books of some markets; made by `Stream.orderbooks`.

    `books[ticker]` is a market's book now. `async for view in books` gives a view after each change, the newest alone
    of a market that changed several times since it was last read. `on_change` calls a function with every single one. A
    book is right, or its view says why it may not be (`stale`). `await books` waits until all are right, and raises
    `KalshiSnapshotTimeoutError` if a snapshot doesn't come in time.
    """

    def __init__(self, pool: ConnectionPool, tickers: Iterable[str], snapshot_timeout: float) -> None:
        self._hearing: dict[int, Hearing] = {}
        self._format = pool.feed.book
        self._new_book = partial(MergedBook, book_format=self._format, hearing=self._hearing)
        tickers = _checked(tickers)
        self._books = {ticker: self._new_book(ticker) for ticker in tickers}
        self._snapshot_timeout = snapshot_timeout
        self._on_failure = partial(fail, pool.ended)
        # Why the exchange refuses the markets whose books are kept no longer.
        self._refusals: dict[str, Exception] = {}
        self._were_right = False
        self._listeners: tuple[Callable[[V], None], ...] = ()
        self._level_listeners: tuple[Callable[[LevelChange[V]], None], ...] = ()
        self._readers: list[LatestQueue[MergedBook]] = []
        self._waiters: list[asyncio.Future[None]] = []
        self._error: Exception | None = None
        channel = pool.feed.channels[BOOKS]
        # One price scale for both sides, said explicitly, since the exchange means to change its default.
        options = {"use_yes_price": True} if "use_yes_price" in channel.takes else {}
        demand = Demand.of(channel, {"market_tickers": tickers, **options})
        # Those that have not ended.
        self._sources = [_BookSource(each, demand, self) for each in pool.connections_for(demand, pool.size)]

    def __getitem__(self, ticker: str) -> V:
        view: V = self._books[ticker].view()
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)

    def __await__(self) -> Generator[Any, None, Self]:
        return self._until_right().__await__()

    async def __aiter__(self) -> AsyncIterator[V]:
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

    def on_change(self, listener: Callable[[V], None]) -> Callable[[], None]:
        """Call a function with a view after each change, also when a book goes stale.

        Each view is a copy. `on_level_change` costs less.

        Args:
            listener: The function. The connection waits while it runs, so it must be quick. What it raises is logged
                and ends nothing.

        Returns:
            A function that ends it.
        """
        self._listeners += (listener,)

        def end() -> None:
            at = self._listeners.index(listener)
            self._listeners = self._listeners[:at] + self._listeners[at + 1 :]

        return end

    def on_level_change(self, listener: Callable[[LevelChange[V]], None]) -> Callable[[], None]:
        """Call a function with what each change was, also when a book goes stale, without a copy of the book.

        Args:
            listener: The function. The connection waits while it runs, so it must be quick. What it raises is logged
                and ends nothing.

        Returns:
            A function that ends it.
        """
        self._level_listeners += (listener,)

        def end() -> None:
            at = self._level_listeners.index(listener)
            self._level_listeners = self._level_listeners[:at] + self._level_listeners[at + 1 :]

        return end

    async def add(self, tickers: Iterable[str]) -> None:
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
        refusals, before = dict(self._refusals), dict(self._books)
        new = [each for each in dict.fromkeys(_checked(tickers)) if each not in before or each in refusals]
        if not self._sources:
            raise self._error or KalshiStreamLostError("the books were closed; make others")
        self._books.update((ticker, self._new_book(ticker)) for ticker in new)
        for ticker in new:
            self._refusals.pop(ticker, None)
        try:
            await self._update("add_markets", new)
        except BaseException:
            # Nobody is to read them, and one connection may have them.
            for source in self._sources:
                source.connection.change(source.reader, dict.fromkeys(new), is_adding=False)
            for ticker in new:
                del self._books[ticker]
                if ticker in refusals:
                    self._books[ticker], self._refusals[ticker] = before[ticker], refusals[ticker]
            self._wake()
            raise

    async def remove(self, tickers: Iterable[str]) -> None:
        """Keep the books of some markets no longer.

        Args:
            tickers: Their tickers.

        Raises:
            KalshiSubscriptionError: The exchange refused; the books are those that they were.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time. The books are gone, and the exchange
                learns it as soon as that is possible.
        """
        before = dict(self._books)
        removed = [ticker for ticker in _checked(tickers) if self._books.pop(ticker, None)]
        # The others may all be right.
        self._wake()
        try:
            await self._update("delete_markets", removed)
        except KalshiSubscriptionError as error:
            added = {ticker: book for ticker, book in self._books.items() if ticker not in before}
            self._books.clear()
            self._books.update(before | added)
            for source in self._sources:
                for ticker in removed:
                    # Its changes were not followed meanwhile.
                    source.on_gap(f"its removal was refused ({error})", ticker)
                source.connection.change(source.reader, dict.fromkeys(removed), is_adding=True)
            raise
        except BaseException:
            for source in self._sources:
                source.connection.change(source.reader, dict.fromkeys(removed), is_adding=False)
            raise
        for ticker in removed:
            self._refusals.pop(ticker, None)

    async def _update(self, action: str, tickers: list[str]) -> None:
        if not tickers:
            return
        named = {"market_tickers": tickers}
        updates = (source.connection.update(source.reader, action, named) for source in self._sources)
        for answer in await asyncio.gather(*updates, return_exceptions=True):
            if isinstance(answer, BaseException):
                raise answer

    async def close(self) -> None:
        """Keep no book any longer."""
        await asyncio.gather(*(source.connection.remove(source.reader) for source in self._sources))

    async def _until_right(self) -> Self:
        try:
            async with asyncio.timeout(self._snapshot_timeout):
                while stale := self._stale():
                    if not self._sources:
                        problem = f"the stream was closed before the books of {', '.join(stale)} were right"
                        raise self._error or KalshiStreamLostError(problem)
                    for ticker in stale.keys() & self._refusals.keys():
                        raise self._refusals[ticker]
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
        except TimeoutError:
            raise KalshiSnapshotTimeoutError(self._stale(), self._snapshot_timeout) from None
        except asyncio.CancelledError:
            waiters = [each for each in self._waiters if not each.done()]
            if not (self._were_right or self._readers or self._listeners or self._level_listeners or waiters):
                # Whoever gave up waiting for them has most likely nothing by which to close them.
                for source in list(self._sources):
                    source.connection.leave(source.reader)
            raise
        self._were_right = True
        return self

    def _stale(self) -> dict[str, str]:
        views = (book.view() for book in self._books.values())
        return {view.ticker: view.stale for view in views if view.stale is not None}

    def _changed(self, book: MergedBook, touched: Touched | None = None) -> None:
        if book.stale is not None and not self._format.has_clock:
            # Every connection's book may be old, and the first snapshot makes it right.
            for source in self._sources:
                source.connection.want_snapshots(source.reader, [book.ticker])
        for queue in self._readers:
            queue.put(book)
        if self._level_listeners:
            _tell(self._level_listeners, book.begin_change(touched), book.ticker)
        if self._listeners:
            _tell(self._listeners, book.view(), book.ticker)
        if self._waiters:
            self._wake()

    def _ended(self, source: _BookSource, error: Exception | None) -> None:
        self._sources.remove(source)
        self._error = self._error or error
        if not self._sources:
            self._report(self._error)
            for queue in self._readers:
                queue.wake()
            self._wake()

    def _refused(self, ticker: str, error: Exception) -> None:
        if not any(ticker in source.reader.demand.names for source in self._sources):
            self._refusals[ticker] = error
            self._report(error)
            self._wake()

    def _report(self, error: Exception | None) -> None:
        """Let `run_forever` raise what nobody else would learn."""
        if error is not None and not (self._readers or self._waiters):
            self._on_failure(error)

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()


def _tell(listeners: Iterable[Callable[[T], None]], news: T, ticker: str) -> None:
    for listener in listeners:
        try:
            listener(news)
        except Exception:
            _log.exception("a listener of the order book of %s failed", ticker)


def _checked(tickers: Iterable[str]) -> list[str]:
    """A list of the tickers, which may come from an iterator."""
    listed: list[Any] = list(tickers) if isinstance(tickers, Iterable) and not isinstance(tickers, str) else [None]
    checked = [ticker for ticker in listed if isinstance(ticker, str)]
    if len(checked) != len(listed):
        raise InvalidRequestError("tickers", f"must be a list of tickers, not {type(tickers).__name__}; write [ticker]")
    return checked


class OrderBook(Generic[V]):
    """The order book of one market; made by `Stream.orderbook`.

    `book.view` is the book now. `async for view in book` gives a view after each change, the newest alone if there were
    several since the last. `on_change` calls a function with every single one. `await book` waits until it is right.
    """

    def __init__(self, books: OrderBooks[V], ticker: str) -> None:
        self.ticker = ticker
        self._books = books

    @property
    def view(self) -> V:
        """The book as it is now."""
        return self._books[self.ticker]

    def __await__(self) -> Generator[Any, None, Self]:
        yield from self._books.__await__()
        return self

    def __aiter__(self) -> AsyncIterator[V]:
        return self._books.__aiter__()

    def on_change(self, listener: Callable[[V], None]) -> Callable[[], None]:
        """Call a function with a view after each change; see `OrderBooks.on_change`."""
        return self._books.on_change(listener)

    def on_level_change(self, listener: Callable[[LevelChange[V]], None]) -> Callable[[], None]:
        """Call a function with what each change was; see `OrderBooks.on_level_change`."""
        return self._books.on_level_change(listener)

    async def close(self) -> None:
        """Keep the book no longer."""
        await self._books.close()
