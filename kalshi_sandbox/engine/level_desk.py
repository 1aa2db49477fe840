"""Levels of order books, set from outside: for a market that is to look or to move in a certain way."""

from __future__ import annotations

from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from attrs import evolve

from .checks import check_count
from .order import ZERO, Order, Owner, Side
from .refusal import Refused
from .state import Desk, operation


class LevelDesk(Desk):
    """Where somebody's levels are set: what rests there is real, and trades, but holds no collateral."""

    @operation
    def set_level(self, owner: Owner, ticker: str, side: Side, price: Decimal, count: Decimal) -> None:
        """Let so many contracts of an owner's own rest at a price; other orders there stay.

        Args:
            price: US dollars for yes.
            count: Contracts; 0 for none.

        Raises:
            Refused: 400 for a price or a count, or where it would trade; 404 for the market or the owner.
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
                raise Refused(400, "level_would_cross", "level would cross the book", f"a {side} at {price}")
            order = self._order(order_id, owner, ticker, side, price, count)
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

    def _order(self, order_id: str, owner: Owner, ticker: str, side: Side, price: Decimal, count: Decimal) -> Order:
        now = self._state.clock.now()
        return Order(
            order_id=order_id,
            sequence=self._state.orders.next_sequence(),
            owner=owner,
            client_order_id="",
            ticker=ticker,
            side=side,
            price=price,
            initial_count=count,
            remaining_count=count,
            time_in_force="good_till_canceled",
            self_trade_prevention_type="maker",
            expiration_time=None,
            post_only=True,
            reduce_only=False,
            cancel_order_on_pause=False,
            order_group_id=None,
            created_time=now,
            last_update_time=now,
        )
