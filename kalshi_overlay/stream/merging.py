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
from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any, Final

from kalshi_overlay.stream.feeds import MOST, BookFormat
from kalshi_overlay.stream.reporting import Hearing

_ALL: Final = sys.maxsize
_NO_SNAPSHOT: Final = "no snapshot has come yet"
_UNKNOWN: Final = "the exchange knows no market of this ticker"
# A Decimal is compared with one of its own faster than with an int.
_ZERO: Final = Decimal(0)


class _ConnectionBook:
    """A market's book as one connection has it.

    Attributes:
        is_right: Whether it is the exchange's book.
        clock: The exchange's clock of its newest message; None where its messages have none.
        restarts: How often the clock had gone back by then.
        count: How many deltas of that clock have come.
        newest: The `msg` of the newest delta since the last snapshot; None if there is none.
        hearing: What the connection hears.
    """

    __slots__ = (
        "_format",
        "_prices",
        "_sides",
        "_viewed",
        "clock",
        "count",
        "hearing",
        "is_right",
        "newest",
        "restarts",
    )

    def __init__(self, book_format: BookFormat, hearing: Hearing) -> None:
        self.hearing = hearing
        self.is_right = False
        self.clock: int | None = None
        self.restarts = self.count = 0
        self.newest: Any = None
        self._format = book_format
        self._prices = book_format.prices
        self._sides: dict[str, dict[Decimal, Decimal]] = {side: {} for side in book_format.sides}
        # The sides that a view holds: the next change copies them.
        self._viewed: set[str] = set()

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
        return bool(newest and newest.ts_ms) and newest == other.newest and self._sides == other._sides

    def replace(self, snapshot: Any) -> None:
        """Take a snapshot's levels."""
        self._sides = {
            side: {price: count for price, count in getattr(snapshot, name) or () if count}
            for side, name in self._format.sides.items()
        }
        self._viewed.clear()
        self.newest = None

    def change(self, side: str, price: Decimal, delta: Decimal) -> str | None:
        """Add to a level, or take from it.

        Returns:
            Why that can't be, in words, and all is as it was; None if it was done.
        """
        try:
            levels = self._sides[side]
            text = str(price)
            try:
                price = self._prices[text]
            except KeyError:
                price = self._format.new_price(text)
            before = levels.get(price)
            count = delta if before is None else before + delta
            if side in self._viewed:
                self._viewed.remove(side)
                levels = self._sides[side] = levels.copy()
            if _ZERO < count < MOST:
                levels[price] = count
            elif count:
                return f"a change of {delta} contracts at {price}, where there were {before or 0}"
            else:
                levels.pop(price, None)
        except (KeyError, TypeError):
            return f"a change of the side {side!r}"
        except ValueError:
            return f"a change at the price {price}"
        except DecimalException:
            return f"a change of {delta} contracts"
        return None

    def view(self, ticker: str, stale: str | None) -> Any:
        """Give the levels as they are now."""
        self._viewed.update(self._sides)
        (bids, asks), hearing = self._sides.values(), self.hearing
        if hearing.is_limited and stale is None:
            stale = hearing.problem()
        return self._format.view(
            ticker=ticker, clock=self.clock, stale=stale, heard_at=hearing.at, bids=bids, asks=asks
        )


class MergedBook:
    """A market's book, fed by one or several connections.

    Attributes:
        stale: Why the book may be out of date; None while it is right.
    """

    __slots__ = (
        "_change_of",
        "_format",
        "_has_clock",
        "_hearing",
        "_restarts",
        "_served",
        "_sources",
        "stale",
        "ticker",
    )

    def __init__(self, ticker: str, book_format: BookFormat, hearing: Mapping[int, Hearing]) -> None:
        self.ticker = ticker
        self._format = book_format
        self._change_of, self._has_clock = book_format.change_of, book_format.has_clock
        self._hearing = hearing
        self.stale: str | None = _NO_SNAPSHOT
        self._sources: dict[int, _ConnectionBook] = {}
        self._served = _ConnectionBook(book_format, Hearing())
        # How often the exchange's clock is known to have gone back.
        self._restarts = 0

    def view(self) -> Any:
        """The book as it is now."""
        return self._served.view(self.ticker, self.stale)

    def snapshot(self, number: int, snapshot: Any) -> bool:
        """Apply the `msg` of a sound snapshot of a connection's, and return whether the book has changed."""
        if getattr(snapshot, "market_id", None) == "":
            # What the exchange sends of a market that it doesn't know.
            self.on_gap(number, _UNKNOWN)
            self.stale = self.stale and _UNKNOWN
            return True
        source = self._sources.setdefault(number, _ConnectionBook(self._format, self._hearing[number]))
        source.replace(snapshot)
        source.is_right = True
        self._count_clock_from(source, snapshot.clock if self._has_clock else None)
        source.count = _ALL
        return self._serve(source)

    def delta(self, number: int, delta: Any) -> bool | None:
        """Apply the `msg` of a delta that has come over a connection, and return whether the book has changed.

        None means that the connection's book can't be right any more.
        """
        source = self._sources.get(number)
        if source is None or not source.is_right:
            return False
        if (problem := source.change(*self._change_of(delta))) is not None:
            self.on_gap(number, f"a delta can't be applied: {problem}")
            return None
        source.newest = delta
        clock, before = delta.clock if self._has_clock else None, source.clock
        if before is not None and type(clock) is int and clock >= before:
            source.count = source.count + 1 if clock == before and source.count != _ALL else 1
            source.clock = clock
        else:
            self._count_clock_from(source, clock)
        return source is self._served or self._serve(source)

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
        if source is not self._served:
            return False
        if not self._serve_best():
            self._distrust(reason)
        return True

    def on_hearing(self) -> None:
        """Serve another connection's book if the one that is served hears nothing, or too late."""
        if self.stale is None:
            self._serve_best()
            others = (each.is_right and not each.is_late for each in self._sources.values())
            if not self._has_clock and (late := self._served.hearing.problem()) and any(others):
                self._distrust(late)

    def _serve_best(self) -> bool:
        """Serve a right book, at best one that is not late; False if there is none that may follow the served one."""
        served = self._served
        right = [
            each
            for each in self._sources.values()
            if each.is_right and (self._has_clock or each is served or each.is_same_as(served))
        ]
        if right:
            self._served = max(right, key=lambda each: (not each.is_late, each.position or (0, 0, 0), each is served))
        return bool(right)

    def _distrust(self, reason: str) -> None:
        """Trust no connection's book before its next snapshot."""
        self.stale = reason
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
        served = self._served
        if source is not served:
            is_ahead = source.position is not None and served.position is not None and source.position > served.position
            if self.stale is None and not is_ahead:
                return False
            self._served = source
        self.stale = None
        return True
