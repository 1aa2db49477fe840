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
from collections.abc import Iterable, Mapping
from decimal import Decimal, DecimalException
from typing import Any, Final

import msgspec

from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot, OrderbookSnapshotData
from kalshi_gen.types import UNSET
from kalshi_overlay.stream.book import OrderBookView
from kalshi_overlay.stream.reporting import Hearing

_ALL: Final = sys.maxsize
_NO_SNAPSHOT: Final = "no snapshot has come yet"
_UNKNOWN: Final = "the exchange knows no market of this ticker"

_SIDES: Final = ("msg.yes_dollars_fp", "msg.no_dollars_fp")

# Decimals are compared with one of their own faster than with an int.
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_MOST_PRICES: Final = 1 << 14
# No book holds as many contracts, and up to here sums are exact.
_MOST: Final = Decimal(10) ** 18


def problem_with(message: Any, drifts: Iterable[SpecDrift]) -> str | None:
    """Why a message of the channel can't be applied to a book, in words; None if it can be."""
    if isinstance(message, UnknownMessage):
        return f"its type {message.type!r} is unknown"
    body = message.msg
    if not isinstance(getattr(body, "market_ticker", None), str):
        return "it names no market"
    if isinstance(message, OrderbookDelta):
        numbers = {"price_dollars": body.price_dollars, "delta_fp": body.delta_fp}
        wrong = next((name for name, number in numbers.items() if not isinstance(number, Decimal)), None)
        return wrong and f"{wrong} is no number"
    if isinstance(message, OrderbookSnapshot):
        for drift in drifts:
            if drift.got == "missing" and drift.path in _SIDES:
                return f"{drift.path} is missing, and there are levels under another name"
        return _problem_with_levels(body)
    return "it is no message of an order book"


def _problem_with_levels(snapshot: Any) -> str | None:
    for name in ("yes_dollars_fp", "no_dollars_fp"):
        levels, prices = getattr(snapshot, name), set[Decimal]()
        if levels is UNSET:
            continue
        if not isinstance(levels, list):
            return f"{name} is no list of levels"
        for level in levels:
            is_pair = isinstance(level, tuple) and len(level) == 2
            if not is_pair or not all(isinstance(number, Decimal) and number.is_finite() for number in level):
                return f"{name} has a level that is not a price and a count"
            price, count = level
            if not _ZERO <= count < _MOST or not _ZERO < price < _ONE:
                return f"{name} has a level of {count} contracts at {price}"
            if price in prices:
                return f"{name} has two levels at {price}"
            prices.add(price)
    return None


def renamed_sides(snapshot: Any, frame: bytes) -> tuple[SpecDrift, ...]:
    """The sides that a snapshot seems to have under other names: empty ones are left out, so they would look empty."""
    if not isinstance(snapshot, OrderbookSnapshotData):
        return ()
    missing = [side for side in ("yes", "no") if getattr(snapshot, f"{side}_dollars_fp") is UNSET]
    if not missing:
        return ()
    unknown = {
        name: value
        for name, value in msgspec.json.decode(frame)["msg"].items()
        if name not in type(snapshot).__struct_fields__ and _holds_levels(value)
    }
    return tuple(
        SpecDrift(f"msg.{side}_dollars_fp", "list", "missing", "orderbook_snapshot")
        for side, other in (("yes", "no"), ("no", "yes"))
        # What looks like the other side's says nothing of this one, unless that is missing too.
        if side in missing and any(other in missing or not name.startswith(other) for name in unknown)
    )


def _holds_levels(value: Any) -> bool:
    """Whether a value looks like a side of a book: lists of levels, or counts by price."""
    if isinstance(value, dict):
        return any(_holds_levels(each) for each in value.values()) or any(name[:1].isdigit() for name in value)
    return isinstance(value, list) and bool(value) and isinstance(value[0], (list, dict))


# One object for each price: a Decimal's hash takes longer than changing a level, and the object keeps it.
_prices: dict[str, Decimal] = {}


