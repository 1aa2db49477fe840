"""Reading order books, and setting their levels from outside."""

from __future__ import annotations

from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from attrs import evolve, frozen

from .operation import operation
from .order import ONE, ZERO, NewOrder, Owner, Side, check_count
from .orders import incoming_order
from .rejection import EngineRejection
from .state import State

Levels = tuple[tuple[Decimal, Decimal], ...]


@frozen(kw_only=True)
class BookView:
    """An order book at a moment: (price, contracts) per level, best first, prices for yes in US dollars."""

    ticker: str
    bids: Levels
    asks: Levels

    @property
    def yes_bids(self) -> Levels:
        """Bids for yes, best first: `yes_dollars` in the spec."""
        return self.bids

    @property
    def no_bids(self) -> Levels:
        """Asks for yes as bids for no at 1 minus the price, best first: `no_dollars` in the spec."""
        return tuple((ONE - price, count) for price, count in self.asks)


@frozen(eq=False)
class Books:
    """The order books of all markets."""

    _state: State

    @operation
    def get(self, ticker: str, depth: int = 0) -> BookView:
        """The order book of a market.

        Args:
            depth: Most levels of each side; 0 for all.

        Raises:
            EngineRejection: With 404.
        """
        self._state.market(ticker)
        book = self._state.books[ticker]
        return BookView(ticker=ticker, bids=tuple(book.levels("bid", depth)), asks=tuple(book.levels("ask", depth)))

    @operation
    def set_level(self, owner: Owner, ticker: str, side: Side, price: Decimal, count: Decimal) -> None:
        """Set how many contracts of an owner rest at a price, as one order; other orders there stay.

        Use it for a market that is to look or move in a certain way. The order trades as any other, but holds no
        collateral.

        Args:
            price: US dollars for yes.
            count: Contracts; 0 for none.

        Raises:
            EngineRejection: 400 for a price or count, or if the order would trade at once; 404 for the market or the
                owner.
        """
        state = self._state
        state.owner(*owner)
        market, book = state.market(ticker), state.books[ticker]
        market.check_price(price)
        order_id = str(uuid5(NAMESPACE_URL, f"{owner.account}/{owner.subaccount}/{ticker}/{side}/{price}"))
        resting = state.orders.get(order_id)
        if resting is not None and resting.status != "resting":
            resting = None
        if count:
            check_count("count", count)
        if resting is None and count:
            if next(book.matchable(side, price), None) is not None:
                raise EngineRejection(400, "level_would_cross", "level would cross the book", f"a {side} at {price}")
            level = NewOrder(
                ticker=ticker,
                side=side,
                count=count,
                price=price,
                self_trade_prevention_type="maker",
                post_only=True,
            )
            order = incoming_order(state, owner, level, count, order_id)
            state.orders.store(order)
            state.orders.rest(order)
            book.put(order)
        elif resting is not None and count:
            changed = evolve(resting, remaining_count=count, last_update_time=state.clock.now())
            state.orders.store(changed)
            book.replace(changed)
        elif resting is not None:
            state.orders.store(evolve(resting, status="canceled", remaining_count=ZERO))
            state.orders.unrest(resting)
            book.remove(resting)
