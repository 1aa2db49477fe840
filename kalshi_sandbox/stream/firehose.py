"""Many changes of order books, to measure and test clients that read them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from decimal import Decimal
from random import Random

from ..engine.order import ZERO, Side
from .server import Call, StreamServer

SetLevel = Callable[[str, Side, Decimal, Decimal], object]
"""Lets so many contracts rest on a side of a market at a price."""

_SIDES: tuple[Side, Side] = ("bid", "ask")
_LEVELS = 20
_REMOVED, _EMPTIED = 0.3, 0.002
# Changes made at a time, and the longest wait for readers after them.
_BATCH = 50
_MAX_WAIT, _MOMENT = 0.1, 0.001
# Seconds for which the server's thread is used at a time.
_SLICE = 2.0


class Firehose:
    """Markets whose order books change at random.

    Args:
        server: The stream.
        call: Runs something in the server's thread and waits until it is done.
        tickers: The markets.
        set_level: Changes a book.
        middle: The price between the sides.
        step: The step between prices.
        seed: Seed of the changes: the same calls make the same changes.

    Attributes:
        tickers: The markets.
        changes: Changes made so far, each of which is one delta.
    """

    def __init__(
        self,
        server: StreamServer,
        call: Call,
        tickers: tuple[str, ...],
        set_level: SetLevel,
        middle: Decimal,
        step: Decimal,
        *,
        seed: int,
    ) -> None:
        self._server = server
        self._call = call
        self._set_level = set_level
        self._middle, self._step = middle, step
        self._random = Random(seed)
        self.tickers = tickers
        self._counts: dict[tuple[str, Side], dict[Decimal, Decimal]] = {
            (ticker, side): {} for ticker in self.tickers for side in _SIDES
        }
        self.changes = 0

    def run(self, changes: int, *, per_second: float | None = None) -> None:
        """Make changes. Call it from any thread but the server's.

        Args:
            changes: How many at least; emptying a side makes some more.
            per_second: Changes per second of real time; None for as fast as readers keep up, waiting for them for at
                most a moment.
        """
        target, begun, before = self.changes + changes, time.monotonic(), self.changes

        async def pour() -> None:
            end = time.monotonic() + _SLICE
            while self.changes < target and time.monotonic() < end:
                due = target
                if per_second is not None:
                    due = min(target, before + int((time.monotonic() - begun) * per_second))
                for _ in range(min(due - self.changes, _BATCH)):
                    self.change()
                self._server.dispatcher.catch_up()
                await self._breathe(is_hurried=per_second is None)

        while self.changes < target:
            self._call(pour)

    async def _breathe(self, *, is_hurried: bool) -> None:
        """Let the server write the changes, and without a rate wait for readers, who would lose messages otherwise."""
        if not is_hurried:
            await asyncio.sleep(_MOMENT)
            return
        await asyncio.sleep(0)
        end = time.monotonic() + _MAX_WAIT
        while any(connection.waiting for connection in self._server.sessions) and time.monotonic() < end:
            await asyncio.sleep(_MOMENT)

    def change(self) -> None:
        """Make one change, or empty a side of a book."""
        place = self._random.choice(self.tickers), self._random.choice(_SIDES)
        levels = self._counts[place]
        chance = self._random.random()
        if levels and chance < _EMPTIED:
            for price in list(levels):
                self._set(place, price, ZERO)
            return
        offset = self._step * self._random.randint(1, _LEVELS)
        price = self._middle - offset if place[1] == "bid" else self._middle + offset
        if price in levels and chance < _REMOVED:
            self._set(place, price, ZERO)
            return
        count = Decimal(self._random.randint(1, 100_000)) / 100
        self._set(place, price, count if count != levels.get(price) else count + 1)

    def _set(self, place: tuple[str, Side], price: Decimal, count: Decimal) -> None:
        self._set_level(*place, price, count)
        levels = self._counts[place]
        if count:
            levels[price] = count
        else:
            levels.pop(price, None)
        self.changes += 1
