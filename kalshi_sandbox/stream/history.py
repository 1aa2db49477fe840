"""Every order book at each of its clocks, kept while it changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import reduce
from operator import xor

from attrs import define, field, frozen

from ..engine import BookDelta, EngineEvent, Exchange
from ..engine.order import Side
from .mirror import Levels, apply

# A whole book is kept every so many changes, so that any moment is found without replaying all before it.
_APART = 64


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
class _Past:
    now: dict[Side, Levels]
    clocks: list[int] = field(factory=list)
    changes: list[tuple[Side, Decimal, Decimal]] = field(factory=list)
    kept: list[dict[Side, Levels]] = field(factory=list)
    fingerprint: int = 0
    alike: dict[int, list[int]] = field(factory=lambda: defaultdict(list))

    def change(self, delta: BookDelta) -> None:
        """Apply a change, and keep it."""
        if len(self.changes) % _APART == 0:
            self.kept.append({side: dict(levels) for side, levels in self.now.items()})
        change = delta.side, delta.price, delta.change
        before = self.now[delta.side].get(delta.price)
        apply(self.now, *change)
        for count in (before, self.now[delta.side].get(delta.price)):
            self.fingerprint ^= hash((delta.side, delta.price, count)) if count else 0
        self.alike[self.fingerprint].append(delta.clock)
        self.changes.append(change)
        self.clocks.append(delta.clock)


class BookHistory:
    """Keeps all changes of all order books from its making on.

    Args:
        exchange: The engine.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._books: dict[str, _Past] = defaultdict(lambda: _Past({"bid": {}, "ask": {}}))
        with exchange.clock.lock:
            for market in exchange.markets.all():
                view = exchange.books.get(market.ticker)
                bids, asks = dict(view.bids), dict(view.asks)
                self._books[market.ticker] = _Past({"bid": bids, "ask": asks}, fingerprint=_fingerprint(bids, asks))
            self._end = exchange.listen(self._happened)

    def clocks(self, ticker: str) -> tuple[int, ...]:
        """The clocks of a market's changes since the start, ascending."""
        return tuple(self._books[ticker].clocks)

    def at(self, ticker: str, clock: int) -> BookAt:
        """A market's book right after the change of a clock, or after the last one before it.

        Args:
            ticker: The market.
            clock: A clock of it; one before the first change that was kept gives the book as it was then.
        """
        past = self._books[ticker]
        done = bisect_right(past.clocks, clock)
        if not past.kept:
            return BookAt(0, dict(past.now["bid"]), dict(past.now["ask"]))
        near = min(done // _APART, len(past.kept) - 1)
        levels: dict[Side, Levels] = {side: dict(kept) for side, kept in past.kept[near].items()}
        for change in past.changes[near * _APART : done]:
            apply(levels, *change)
        return BookAt(past.clocks[done - 1] if done else 0, levels["bid"], levels["ask"])

    def find(self, ticker: str, bids: Levels, asks: Levels, *, after: int = 0) -> int | None:
        """The clock at which a market's book was exactly this, for a reader whose messages have no clocks.

        Args:
            bids: Contracts by price, in US dollars for yes.
            asks: Likewise.
            after: The first moment that counts: what the reader had before was of this clock.

        Returns:
            The earliest such clock, 0 for the book of the beginning; None if it never was so since.
        """
        past = self._books[ticker]
        later = past.alike.get(_fingerprint(bids, asks), [])
        for clock in (after, *later[bisect_right(later, after) :]):
            book = self.at(ticker, clock)
            if (book.bids, book.asks) == (bids, asks):
                return book.clock
        return None

    def close(self) -> None:
        """Keep no more."""
        self._end()

    def _happened(self, happening: EngineEvent) -> None:
        if not isinstance(happening, BookDelta):
            return
        self._books[happening.ticker].change(happening)


def _fingerprint(bids: Levels, asks: Levels) -> int:
    """A number that books have in common only if they are alike, but for chance."""
    sides: tuple[tuple[Side, Levels], ...] = (("bid", bids), ("ask", asks))
    return reduce(xor, (hash((side, *level)) for side, levels in sides for level in levels.items()), 0)
