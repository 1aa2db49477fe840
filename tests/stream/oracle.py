"""The exchange's own order books at each of their clocks, recorded as the engine announces them."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from attrs import evolve

from kalshi_overlay.stream import BookView, OrderBookView, PerpsBookView
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.engine import BookDelta, EngineEvent
from kalshi_sandbox.perps import engine as perps

WITH_CLOCKS = evolve(MEASURED, book_clocks=True)
"""What was measured, and a clock by which each step of a book can be held against the exchange's at that moment."""

Levels = dict[tuple[str, Decimal], Decimal]


class BookOracle:
    """Every state that every book has had.

    A state is kept as one number, the hash of its levels: 200,000 books would not fit.

    Args:
        exchange: The exchange, whose books are recorded from now on.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self._levels: dict[str, Levels] = defaultdict(dict)
        # Changes of one action may share a clock, so a clock may have several states.
        self._states: dict[str, dict[int, list[int]]] = defaultdict(dict)
        self._newest: dict[str, int] = defaultdict(int)
        # The newest step of every state of a book, for views of streams without a clock.
        self._all: dict[str, dict[int, int]] = defaultdict(dict)
        self._steps: dict[str, int] = defaultdict(int)
        # The state before the first change, whose clock was of before as well.
        self._first: dict[str, int] = defaultdict(int)
        self._first_clock: dict[str, int] = {}
        for market in exchange.engine.markets.all():
            view = exchange.engine.books.get(market.ticker)
            sides = {"bid": view.bids, "ask": view.asks}
            self._levels[market.ticker] = {
                (side, price): count for side, levels in sides.items() for price, count in dict(levels).items()
            }
            self._first[market.ticker] = _state(self._levels[market.ticker])
            self._all[market.ticker][self._first[market.ticker]] = 0
        self.close = exchange.engine.listen(self._happened)

    def _happened(self, happening: EngineEvent) -> None:
        if not isinstance(happening, BookDelta):
            return
        levels, states = self._levels[happening.ticker], self._states[happening.ticker]
        state = states[self._newest[happening.ticker]][-1] if states else self._first[happening.ticker]
        level = happening.side, happening.price
        before = levels.pop(level, Decimal(0))
        after = before + happening.change
        assert after >= 0
        if before:
            state ^= _hash(*level, before)
        if after:
            state ^= _hash(*level, after)
            levels[level] = after
        self._first_clock.setdefault(happening.ticker, happening.clock)
        states.setdefault(happening.clock, []).append(state)
        self._steps[happening.ticker] += 1
        self._all[happening.ticker][state] = self._steps[happening.ticker]
        self._newest[happening.ticker] = happening.clock

    def clock(self, ticker: str) -> int:
        """The clock of a market's newest change."""
        return self._newest[ticker]

    def is_right(self, view: OrderBookView) -> bool:
        """Whether a book is exactly what the exchange's was at its clock; at some moment, where it has no clock."""
        return self.was(view.ticker, view.clock, state_of(view))

    def was(self, ticker: str, clock: int | None, state: int) -> bool:
        """Whether a book was in a state at a clock; at some moment, without a clock."""
        if clock is None:
            return state in self._all[ticker] or state == self._first[ticker]
        if clock < self._first_clock.get(ticker, sys.maxsize):
            return state == self._first[ticker]
        return state in self._states[ticker].get(clock, ())

    def forget(self, ticker: str) -> None:
        """A book says that it is stale."""

    def steps(self, tickers: Iterable[str]) -> dict[str, int]:
        """How often each market's book has changed so far."""
        return {ticker: self._steps[ticker] for ticker in tickers}

    def is_since(self, view: OrderBookView, step: int) -> bool:
        """Whether a book is what the exchange's was after so many changes, or has become since."""
        return view.stale is None and self._all[view.ticker].get(_state(_levels_of(view)), -1) >= step

    def is_newest(self, view: OrderBookView) -> bool:
        """Whether a book is what the exchange's is now."""
        return view.stale is None and _levels_of(view) == self._levels[view.ticker]


class PerpsBookOracle:
    """Every state that every book of perpetual futures has had, and which of them a reader has seen last.

    Args:
        exchange: The exchange, whose books are recorded from now on.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self._levels: dict[str, Levels] = defaultdict(dict)
        self._state: dict[str, int] = defaultdict(int)
        # The steps at which a book was in a state, ascending; new books are empty.
        self._steps: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list, {0: [0]}))
        self._step: dict[str, int] = defaultdict(int)
        self._seen: dict[str, int] = defaultdict(int)
        self.close = exchange.perps.listen(self._happened)

    def _happened(self, happening: perps.EngineEvent) -> None:
        if isinstance(happening, perps.BookDelta):
            ticker, level = happening.ticker, (happening.side, happening.price)
            levels = self._levels[ticker]
            before = levels.pop(level, Decimal(0))
            after = before + happening.change
            assert after >= 0
            for count in (before, after):
                self._state[ticker] ^= _hash(*level, count) if count else 0
            if after:
                levels[level] = after
            self._step[ticker] += 1
            self._steps[ticker][self._state[ticker]].append(self._step[ticker])

    def is_right(self, view: PerpsBookView) -> bool:
        """Whether a book is exactly what the exchange's was at some moment, and no earlier one than was seen before."""
        steps = self._steps[view.ticker].get(_state(_levels_of(view)), [])
        at = bisect_left(steps, self._seen[view.ticker])
        if at == len(steps):
            return False
        self._seen[view.ticker] = steps[at]
        return True

    def forget(self, ticker: str) -> None:
        """A book says that it is stale, so what is next may be older."""
        self._seen[ticker] = 0

    def is_newest(self, view: PerpsBookView) -> bool:
        """Whether a book is what the exchange's is now."""
        return view.stale is None and _levels_of(view) == self._levels[view.ticker]


def is_current(exchange: Sandbox, view: OrderBookView) -> bool:
    """Whether a book claims to be right, and is what the exchange's is now."""
    book = exchange.engine.books.get(view.ticker)
    shown = {level.price: level.count for level in view.bids}, {level.price: level.count for level in view.asks}
    return view.stale is None and shown == (dict(book.bids), dict(book.asks))


def state_of(view: BookView) -> int:
    """A book's levels as one number, the same in every process."""
    return _state(_levels_of(view))


def _levels_of(view: BookView) -> Levels:
    bids: Levels = {("bid", level.price): level.count for level in view.bids}
    return bids | {("ask", level.price): level.count for level in view.asks}


def _state(levels: Levels) -> int:
    state = 0
    for (side, price), count in levels.items():
        state ^= _hash(side, price, count)
    return state


def _hash(side: str, price: Decimal, count: Decimal) -> int:
    # The hash of a text is another one in each process.
    return hash((side == "bid", price, count))
