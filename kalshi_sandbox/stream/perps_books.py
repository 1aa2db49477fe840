"""Order books of perpetual futures whose levels are set, for a stream without an engine behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from ..engine.clock import Clock
from ..engine.order import ZERO, Side
from .mirror import Levels, apply


@frozen(kw_only=True)
class BookChange:
    """A change of the contracts that rest at one price.

    Args:
        price: US dollars for one contract.
        change: Contracts added (above zero) or removed (below zero).
    """

    ticker: str
    side: Side
    price: Decimal
    change: Decimal
    time: datetime


@frozen
class MarketAdded:
    """A market was added."""

    ticker: str


@frozen
class ActionApplied:
    """A corporate action was applied.

    Args:
        action: As the spec has it.
    """

    action: dict[str, Any]


PerpsEvent = BookChange | MarketAdded | ActionApplied


class PerpsBooks:
    """The order books of some markets.

    Args:
        clock: The exchange's clock; its lock is held during each change.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._books: dict[str, dict[Side, Levels]] = {}
        self._listeners: list[Callable[[PerpsEvent], None]] = []

    def listen(self, listener: Callable[[PerpsEvent], None]) -> Callable[[], None]:
        """Call a function with each event, in order, until the function that is returned is called."""
        with self._clock.lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def add(self, ticker: str) -> None:
        """Add a market with an empty book; if there is one already, empty its book."""
        with self._clock.lock:
            if ticker not in self._books:
                self._books[ticker] = {"bid": {}, "ask": {}}
                self._tell(MarketAdded(ticker))
            for side, levels in self._books[ticker].items():
                for price in list(levels):
                    self.set_level(ticker, side, price, ZERO)

    def get(self, ticker: str) -> dict[Side, Levels]:
        """Contracts by price, for each side.

        Raises:
            KeyError: If there is no such market.
        """
        with self._clock.lock:
            return {side: dict(levels) for side, levels in self._books[ticker].items()}

    def set_level(self, ticker: str, side: Side, price: Decimal, count: Decimal) -> None:
        """Let so many contracts rest at a price.

        Raises:
            KeyError: If there is no such market.
        """
        with self._clock.lock:
            change = count - self._books[ticker][side].get(price, ZERO)
            if change:
                apply(self._books[ticker], side, price, change)
                now = self._clock.now()
                self._tell(BookChange(ticker=ticker, side=side, price=price, change=change, time=now))

    def apply_action(self, action: dict[str, Any]) -> None:
        """Apply a corporate action: its message is sent, and the books stay.

        Args:
            action: As the spec has it.
        """
        self._tell(ActionApplied(action))

    def _tell(self, event: PerpsEvent) -> None:
        with self._clock.lock:
            for listener in self._listeners:
                listener(event)
