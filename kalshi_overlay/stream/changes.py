"""What a change has done to an order book, without a copy of the book."""

from __future__ import annotations

from decimal import Decimal
from types import EllipsisType
from typing import Any, Generic, Literal, Protocol, TypeAlias

from attrs import frozen

from kalshi_overlay.books import Level
from kalshi_overlay.errors import KalshiStreamError
from kalshi_overlay.stream.book import V

BookSide: TypeAlias = Literal["bid", "ask"]
"""A side of an order book, whose prices are those of yes, or of perpetual futures those of a contract."""

Touched: TypeAlias = tuple[BookSide, Decimal, Decimal]
"""The side, the price and the contracts of a level that changed."""


@frozen
class ChangedLevel:
    """The level of an order book that a change was about, as it was right after it.

    Attributes:
        side: The side of the book.
        price: US dollars a contract.
        count: The contracts that rest there; 0 if none are left.
    """

    side: BookSide
    price: Decimal
    count: Decimal


class _Book(Protocol):
    """A book that tells of its newest change."""

    ticker: str
    newest_change: LevelChange[Any] | None

    def view(self) -> Any:
        """The book as it is now."""

    def best_bid(self) -> Level | None:
        """The highest bid; None if there is none."""

    def best_ask(self) -> Level | None:
        """The lowest ask; None if there is none."""


class LevelChange(Generic[V]):
    """A change of an order book, as `on_level_change` gives it to you.

    What it says is how the book was right after the change, however long you keep it. Only what it reads from the book
    when you ask for the first time (`view`, `best_bid`, `best_ask`) is no longer to be had once the book has changed
    again: then `is_outdated` is true, and asking for it raises `KalshiStreamError`.

    Attributes:
        ticker: The ticker of the market.
        stale: Why the book may be out of date, in words; None while it is right.
        clock: The exchange's clock of the newest change in the book; None where the stream carries no clock.
    """

    __slots__ = ("_best_ask", "_best_bid", "_book", "_level", "_view", "clock", "stale", "ticker")

    # Only a book makes one: a book has one that is its newest.
    def __init__(self, book: _Book, stale: str | None, clock: int | None, level: Touched | None) -> None:
        self._book = book
        self.ticker = book.ticker
        self.stale = stale
        self.clock = clock
        # What nobody asks for is not made. An Ellipsis stands for what was not asked for yet.
        self._level: Touched | ChangedLevel | None = level
        self._best_bid: Level | EllipsisType | None = ...
        self._best_ask: Level | EllipsisType | None = ...
        self._view: V | EllipsisType = ...

    def __repr__(self) -> str:
        return f"LevelChange(ticker={self.ticker!r}, stale={self.stale!r}, clock={self.clock!r}, level={self.level!r})"

    @property
    def is_outdated(self) -> bool:
        """Whether the book has changed since."""
        return self._book.newest_change is not self

    @property
    def is_stale(self) -> bool:
        """Whether the book may be out of date."""
        return self.stale is not None

    @property
    def level(self) -> ChangedLevel | None:
        """The level that changed; None if more than one may have changed, so `view` is to be read.

        So it is after a snapshot, after a gap, and when the book of another connection takes over.
        """
        level = self._level
        if isinstance(level, tuple):
            level = self._level = ChangedLevel(*level)
        return level

    @property
    def view(self) -> V:
        """The book right after the change, which stays as it is.

        Raises:
            KalshiStreamError: The book has changed since.
        """
        view = self._view
        if view is ...:
            view = self._view = self._checked().view()
        return view

    @property
    def best_bid(self) -> Level | None:
        """The highest bid right after the change; None if there is none.

        Raises:
            KalshiStreamError: The book has changed since.
        """
        best = self._best_bid
        if best is ...:
            best = self._best_bid = self._checked().best_bid()
        return best

    @property
    def best_ask(self) -> Level | None:
        """The lowest ask right after the change; None if there is none.

        Raises:
            KalshiStreamError: The book has changed since.
        """
        best = self._best_ask
        if best is ...:
            best = self._best_ask = self._checked().best_ask()
        return best

    def _checked(self) -> _Book:
        """The book, which is as it was."""
        if self._book.newest_change is not self:
            raise KalshiStreamError(
                f"the book of {self.ticker} has changed since; read it within your function, or keep `view`"
            )
        return self._book
