"""One market's book out of the streams of several connections.

Each connection keeps a book of its own. It is right from a snapshot on, for as long as its sequence has no gap. One of
them is served. When it is lost, another one takes its place at once.

Where the messages carry the exchange's clock, the connection that is furthest ahead is served. Deltas may share a
clock, and a snapshot holds every change up to its own clock. So a position is a clock and how many deltas of it have
come. The exchange may restart its clock in maintenance. A connection on which the clock goes back has seen that, and is
ahead of those that have not. Without a clock (no capture of the live exchange has one) positions can't be compared, and
the connection that is served stays the one until it is lost.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.stream.book import OrderBookView

_ALL: Final = sys.maxsize
_NO_SNAPSHOT: Final = "no snapshot has come yet"
_UNKNOWN: Final = "the exchange knows no market of this ticker"

# Decimals are compared with one of their own faster than with an int.
_ZERO: Final = Decimal(0)


def is_complete(message: Any) -> bool:
    """Whether a message that differs from the spec has all that a book is made of."""
    body = message.msg
    if isinstance(message, OrderbookDelta):
        numbers = isinstance(body.price_dollars, Decimal) and isinstance(body.delta_fp, Decimal)
        return numbers and isinstance(body.market_ticker, str)
    if isinstance(message, OrderbookSnapshot):
        sides = (side for side in (body.yes_dollars_fp, body.no_dollars_fp) if side)
        return isinstance(body.market_ticker, str) and all(
            isinstance(side, list) and all(map(_is_level, side)) for side in sides
        )
    return True


def _is_level(level: object) -> bool:
    return isinstance(level, tuple) and len(level) == 2 and all(isinstance(number, Decimal) for number in level)


@lru_cache(maxsize=1 << 14)
def _kept(price: str) -> Decimal:
    """Give one object for each price: a Decimal's hash takes longer than changing a level, and the object keeps it."""
    return Decimal(price)


class _ConnectionBook:
    """A market's book as one connection has it.

    Attributes:
        is_right: Whether it is the exchange's book.
        clock: The exchange's clock of its newest message; None where its messages have none.
        restarts: How often the clock had gone back by then.
        count: How many deltas of that clock have come.
    """

    __slots__ = ("_sides", "_viewed", "clock", "count", "is_right", "restarts")

    def __init__(self) -> None:
        self.is_right = False
        self.clock: int | None = None
        self.restarts = self.count = 0
        self._sides: dict[str, dict[Decimal, Decimal]] = {"yes": {}, "no": {}}
        # The sides that a view holds: the next change copies them.
        self._viewed: set[str] = set()

    @property
    def position(self) -> tuple[int, int, int] | None:
        """How far it has come; None where its messages have no clock."""
        return None if self.clock is None else (self.restarts, self.clock, self.count)

    def replace(self, yes: list[tuple[Decimal, Decimal]], no: list[tuple[Decimal, Decimal]]) -> None:
        """Take a snapshot's levels, both sides by the price of yes."""
        self._sides = {"yes": dict(yes), "no": dict(no)}
        self._viewed.clear()

    def change(self, side: str, price: Decimal, delta: Decimal) -> bool:
        """Add to a level, or take from it.

        Returns:
            Whether that can be: False leaves all as it was, since the level would hold less than nothing, or the side
            is none.
        """
        levels = self._sides.get(side)
        if levels is None:
            return False
        if side in self._viewed:
            self._viewed.remove(side)
            levels = self._sides[side] = levels.copy()
        price = _kept(str(price))
        before = levels.get(price)
        count = delta if before is None else before + delta
        if count > _ZERO:
            levels[price] = count
        elif count:
            return False
        else:
            levels.pop(price, None)
        return True

    def view(self, ticker: str, stale: str | None) -> OrderBookView:
        """Give the levels as they are now."""
        self._viewed.update(self._sides)
        bids, asks = self._sides["yes"], self._sides["no"]
        return OrderBookView(ticker=ticker, clock=self.clock, stale=stale, bids=bids, asks=asks)


class MergedBook:
    """A market's book, fed by one or several connections.

    Attributes:
        stale: Why the book may be out of date; None while it is right.
    """

    __slots__ = ("_restarts", "_served", "_sources", "stale", "ticker")

    def __init__(self, ticker: str) -> None:
        self.ticker = ticker
        self.stale: str | None = _NO_SNAPSHOT
        self._sources: dict[int, _ConnectionBook] = {}
        self._served = _ConnectionBook()
        # How often the exchange's clock is known to have gone back.
        self._restarts = 0

    def view(self) -> OrderBookView:
        """The book as it is now."""
        return self._served.view(self.ticker, self.stale)

    def snapshot(self, number: int, snapshot: Any) -> bool:
        """Apply the `msg` of a snapshot that has come over a connection, and return whether the book has changed."""
        if snapshot.market_id == "":
            # What the exchange sends of a market that it doesn't know.
            self.on_gap(number, _UNKNOWN)
            self.stale = self.stale and _UNKNOWN
            return True
        source = self._sources.setdefault(number, _ConnectionBook())
        source.replace(snapshot.yes_dollars_fp or [], snapshot.no_dollars_fp or [])
        source.is_right = True
        self._count_clock_from(source, snapshot.clock)
        source.count = _ALL
        return self._serve(source)

    def delta(self, number: int, delta: Any) -> bool | None:
        """Apply the `msg` of a delta that has come over a connection, and return whether the book has changed.

        None means that the connection's book can't be right any more.
        """
        source = self._sources.get(number)
        if source is None or not source.is_right:
            return False
        if not source.change(delta.side, delta.price_dollars, delta.delta_fp):
            self.on_gap(number, "a delta took more contracts than there were")
            return None
        clock, before = delta.clock, source.clock
        if before is not None and isinstance(clock, int) and clock >= before:
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
        right = [each for each in self._sources.values() if each.is_right]
        if right:
            self._served = max(right, key=lambda each: each.position or (0, 0, 0))
        else:
            self.stale = reason
        return True

    def _count_clock_from(self, source: _ConnectionBook, clock: Any) -> None:
        """Follow the clock of a connection's messages from here on, if they have one."""
        if not isinstance(clock, int):
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
