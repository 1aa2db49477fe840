"""A recorded market: its levels, trades and steps of life become those of the exchange, and orders match against them.

A recorded level that comes to an order's price, or past it, trades with the order at the order's price. A recorded
trade fills the orders that it would have reached, behind what was recorded ahead of them. Nothing that others do
changes what comes next of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from .events import Traded
from .execution import execute_plan
from .market import TICK_STRUCTURES
from .markets import Markets
from .matching import UNLIMITED, Match, Plan
from .operation import operation
from .order import ZERO, NewOrder, Order, Side, opposite
from .orders import incoming_order
from .recorded_book import RECORDED, RecordedBook
from .state import State
from .tape import Trade

Levels = Mapping[Decimal, Decimal]
_TRADES = ("initialized", "active", "inactive")


@frozen(eq=False)
class RecordedMarkets:
    """The markets of an exchange whose books are recorded; see `Exchange`. A market that there isn't is ignored."""

    _state: State
    _markets: Markets

    @operation
    def snapshot(self, ticker: str, bids: Levels, asks: Levels) -> None:
        """Take a recorded book, from which on the market's book is right.

        Args:
            bids: Contracts by price for yes in US dollars.
            asks: Likewise.
        """
        if (book := self._book(ticker)) is None:
            return
        book.recorded = {"bid": dict(bids), "ask": dict(asks)}
        if not book.is_right:
            book.is_right = True
            book.queue_again()
        self._apply(ticker, book)

    @operation
    def change(self, ticker: str, side: Side, price: Decimal, change: Decimal, at_ms: int | None) -> None:
        """Take a recorded change of a level.

        Args:
            price: US dollars for yes.
            change: Contracts added (above zero) or removed (below zero).
            at_ms: When it was, by the exchange's clock in Unix milliseconds; None if that is unknown.

        Raises:
            ValueError: More is removed than there was, so something is missing.
        """
        book = self._book(ticker)
        if book is None or not book.is_right:
            return
        levels = book.recorded[side]
        before = levels.get(price, ZERO)
        if before + change < ZERO:
            raise ValueError(f"a change of {change} contracts at {price}, where there were {before}")
        book.as_of_ms = max(book.as_of_ms, at_ms or 0)
        levels[price] = before + change
        if self._state.markets[ticker].status == "active" and book.is_applied:
            self._set(ticker, book, side, price)
        else:
            self._apply(ticker, book)

    @operation
    def trade(
        self,
        ticker: str,
        taker_side: Side,
        price: Decimal,
        count: Decimal,
        at_ms: int,
        trade_id: str,
        *,
        is_block_trade: bool,
    ) -> None:
        """Take a recorded trade. What no order gets of it is printed as it was.

        Args:
            taker_side: Side of the book that the taker traded for.
            price: US dollars for yes.
            count: Contracts.
            at_ms: When it was, by the exchange's clock in Unix milliseconds.
            trade_id: Its id.
            is_block_trade: Whether it was agreed away from the book, so that it fills nobody here.
        """
        state = self._state
        if (book := self._book(ticker)) is None:
            return
        if book.has_others and not is_block_trade and self._trades_now(ticker):
            for order, share in book.shares(opposite(taker_side), price, count, at_ms):
                count -= self._fill(order, share)
        book.as_of_ms = max(book.as_of_ms, at_ms)
        if count:
            printed = Trade(
                trade_id=trade_id,
                ticker=ticker,
                price=price,
                count=count,
                taker_side=taker_side,
                created_time=state.clock.now(),
                is_block_trade=is_block_trade,
                open_interest=state.open_interest[ticker],
            )
            state.tape.print(printed)
            state.bus.queue(Traded(printed))

    @operation
    def lose(self, ticker: str | None) -> None:
        """Pause a market, or all, until the next snapshot: what happens meanwhile was not recorded."""
        for each in [*self._state.markets] if ticker is None else [ticker]:
            if (book := self._book(each)) is not None:
                book.is_right = False
                self._apply(each, book)

    @operation
    def hear(self, *, is_late: bool) -> None:
        """Pause all markets while what comes is late, or resume them."""
        for each in [*self._state.markets]:
            if (book := self._book(each)) is not None:
                book.is_late = is_late
                self._apply(each, book)

    @operation
    def activate(self, ticker: str, *, is_active: bool) -> None:
        """Pause a market, or resume it, as the exchange did."""
        if (book := self._book(ticker)) is not None:
            book.is_active = is_active
            if is_active and self._state.markets[ticker].status == "initialized":
                self._markets.resume(ticker)
            self._apply(ticker, book)

    @operation
    def change_terms(
        self, ticker: str, *, close_time: datetime | None = None, price_level_structure: str | None = None
    ) -> None:
        """Change when a market closes, or its ticks, if these are known. A close time that has come closes it."""
        state = self._state
        if self._book(ticker) is None:
            return
        if price_level_structure is not None and price_level_structure in TICK_STRUCTURES:
            state.markets[ticker] = evolve(state.markets[ticker], price_level_structure=price_level_structure)
        if close_time is not None and close_time <= state.clock.now():
            self._markets.close(ticker)
        elif close_time is not None:
            state.markets[ticker] = evolve(state.markets[ticker], close_time=close_time)
            state.schedule(close_time, lambda: self._markets.close_if_due(ticker))

    @operation
    def determine(self, ticker: str, result: Literal["yes", "no", "scalar"], value: Decimal | None = None) -> None:
        """Determine a market, which pays once `pay` is called; see `Markets.settle`."""
        if ticker in self._state.markets and self._state.markets[ticker].status not in ("determined", "finalized"):
            self._markets.determine(ticker, result, value=value)

    @operation
    def pay(self, ticker: str) -> None:
        """Pay the winners of a market that was determined."""
        if ticker in self._state.markets and self._state.markets[ticker].status == "determined":
            self._markets.finalize(ticker)

    def _book(self, ticker: str) -> RecordedBook | None:
        """The book of a market that trades, is paused, or has yet to open."""
        market = self._state.markets.get(ticker)
        if market is None or market.status not in _TRADES:
            return None
        book = self._state.books[ticker]
        assert isinstance(book, RecordedBook)
        return book

    def _trades_now(self, ticker: str) -> bool:
        return self._state.is_trading_active and self._state.markets[ticker].status == "active"

    def _apply(self, ticker: str, book: RecordedBook) -> None:
        """Pause or resume a market, and bring a book that trades to what is recorded."""
        is_active = book.is_right and book.is_active and not book.is_late
        status = self._state.markets[ticker].status
        if is_active and status == "inactive":
            self._markets.resume(ticker)
        elif not is_active and status == "active":
            self._markets.pause(ticker)
        # A market that has yet to open takes its book in with the first change after that.
        book.is_applied = is_active and status != "initialized"
        if not book.is_applied:
            return
        # What has gone goes first, so that no two levels ever cross.
        sides: tuple[Side, Side] = ("bid", "ask")
        prices = [(side, price) for side in sides for price in book.recorded[side].keys() | book.applied[side].keys()]
        turns = [(_turn(side, price, _change_of(book, side, price)), side, price) for side, price in prices]
        for _, side, price in sorted(turns):
            self._set(ticker, book, side, price)

    def _set(self, ticker: str, book: RecordedBook, side: Side, price: Decimal) -> None:
        """Bring a level of a book to what is recorded."""
        resting = book.level(side, price)
        left = resting.remaining_count if resting is not None else ZERO
        change = _change_of(book, side, price)
        if recorded := book.recorded[side].get(price):
            book.applied[side][price] = recorded
        else:
            book.recorded[side].pop(price, None)
            book.applied[side].pop(price, None)
        added = max(ZERO, change)
        if added and book.has_others and self._trades_now(ticker):
            for order in book.others(opposite(side), price):
                if not added:
                    break
                added -= self._fill(order, min(added, order.remaining_count))
        count = max(ZERO, left + min(ZERO, change)) + added
        if count == left:
            return
        # These orders are nobody's, so only the book has them: a thousand markets have a hundred levels each.
        if resting is None:
            book.put(self._order(ticker, side, price, count, book.level_id(ticker, side, price)))
        elif count:
            book.replace(evolve(resting, remaining_count=count))
        else:
            book.remove(resting)

    def _fill(self, resting: Order, count: Decimal) -> Decimal:
        """Fill an order as far as its group may match; returns how far."""
        state, group_id = self._state, resting.order_group_id
        capacity = UNLIMITED if group_id is None else state.groups[group_id].capacity(state.clock.now())
        count = min(count, capacity)
        # A fill of another one may have cancelled it.
        current = state.orders.get(resting.order_id)
        if count <= ZERO or current is None or current.status != "resting":
            return ZERO
        taker = self._order(resting.ticker, opposite(resting.side), resting.price, count, state.identifiers.next())
        execute_plan(state, taker, Plan((Match(current, count),), count, ZERO, None, False))
        return count

    def _order(self, ticker: str, side: Side, price: Decimal, count: Decimal, order_id: str) -> Order:
        return incoming_order(
            self._state, RECORDED, NewOrder(ticker=ticker, side=side, count=count, price=price), count, order_id
        )


def _change_of(book: RecordedBook, side: Side, price: Decimal) -> Decimal:
    return book.recorded[side].get(price, ZERO) - book.applied[side].get(price, ZERO)


def _turn(side: Side, price: Decimal, change: Decimal) -> tuple[bool, Side, Decimal]:
    """When a level's turn comes: less before more, the best price first."""
    return change > ZERO, side, -price if side == "bid" else price
