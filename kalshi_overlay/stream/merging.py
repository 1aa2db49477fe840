"""One market's book out of the streams of several connections.

Each connection keeps a book of its own. It is right from a snapshot on, for as long as its sequence has no gap. One of
them is served. When it is lost, another one takes its place at once.

Where the messages carry the exchange's clock, the connection that is furthest ahead is served. Deltas may share a
clock, and a snapshot holds every change up to its own clock. So a position is a clock and how many deltas of it have
come. The exchange may restart its clock in maintenance. A connection on which the clock goes back has seen that, and is
ahead of those that have not. Without a clock (no capture of the live exchange has one) positions can't be compared, and
the connection that is served stays the one until it is lost. On a feed without any clock, another one takes over only
if it has the very same levels after the very same change. Otherwise the book is stale up to the next snapshot.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, DecimalException
from typing import Any, Final

from kalshi_overlay.books import Level
from kalshi_overlay.stream.changes import BookSide, LevelChange, Touched
from kalshi_overlay.stream.feeds import MOST, BookFormat
from kalshi_overlay.stream.reporting import Hearing

_ALL: Final = sys.maxsize
_NO_SNAPSHOT: Final = "no snapshot has come yet"
_UNKNOWN: Final = "the exchange knows no market of this ticker"
# A Decimal is compared with one of its own faster than with an int.
_ZERO: Final = Decimal(0)


class _Side:
    """The bids or the asks of a book.

    Attributes:
        name: Which of them they are.
        levels: The contracts at each price.
        is_shared: Whether a view holds these levels: the next change copies them.
        best: The best price; None if it is unknown, or if there are no levels.
    """

    __slots__ = ("_best_level", "_pick", "best", "is_shared", "levels", "name")

    def __init__(self, name: BookSide) -> None:
        self.name = name
        self._pick: Callable[[Iterable[Decimal]], Decimal] = max if name == "bid" else min
        self.replace({})

    def replace(self, levels: dict[Decimal, Decimal]) -> None:
        """Take other levels."""
        self.levels = levels
        self.is_shared = False
        self.best: Decimal | None = None
        self._best_level: Level | None = None

    def follow(self, price: Decimal) -> None:
        """Keep the best price, which is known, after a change at a price."""
        best = self.best
        if price == best:
            self._best_level = None
            if price not in self.levels:
                # The next one is looked up when somebody asks.
                self.best = None
        elif best is not None and price in self.levels and self._pick((best, price)) is price:
            self.best, self._best_level = price, None

    def best_level(self) -> Level | None:
        """The best level, whose price is followed from now on; None if there are no levels."""
        if self.best is None:
            if not self.levels:
                return None
            self.best = self._pick(self.levels)
        if self._best_level is None:
            self._best_level = Level(self.best, self.levels[self.best])
        return self._best_level


class _ConnectionBook:
    """A market's book as one connection has it.

    Attributes:
        is_right: Whether it is the exchange's book.
        clock: The exchange's clock of its newest message; None where its messages have none.
        restarts: How often the clock had gone back by then.
        count: How many deltas of that clock have come.
        newest: The `msg` of the newest delta since the last snapshot; None if there is none, or on a feed with clocks.
        hearing: What the connection hears.
        bids: The bids.
        asks: The asks.
        sides: Both, by their names in a change.
    """

    __slots__ = ("_format", "asks", "bids", "clock", "count", "hearing", "is_right", "newest", "restarts", "sides")

    def __init__(self, book_format: BookFormat, hearing: Hearing) -> None:
        self.hearing = hearing
        self.is_right = False
        self.clock: int | None = None
        self.restarts = self.count = 0
        self.newest: Any = None
        self._format = book_format
        self.bids, self.asks = _Side("bid"), _Side("ask")
        self.sides = dict(zip(book_format.sides, (self.bids, self.asks), strict=True))

    @property
    def is_late(self) -> bool:
        """Whether its connection hears nothing, or too late."""
        return self.hearing.problem() is not None

    @property
    def position(self) -> tuple[int, int, int] | None:
        """How far it has come; None where its messages have no clock."""
        return None if self.clock is None else (self.restarts, self.clock, self.count)

    def is_same_as(self, other: _ConnectionBook) -> bool:
        """Whether both have the same levels after the same change, which only its time tells from another one."""
        newest = self.newest
        if not (newest and newest.ts_ms and newest == other.newest):
            return False
        return all(side.levels == other.sides[name].levels for name, side in self.sides.items())

    def replace(self, snapshot: Any) -> None:
        """Take a snapshot's levels."""
        price_of = self._format.price_of
        for side, name in self._format.sides.items():
            levels = {price_of(str(price)): count for price, count in getattr(snapshot, name) or () if count}
            self.sides[side].replace(levels)
        self.newest = None

    def view(self, ticker: str, stale: str | None) -> Any:
        """Give the levels as they are now."""
        bids, asks = self.bids, self.asks
        bids.is_shared = asks.is_shared = True
        return self._format.view(
            ticker=ticker,
            clock=self.clock,
            stale=self.stale_now(stale),
            heard_at=self.hearing.at,
            bids=bids.levels,
            asks=asks.levels,
        )

    def stale_now(self, stale: str | None) -> str | None:
        """Why the book may be out of date, also by what its connection hears; None while it is right."""
        hearing = self.hearing
        return hearing.problem() if hearing.is_limited and stale is None else stale


