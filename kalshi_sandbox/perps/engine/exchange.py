"""The exchange of perpetual futures: its parts, its clock and its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.clock import Clock
from kalshi_sandbox.engine.events import TradingPaused
from kalshi_sandbox.engine.operation import operation

from .accounts import Accounts
from .corporate_actions import CorporateActions
from .events import Listener
from .execution import cancel_resting
from .funding import Funding, schedule_funding
from .groups import OrderGroups
from .markets import Markets
from .orders import Orders
from .portfolio import Portfolio
from .state import Rules, State


class PerpsExchange:
    """An exchange of perpetual futures in memory. You may use it from several threads.

    Args:
        clock: Its only source of time: `ManualClock` or `RealClock`. Two exchanges may share one.
        seed: Seed of its ids and index prices: the same operations at the same times give the same answers.
        rules: Rules of which it isn't known what the live exchange does.

    Attributes:
        clock: The clock that you gave it.
        markets: What is traded: markets with their books, trades and candlesticks.
        orders: Placing, changing, canceling and reading orders, with their fills.
        groups: Order groups.
        accounts: Accounts and subaccounts, deposits, transfers, limits and fee tiers.
        portfolio: Positions, balances, risk and notional value.
        funding: Funding rates and payments.
        corporate_actions: Notices of corporate actions, and what they do.
    """

    def __init__(self, clock: Clock, *, seed: int = 0, rules: Rules = Rules()) -> None:  # noqa: B008 - it is frozen
        self._state = state = State(clock, seed, rules)
        self.clock = clock
        self.markets = Markets(state)
        self.orders = Orders(state)
        self.groups = OrderGroups(state)
        self.accounts = Accounts(state)
        self.portfolio = Portfolio(state)
        self.funding = Funding(state)
        self.corporate_actions = CorporateActions(state)
        schedule_funding(state)

    @operation
    def now(self) -> datetime:
        """The exchange's time, in UTC."""
        return self._state.clock.now()

    @operation
    def pause(self) -> None:
        """Pause trading on the exchange, and cancel orders with cancel_order_on_pause."""
        self._set_trading(False)
        cancel_resting(self._state, "paused", lambda order: order.cancel_order_on_pause)

    @operation
    def resume(self) -> None:
        """Resume trading on the exchange."""
        self._set_trading(True)

    @operation
    def is_trading_active(self) -> bool:
        """Whether the exchange takes orders."""
        return self._state.is_trading_active

    @operation
    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener with every event from now on, in order, right after the operation that caused it.

        Args:
            listener: Called under the exchange's lock; it may act on the exchange.

        Returns:
            A function that removes the listener.
        """
        return self._state.bus.listen(listener)

    @operation
    def run_due(self) -> None:
        """Run everything that is due. With a real clock, call it now and then."""

    @operation
    def money(self) -> Money:
        """Where all money of the exchange is."""
        ledger = self._state.ledger
        return Money(
            settled_funds=ledger.total() - ledger.fees - ledger.insurance,
            fees=ledger.fees,
            insurance=ledger.insurance,
            outstanding=-self._state.positions.total_cost(),
            deposits=ledger.deposits,
        )

    def _set_trading(self, is_active: bool) -> None:
        state = self._state
        state.is_trading_active = is_active
        for market in state.markets.values():
            state.record_quote(market)
        state.bus.queue(TradingPaused(is_active, state.clock.now()))


@frozen(kw_only=True)
class Money:
    """Where all money of an exchange is, in US dollars.

    Args:
        settled_funds: Of all subaccounts.
        fees: Fees of all fills.
        insurance: What rounding of payments between members left over; never below zero.
        outstanding: Losses that positions have yet to realise, for profits that were paid already, or the other way
            round below zero.
        deposits: All deposits less all withdrawals.
    """

    settled_funds: Decimal
    fees: Decimal
    insurance: Decimal
    outstanding: Decimal
    deposits: Decimal

    @property
    def imbalance(self) -> Decimal:
        """US dollars made or lost since the start: always exactly zero."""
        return self.settled_funds + self.fees + self.insurance + self.outstanding - self.deposits
