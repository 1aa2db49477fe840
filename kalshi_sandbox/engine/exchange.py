"""The exchange: its parts, its clock and its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from .accounts import Accounts
from .blocks import BlockTrades
from .books import Books
from .clock import Clock
from .events import Listener, TradingPaused
from .execution import cancel_resting
from .groups import OrderGroups
from .markets import Markets
from .operation import operation
from .order import ZERO
from .orders import Orders
from .portfolio import Portfolio
from .recorded import RecordedMarkets
from .recorded_book import RECORDED, Queue
from .shards import Shards
from .state import Rules, State


class Exchange:
    """An exchange in memory. You may use it from several threads. Two exchanges share nothing.

    Args:
        clock: Its only source of time: `ManualClock` or `RealClock`.
        seed: Seed of its ids: the same operations at the same times give the same answers.
        rules: Rules in which exchanges differ.
        queue: How orders wait behind those of recorded books, for an exchange whose markets are recorded; else None.

    Attributes:
        clock: The clock that you gave it.
        markets: What is traded: adding, reading, pausing, closing and settling markets.
        books: Order books.
        orders: Placing, changing, canceling and reading orders, with their fills.
        groups: Order groups.
        blocks: Trades agreed away from the book.
        accounts: Accounts and subaccounts, deposits and transfers.
        portfolio: Balances, positions and settlements.
        shards: The shards, and cash that moves between them.
        recorded: The recorded markets.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        seed: int = 0,
        rules: Rules = Rules(),  # noqa: B008 - it is frozen
        queue: Queue | None = None,
    ) -> None:
        self._state = state = State(clock, seed, rules, queue)
        self.clock = clock
        self.markets = Markets(state)
        self.books = Books(state)
        self.orders = Orders(state)
        self.groups = OrderGroups(state)
        self.blocks = BlockTrades(state)
        self.accounts = Accounts(state)
        self.portfolio = Portfolio(state)
        self.shards = Shards(state)
        self.recorded = RecordedMarkets(state, self.markets)
        if queue is not None:
            self.accounts.add(RECORDED.account, ZERO)

    @operation
    def now(self) -> datetime:
        """The exchange's time, in UTC."""
        return self._state.clock.now()

    @operation
    def pause(self) -> None:
        """Pause trading on the exchange, and cancel orders with cancel_order_on_pause."""
        self._state.is_trading_active = False
        cancel_resting(self._state, "paused", lambda order: order.cancel_order_on_pause)
        self._state.bus.queue(TradingPaused(False, self._state.clock.now()))

    @operation
    def resume(self) -> None:
        """Resume trading on the exchange."""
        self._state.is_trading_active = True
        self._state.bus.queue(TradingPaused(True, self._state.clock.now()))

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
    def imbalance(self) -> Decimal:
        """US dollars made or lost since the start: always exactly zero."""
        return self._state.ledger.imbalance()