class MergedBook:
    """A market's book, fed by one or several connections.

    Attributes:
        stale: Why the book may be out of date; None while it is right.
        newest_change: What tells of the newest change, for as long as nothing else has changed; None if nothing does.
        served: The book of the connection that is served.
    """

    __slots__ = (
        "_change_of",
        "_format",
        "_has_clock",
        "_hearing",
        "_prices",
        "_restarts",
        "_sources",
        "newest_change",
        "served",
        "stale",
        "ticker",
    )

    def __init__(self, ticker: str, book_format: BookFormat, hearing: Mapping[int, Hearing]) -> None:
        self.ticker = ticker
        self._format = book_format
        self._change_of, self._has_clock = book_format.change_of, book_format.has_clock
        self._prices = book_format.prices
        self.newest_change: LevelChange[Any] | None = None
        self._hearing = hearing
        self.stale: str | None = _NO_SNAPSHOT
        self._sources: dict[int, _ConnectionBook] = {}
        self.served = _ConnectionBook(book_format, Hearing())
        # How often the exchange's clock is known to have gone back.
        self._restarts = 0

    def view(self) -> Any:
        """The book as it is now."""
        return self.served.view(self.ticker, self.stale)

    def best_bid(self) -> Level | None:
        """The highest bid; None if there is none."""
        return self.served.bids.best_level()

    def best_ask(self) -> Level | None:
        """The lowest ask; None if there is none."""
        return self.served.asks.best_level()

    def begin_change(self, touched: Touched | None) -> LevelChange[Any]:
        """Tell of the newest change until the next one.

        Args:
            touched: The level that changed; None if more may have changed.
        """
        served, stale = self.served, self.stale
        if stale is None and served.hearing.is_limited:
            stale = served.hearing.problem()
        change: LevelChange[Any] = LevelChange(self, stale, served.clock, touched)
        self.newest_change = change
        return change

    def snapshot(self, number: int, snapshot: Any) -> bool:
        """Apply the `msg` of a sound snapshot of a connection's, and return whether the book has changed."""
        if getattr(snapshot, "market_id", None) == "":
            # What the exchange sends of a market that it doesn't know.
            self.on_gap(number, _UNKNOWN)
            self.stale = self.stale and _UNKNOWN
            self.newest_change = None
            return True
        source = self._sources.setdefault(number, _ConnectionBook(self._format, self._hearing[number]))
        source.replace(snapshot)
        source.is_right = True
        self._count_clock_from(source, snapshot.clock if self._has_clock else None)
        source.count = _ALL
        return self._serve(source)

    def delta(self, number: int, delta: Any) -> Touched | bool | None:
        """Apply the `msg` of a delta that has come over a connection, and return whether the book has changed.

        Returns:
            The level that changed; True if the book became another one, False if it has not changed, None if the
            connection's book can't be right any more.
        """
        source = self._sources.get(number)
        if source is None or not source.is_right:
            return False
        side, price, added = self._change_of(delta)
        try:
            text = str(price)
            price = self._prices.get(text) or self._format.price_of(text)
            levels = (changed := source.sides[side]).levels
            before = levels.get(price)
            count = added if before is None else before + added
            # Neither fewer than none, nor more than sums are exact for, nor what is no number.
            problem = None
            if count and not _ZERO < count < MOST:
                problem = f"a change of {added} contracts at {price}, where there were {before or 0}"
        except (KeyError, TypeError, ValueError, DecimalException) as error:
            problem = _problem_with_change(error, side, price, added)
        if problem is not None:
            self.on_gap(number, f"a delta can't be applied: {problem}")
            return None
        if changed.is_shared:
            levels = changed.levels = levels.copy()
            changed.is_shared = False
        if count:
            levels[price] = count
        elif before is not None:
            del levels[price]
        if changed.best is not None:
            changed.follow(price)
        if not self._has_clock:
            source.newest = delta
        else:
            clock, latest = delta.clock, source.clock
            if latest is None or type(clock) is not int or clock < latest:
                self._count_clock_from(source, clock)
            elif clock > latest:
                source.clock, source.count = clock, 1
            else:
                source.count = source.count + 1 if source.count != _ALL else 1
        if source is self.served:
            self.newest_change = None
            return changed.name, price, count
        return self._serve(source)

    def is_right(self, number: int) -> bool:
        """Whether the book is right as a connection has it."""
        source = self._sources.get(number)
        return source is not None and source.is_right

    def on_gap(self, number: int, reason: str) -> bool:
        """Trust a connection's book no more, and return whether the book has changed by that."""
        source = self._sources.get(number)
        if source is None or not source.is_right:
            self.stale = self.stale and reason
            return False
        source.is_right = False
        if source is not self.served:
            return False
        if not self._serve_best():
            self._distrust(reason)
        return True

    def on_hearing(self) -> None:
        """Serve another connection's book if the one that is served hears nothing, or too late."""
        if self.stale is None:
            self._serve_best()
            others = (each.is_right and not each.is_late for each in self._sources.values())
            if not self._has_clock and (late := self.served.hearing.problem()) and any(others):
                self._distrust(late)

    def _serve_best(self) -> bool:
        """Serve a right book, at best one that is not late; False if there is none that may follow the served one."""
        served = self.served
        right = [
            each
            for each in self._sources.values()
            if each.is_right and (self._has_clock or each is served or each.is_same_as(served))
        ]
        if right:
            self.newest_change = None
            self.served = max(right, key=lambda each: (not each.is_late, each.position or (0, 0, 0), each is served))
        return bool(right)

    def _distrust(self, reason: str) -> None:
        """Trust no connection's book before its next snapshot."""
        self.stale, self.newest_change = reason, None
        for each in self._sources.values():
            each.is_right = False

    def _count_clock_from(self, source: _ConnectionBook, clock: Any) -> None:
        """Follow the clock of a connection's messages from here on, if they have one."""
        if type(clock) is not int:
            source.clock = None
            return
        if source.clock is not None and clock < source.clock:
            # A restart, which this connection may be the first to see.
            self._restarts = max(self._restarts, source.restarts + 1)
        source.clock, source.restarts, source.count = clock, self._restarts, 1

    def _serve(self, source: _ConnectionBook) -> bool:
        """Serve a connection's book if it is ahead, and return whether the served book has changed."""
        served = self.served
        if source is not served:
            is_ahead = source.position is not None and served.position is not None and source.position > served.position
            if self.stale is None and not is_ahead:
                return False
            self.served = source
        self.stale = self.newest_change = None
        return True


def _problem_with_change(error: Exception, side: Any, price: Any, added: Any) -> str:
    """What was wrong with a change that could not be computed, in words."""
    if isinstance(error, DecimalException):
        return f"a change of {added} contracts"
    return f"a change at the price {price}" if isinstance(error, ValueError) else f"a change of the side {side!r}"