def _new_price(text: str) -> Decimal:
    """Keep a price that was not seen before; raises ValueError if no contract can have it."""
    price = Decimal(text)
    if not price.is_finite() or not _ZERO < price < _ONE:
        raise ValueError(text)
    if len(_prices) >= _MOST_PRICES:
        _prices.clear()
    _prices[text] = price
    return price


_UNKNOWN_HEARING: Final = Hearing()


class _ConnectionBook:
    """A market's book as one connection has it.

    Attributes:
        is_right: Whether it is the exchange's book.
        clock: The exchange's clock of its newest message; None where its messages have none.
        restarts: How often the clock had gone back by then.
        count: How many deltas of that clock have come.
        hearing: What the connection hears.
    """

    __slots__ = ("_sides", "_viewed", "clock", "count", "hearing", "is_right", "restarts")

    def __init__(self, hearing: Hearing = _UNKNOWN_HEARING) -> None:
        self.hearing = hearing
        self.is_right = False
        self.clock: int | None = None
        self.restarts = self.count = 0
        self._sides: dict[str, dict[Decimal, Decimal]] = {"yes": {}, "no": {}}
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

    def replace(self, yes: list[tuple[Decimal, Decimal]], no: list[tuple[Decimal, Decimal]]) -> None:
        """Take a snapshot's levels, both sides by the price of yes."""
        self._sides = {"yes": {price: count for price, count in yes if count}, "no": {p: c for p, c in no if c}}
        self._viewed.clear()

    def change(self, side: str, price: Decimal, delta: Decimal) -> str | None:
        """Add to a level, or take from it.

        Returns:
            Why that can't be, in words, and all is as it was; None if it was done.
        """
        try:
            levels = self._sides[side]
            text = str(price)
            try:
                price = _prices[text]
            except KeyError:
                price = _new_price(text)
            before = levels.get(price)
            count = delta if before is None else before + delta
            if side in self._viewed:
                self._viewed.remove(side)
                levels = self._sides[side] = levels.copy()
            if _ZERO < count < _MOST:
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

    def view(self, ticker: str, stale: str | None) -> OrderBookView:
        """Give the levels as they are now."""
        viewed = self._viewed
        viewed.add("yes")
        viewed.add("no")
        bids, asks, hearing = self._sides["yes"], self._sides["no"], self.hearing
        if hearing.is_limited and stale is None:
            stale = hearing.problem()
        return OrderBookView(ticker=ticker, clock=self.clock, stale=stale, heard_at=hearing.at, bids=bids, asks=asks)


class MergedBook:
    """A market's book, fed by one or several connections.

    Attributes:
        stale: Why the book may be out of date; None while it is right.
    """

    __slots__ = ("_hearing", "_restarts", "_served", "_sources", "stale", "ticker")

    def __init__(self, ticker: str, hearing: Mapping[int, Hearing] | None = None) -> None:
        self.ticker = ticker
        self._hearing = {} if hearing is None else hearing
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
        if (problem := _problem_with_levels(snapshot)) is not None:
            return self.on_gap(number, f"a snapshot can't be used: {problem}")
        if snapshot.market_id == "":
            # What the exchange sends of a market that it doesn't know.
            self.on_gap(number, _UNKNOWN)
            self.stale = self.stale and _UNKNOWN
            return True
        source = self._sources.setdefault(number, _ConnectionBook(self._hearing.get(number, _UNKNOWN_HEARING)))
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
        if (problem := source.change(delta.side, delta.price_dollars, delta.delta_fp)) is not None:
            self.on_gap(number, f"a delta can't be applied: {problem}")
            return None
        clock, before = delta.clock, source.clock
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
        self.stale = None if self._serve_best() else reason
        return True

    def on_hearing(self) -> None:
        """Serve another connection's book if the one that is served hears nothing, or too late."""
        if self.stale is None:
            self._serve_best()

    def _serve_best(self) -> bool:
        """Serve a right book, at best one that is not late; False if there is none."""
        right = [each for each in self._sources.values() if each.is_right]
        if right:
            served = self._served
            self._served = max(right, key=lambda each: (not each.is_late, each.position or (0, 0, 0), each is served))
        return bool(right)

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
