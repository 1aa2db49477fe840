"""Every order book at each of its clocks, recorded while it changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from operator import xor
from typing import Protocol

from attrs import define, field, frozen

from ..engine import BookDelta, EngineEvent, Exchange
from ..engine.order import Side
from .mirror import Levels, apply

# A complete book is stored every so many changes, so that no look-up replays more than these.
_STORE_EVERY = 64


class BookLevel(Protocol):
    """The contracts at one price, such as a level of an `OrderBookView`."""

    @property
    def price(self) -> Decimal:
        """The price, in US dollars for yes."""

    @property
    def count(self) -> Decimal:
        """The contracts."""


@frozen
class BookAt:
    """An order book at one of its clocks: contracts by price, in US dollars for yes.

    Args:
        clock: The clock of the last change in it.
    """

    clock: int
    bids: dict[Decimal, Decimal]
    asks: dict[Decimal, Decimal]


@define
class _BookLog:
    now: dict[Side, Levels]
    clocks: list[int] = field(factory=list)
    changes: list[tuple[Side, Decimal, Decimal]] = field(factory=list)
    stored: list[dict[Side, Levels]] = field(factory=list)
    fingerprint: int = 0
    alike: dict[int, list[int]] = field(factory=lambda: defaultdict(list))

    def change(self, delta: BookDelta) -> None:
        """Apply a change, and record it."""
        if len(self.changes) % _STORE_EVERY == 0:
            self.stored.append({side: dict(levels) for side, levels in self.now.items()})
        change = delta.side, delta.price, delta.change
        before = self.now[delta.side].get(delta.price)
        apply(self.now, *change)
        for count in (before, self.now[delta.side].get(delta.price)):
            self.fingerprint ^= hash((delta.side, delta.price, count)) if count else 0
        self.alike[self.fingerprint].append(delta.clock)
        self.changes.append(change)
        self.clocks.append(delta.clock)


class BookHistory:
    """Records all changes of all order books from now on.

    Args:
        exchange: The engine.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._books: dict[str, _BookLog] = defaultdict(lambda: _BookLog({"bid": {}, "ask": {}}))
        with exchange.clock.lock:
            for market in exchange.markets.all():
                view = exchange.books.get(market.ticker)
                bids, asks = dict(view.bids), dict(view.asks)
                self._books[market.ticker] = _BookLog({"bid": bids, "ask": asks}, fingerprint=_fingerprint(bids, asks))
            self._end = exchange.listen(self._on_event)

    def clocks(self, ticker: str) -> tuple[int, ...]:
        """The clocks of a market's changes since the start, ascending."""
        return tuple(self._books[ticker].clocks)

    def at(self, ticker: str, clock: int) -> BookAt:
        """A market's book right after the change of a clock, or after the last one before it.

        Args:
            ticker: The market.
            clock: A clock; before the first recorded change, you get the initial book.
        """
        log = self._books[ticker]
        done = bisect_right(log.clocks, clock)
        if not log.stored:
            return BookAt(0, dict(log.now["bid"]), dict(log.now["ask"]))
        near = min(done // _STORE_EVERY, len(log.stored) - 1)
        levels: dict[Side, Levels] = {side: dict(stored) for side, stored in log.stored[near].items()}
        for change in log.changes[near * _STORE_EVERY : done]:
            apply(levels, *change)
        return BookAt(log.clocks[done - 1] if done else 0, levels["bid"], levels["ask"])

    def find(
        self, ticker: str, bids: Levels | Iterable[BookLevel], asks: Levels | Iterable[BookLevel], *, after: int = 0
    ) -> int | None:
        """The clock at which a market's book was exactly this, for readers whose messages have no clocks.

        Args:
            ticker: The market.
            bids: Contracts by price, in US dollars for yes: a dict, or the levels of an `OrderBookView`.
            asks: Likewise.
            after: The first clock to look at: that of the book that the reader had before.

        Returns:
            The earliest such clock, 0 for the initial book; None if the book was never so since then.
        """
        log, bids, asks = self._books[ticker], _by_price(bids), _by_price(asks)
        later = log.alike.get(_fingerprint(bids, asks), [])
        for clock in (after, *later[bisect_right(later, after) :]):
            book = self.at(ticker, clock)
            if (book.bids, book.asks) == (bids, asks):
                return book.clock
        return None

    def close(self) -> None:
        """Stop recording."""
        self._end()

    def _on_event(self, event: EngineEvent) -> None:
        if isinstance(event, BookDelta):
            self._books[event.ticker].change(event)


def _by_price(side: Levels | Iterable[BookLevel]) -> Levels:
    return side if isinstance(side, dict) else {level.price: level.count for level in side}


def _fingerprint(bids: Levels, asks: Levels) -> int:
    """A number that different books hardly ever share."""
    sides: tuple[tuple[Side, Levels], ...] = (("bid", bids), ("ask", asks))
    return reduce(xor, (hash((side, *level)) for side, levels in sides for level in levels.items()), 0)
