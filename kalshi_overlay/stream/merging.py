"""One market's book out of the streams of several connections.

Every connection sends a market's deltas in one order, each with the exchange's clock, and several deltas may share a
clock; a snapshot holds every change up to its own clock. So a position in that order is a clock and how many deltas of
that clock have been seen, and whichever connection is further ahead moves the book on. A connection that has missed
something has no position until its next snapshot. While one connection has a position, the book is right: what
it has not yet received, nobody has missed.

The exchange may restart its clock when it is serviced. Then clocks from before and after can't be compared, and
the book is known to be of before when a connection's new snapshot is older than what the book held when the
connection lost its position: such a snapshot there can't be while the clock runs on.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.stream.book import Levels, OrderBookView

_ALL = sys.maxsize
_RESTARTED = "the exchange's clock went back"

Position = tuple[int, int]
"""An exchange clock, and how many deltas of it have been seen."""


def is_whole(message: Any) -> bool:
    """Tell whether a message that is not what the contract says has all that a book is made of.

    Args:
        message: A message of the channel.
    """
    told = message.msg
    if isinstance(message, OrderbookDelta):
        numbers = isinstance(told.price_dollars, Decimal) and isinstance(told.delta_fp, Decimal)
        return numbers and isinstance(told.market_ticker, str) and isinstance(told.clock, int)
    if isinstance(message, OrderbookSnapshot):
        sides = (side for side in (told.yes_dollars_fp, told.no_dollars_fp) if side)
        named = isinstance(told.market_ticker, str) and isinstance(told.clock, int)
        return named and all(isinstance(side, list) and all(map(_is_level, side)) for side in sides)
    return True


def _is_level(level: object) -> bool:
    return isinstance(level, tuple) and len(level) == 2 and all(isinstance(number, Decimal) for number in level)


class MergedBook:
    """A market's book, fed by one or several connections.

    Args:
        ticker: The ticker of the market.

    Attributes:
        stale: Why the book may be out of date; None while it is right.
    """

    __slots__ = ("_levels", "_lost_at", "_position", "_sources", "stale", "ticker")

    def __init__(self, ticker: str) -> None:
        self.ticker = ticker
        self.stale: str | None = "no snapshot has come yet"
        self._levels = Levels()
        self._position: Position = (0, 0)
        self._sources: dict[int, Position] = {}
        # Where the book was when a connection lost its position, for those that have.
        self._lost_at: dict[int, Position] = {}

    @property
    def clock(self) -> int:
        """The exchange's clock of the newest change in the book."""
        return self._position[0]

    def view(self) -> OrderBookView:
        """The book as it is now."""
        return self._levels.view(self.ticker, self._position[0], self.stale)

    def is_fed_by(self, source: int) -> bool:
        """Whether a connection has a position in this market."""
        return source in self._sources

    def snapshot(self, source: int, snapshot: Any) -> bool | None:
        """Take a snapshot.

        Args:
            source: The number of the connection.
            snapshot: The message's `msg`.

        Returns:
            Whether the book has changed; None if it has by going stale, and the connection needs another snapshot.
        """
        position = (snapshot.clock, _ALL)
        if self.stale is None and position < self._lost_at.pop(source, position):
            self._lose(_RESTARTED)
            return None
        self._sources[source] = position
        if self.stale is None and position < self._position:
            return False
        self._levels.replace(snapshot.yes_dollars_fp or [], snapshot.no_dollars_fp or [])
        self._position, self.stale = position, None
        return True

    def delta(self, source: int, delta: Any) -> bool | None:
        """Take a delta.

        Args:
            source: The number of the connection.
            delta: The message's `msg`.

        Returns:
            Whether the book has changed; None if the connection has lost its position by this message, and needs a
            snapshot.
        """
        before = self._sources.get(source)
        if before is None:
            return False
        clock = delta.clock
        if clock > before[0]:
            position = (clock, 1)
        elif clock == before[0] and before[1] != _ALL:
            position = (clock, before[1] + 1)
        else:
            self.missed(source, _RESTARTED)
            return None
        self._sources[source] = position
        if position <= self._position:
            return False
        if not self._levels.change(delta.side, delta.price_dollars, delta.delta_fp):
            self._lose("a delta took more contracts than there were")
            return None
        self._position = position
        return True

    def missed(self, source: int, reason: str) -> bool:
        """Know that a connection has missed messages.

        Returns:
            Whether the book has gone stale by that.
        """
        if self._sources.pop(source, None) is not None:
            self._lost_at[source] = self._position
        if self._sources or self.stale is not None:
            return False
        self._lose(reason)
        return True

    def _lose(self, reason: str) -> None:
        self._sources.clear()
        self._lost_at.clear()
        self.stale = reason
