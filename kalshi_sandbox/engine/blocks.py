"""Trades agreed away from the book, such as those of accepted quotes."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from .collateral import check_affordable
from .execution import refresh_hold, store, trade
from .matching import Match, Plan
from .operation import operation
from .order import ZERO, NewOrder, Order, Owner, Side, check_count, opposite
from .orders import Placement, incoming_order
from .rejection import invalid
from .state import State


@frozen(eq=False)
class BlockTrades:
    """Trades that two accounts make directly with each other."""

    _state: State

    @operation
    def trade(
        self, taker: Owner, maker: Owner, ticker: str, taker_side: Side, price: Decimal, count: Decimal
    ) -> tuple[Placement, Placement]:
        """Trade at an agreed price, past the book; each account gets an executed order.

        Args:
            taker: The party that pays the taker's fee.
            maker: The other party.
            taker_side: `bid` if the taker buys yes.
            price: US dollars for yes.
            count: Contracts.

        Returns:
            The taker's outcome and the maker's.

        Raises:
            EngineRejection: 400 for a field or either balance, 404, 409 if the market isn't active, 503 while trading
                is paused.
        """
        state = self._state
        market = state.market(ticker)
        check_count("count", count)
        market.check_price(price)
        state.check_trading(market)
        if taker.account == maker.account:
            raise invalid("maker", "is the taker's own account")
        parties: list[Order] = []
        for owner, side in ((taker, taker_side), (maker, opposite(taker_side))):
            new = NewOrder(ticker=ticker, side=side, count=count, price=price, time_in_force="fill_or_kill")
            order = incoming_order(state, state.owner(*owner), new, count)
            others = state.orders.resting_of(owner, ticker)
            position = state.positions.of(owner, ticker, state.clock.now()).count
            plan = Plan((Match(order, count),), count, ZERO, None, rests=False)
            check_affordable(order, plan, others, position, state.ledger, state.schedules[ticker])
            parties.append(order)
        taken, made, _ = trade(state, parties[0], parties[1], count, price, is_block_trade=True)
        placements = []
        for order in (taken, made):
            store(state, order, "filled")
            refresh_hold(state, order.owner, ticker)
            fills = state.tape.fills[order.owner.account][-1:]
            placements.append(Placement(order, tuple(fills), state.clock.now()))
        return placements[0], placements[1]
