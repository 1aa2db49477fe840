"""The state of the exchange."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen, validators

from .account import Account
from .book import Book
from .bus import EventBus
from .clock import Clock
from .events import BookDelta, EngineEvent
from .fees import FeeRounding, FeeSchedule
from .group import OrderGroup
from .identifiers import Identifiers
from .ledger import Ledger
from .market import Event, Market, Series
from .order import ZERO, Order, OrderStore, Owner
from .positions import Positions
from .recorded_book import Queue, RecordedBook
from .rejection import EngineRejection, conflict, invalid, not_found
from .tape import Tape


@frozen(kw_only=True)
class Rules:
    """Rules in which exchanges differ.

    Args:
        shards: How many shards there are.
        killed_orders_use_their_id: Whether the client_order_id of a fill_or_kill that can't fill counts as used.
        empty_changes_are_rejected: Whether an amendment or decrease that changes nothing is rejected.
        empty_shard_rejection: Code that rejects an order if only its shard has no cash.
        settlements_are_gross: Whether settlements count all that was ever bought, and flat positions have one too.
        fee_rounding: How the fee of each fill is rounded.
    """

    shards: int = field(default=1, validator=validators.ge(1))
    killed_orders_use_their_id: bool = False
    empty_changes_are_rejected: bool = False
    empty_shard_rejection: str = "insufficient_balance"
    settlements_are_gross: bool = False
    fee_rounding: FeeRounding = field(factory=FeeRounding)


class State:
    """Everything that the exchange knows.

    Args:
        clock: The only source of time.
        seed: Seed of all ids.
        rules: Rules in which exchanges differ.
        queue: How orders wait behind recorded ones; None if nothing is recorded.
    """

    def __init__(self, clock: Clock, seed: int, rules: Rules, queue: Queue | None = None) -> None:
        self.clock = clock
        self.rules = rules
        self.queue = queue
        self.identifiers = Identifiers(seed)
        self.bus: EventBus[EngineEvent] = EventBus()
        self.ledger = Ledger(rules.shards)
        self.positions = Positions()
        self.orders = OrderStore()
        self.tape = Tape()
        self.accounts: dict[str, Account] = {}
        self.series: dict[str, Series] = {}
        self.events: dict[str, Event] = {}
        self.markets: dict[str, Market] = {}
        self.books: dict[str, Book[Order]] = {}
        self.schedules: dict[str, FeeSchedule] = {}
        self.groups: dict[str, OrderGroup] = {}
        self.open_interest: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self.is_trading_active = True
        self._deltas = 0

    def account(self, account_id: str) -> Account:
        """An account by its id."""
        if account_id not in self.accounts:
            raise not_found("account", account_id, "add_account opens one; exchange.account is the sandbox's own")
        return self.accounts[account_id]

    def owner(self, account_id: str, subaccount: int) -> Owner:
        """A subaccount that exists."""
        if not 0 <= subaccount <= self.account(account_id).subaccounts:
            raise invalid("subaccount", f"{subaccount} was never opened")
        return Owner(account_id, subaccount)

    def market(self, ticker: str) -> Market:
        """A market by its ticker."""
        if ticker not in self.markets:
            raise not_found("market", ticker)
        return self.markets[ticker]

    def group(self, owner: Owner, group_id: str, shard: int | None = None) -> OrderGroup:
        """An owner's order group.

        Args:
            shard: The shard on which it must be; None for any.

        Raises:
            EngineRejection: With 404, also if it is another owner's or on another shard.
        """
        group = self.groups.get(group_id)
        if group is None or group.owner != owner:
            raise not_found("order_group", group_id, f"subaccount {owner.subaccount} has no such group")
        if shard not in (None, group.exchange_index):
            raise not_found("order_group", group_id, f"there is no such group on shard {shard}")
        return group

    def check_shard(self, exchange_index: int) -> None:
        """Reject a shard that doesn't exist.

        Raises:
            EngineRejection: With 400.
        """
        if not 0 <= exchange_index < self.rules.shards:
            known = "only 0" if self.rules.shards == 1 else f"only 0 to {self.rules.shards - 1}"
            raise invalid("exchange_index", f"there is no shard {exchange_index}, {known}")

    def check_trading(self, market: Market) -> None:
        """Reject a trade while the exchange is paused or the market isn't active.

        Raises:
            EngineRejection: With 503 or 409.
        """
        if not self.is_trading_active:
            raise EngineRejection(503, "trading_paused", "trading is paused", "the exchange takes no orders now")
        if market.status != "active":
            details = f"{market.ticker} is {market.status}"
            raise conflict("market_not_active", "market is not active", details, about=market.status)

    def open_book(self, market: Market) -> None:
        """Give a new market its book and its fees."""
        self.markets[market.ticker] = market
        self.ledger.shard_of[market.ticker] = market.exchange_index
        delta = self._record_delta
        self.books[market.ticker] = Book(delta) if self.queue is None else RecordedBook(delta, self.queue)
        self.schedules[market.ticker] = FeeSchedule.of(self.series[market.series_ticker], self.rules.fee_rounding)

    def schedule(self, when: datetime, action: Callable[[], object]) -> None:
        """Run an action at a moment, as an operation of its own."""

        def due() -> None:
            try:
                action()
            finally:
                self.flush()

        self.clock.call_at(when, due)

    def flush(self) -> None:
        """Send the events that are queued."""
        self.bus.flush()

    def _record_delta(self, order: Order, change: Decimal) -> None:
        self._deltas += 1
        now = self.clock.now()
        self.tape.quote(order.ticker, now, self.books[order.ticker].quote())
        self.bus.queue(
            BookDelta(
                ticker=order.ticker,
                side=order.side,
                price=order.price,
                change=change,
                clock=self._deltas,
                time=now,
                order=order,
            )
        )
