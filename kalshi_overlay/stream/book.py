"""Frozen views of the order book of one market."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from kalshi_overlay.books import Level

_ONE = Decimal(1)


@frozen(kw_only=True, slots=False)
class BookView:
    """An order book as it was at one moment.

    Attributes:
        ticker: The ticker of the market.
        stale: Why the book may be out of date, in words; None while it is right.
        heard_at: When the last message came over the connection that the book is from, in Unix seconds by this
            machine's clock; None if none has come.
    """

    ticker: str
    stale: str | None
    heard_at: float | None = None
    _bids: dict[Decimal, Decimal] = field(alias="bids", repr=False)
    _asks: dict[Decimal, Decimal] = field(alias="asks", repr=False)

    def _repr_html_(self) -> str:
        from kalshi_overlay.notebook import book_html

        return book_html(f"{self.ticker}{f', stale: {self.stale}' if self.is_stale else ''}", self.bids, self.asks)

    @property
    def is_stale(self) -> bool:
        """Whether the book may be out of date."""
        return self.stale is not None

    @cached_property
    def bids(self) -> tuple[Level, ...]:
        """The bids, best first."""
        return tuple(Level(price, self._bids[price]) for price in sorted(self._bids, reverse=True))

    @cached_property
    def asks(self) -> tuple[Level, ...]:
        """The asks, best first."""
        return tuple(Level(price, self._asks[price]) for price in sorted(self._asks))

    @cached_property
    def best_bid(self) -> Level | None:
        """The highest bid; None if there is none."""
        return Level(price := max(self._bids), self._bids[price]) if self._bids else None

    @cached_property
    def best_ask(self) -> Level | None:
        """The lowest ask; None if there is none."""
        return Level(price := min(self._asks), self._asks[price]) if self._asks else None

    @property
    def is_crossed(self) -> bool:
        """Whether somebody bids as much as another one asks, or more.

        The exchange matches such orders, so a book is crossed between two changes of one action at most. One that
        stays crossed is not to be traded on.
        """
        return bool(self._bids and self._asks) and max(self._bids) >= min(self._asks)

    @property
    def spread(self) -> Decimal | None:
        """The best ask minus the best bid, in US dollars; None if either side is empty."""
        if self.best_bid is None or self.best_ask is None:
            return None
        return self.best_ask.price - self.best_bid.price

    @property
    def midpoint(self) -> Decimal | None:
        """The middle between best bid and best ask, in US dollars; None if either side is empty."""
        if self.best_bid is None or self.best_ask is None:
            return None
        return (self.best_ask.price + self.best_bid.price) / 2

    def bid_depth(self, down_to: Decimal = Decimal(0)) -> Decimal:
        """Add up the bids, in contracts.

        Args:
            down_to: The lowest price that counts, in US dollars.
        """
        return sum((count for price, count in self._bids.items() if price >= down_to), Decimal(0))

    def ask_depth(self, up_to: Decimal = Decimal("Infinity")) -> Decimal:
        """Add up the asks, in contracts.

        Args:
            up_to: The highest price that counts, in US dollars.
        """
        return sum((count for price, count in self._asks.items() if price <= up_to), Decimal(0))


@frozen(kw_only=True, slots=False)
class OrderBookView(BookView):
    """The order book of an event contract; see `BookView`.

    Prices are those of yes: a bid to buy no at $0.40 is an ask for yes at $0.60.

    Attributes:
        clock: The exchange's clock of the newest change in it; None where the stream carries no clock.
    """

    clock: int | None

    @cached_property
    def no_bids(self) -> tuple[Level, ...]:
        """The bids for no that the asks for yes are, best first."""
        return tuple(Level(_ONE - level.price, level.count) for level in self.asks)

    @cached_property
    def no_asks(self) -> tuple[Level, ...]:
        """The asks for no that the bids for yes are, best first."""
        return tuple(Level(_ONE - level.price, level.count) for level in self.bids)


if TYPE_CHECKING:
    # At run time it is a library that we don't need otherwise.
    from typing_extensions import TypeVar

    V = TypeVar("V", bound=BookView, default=OrderBookView)
else:
    from typing import TypeVar

    V = TypeVar("V")


@frozen(kw_only=True, slots=False)
class PerpsBookView(BookView):
    """The order book of a perpetual future, in US dollars for one contract; see `BookView`.

    Attributes:
        contract_size: What `connect(contract_sizes=...)` says of the market; None if it says nothing, or no Decimal
            above 0.
    """

    contract_size: Decimal | None
