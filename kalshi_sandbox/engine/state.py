"""All that the exchange is at a moment, and how an operation on it runs: alone, on time, and told afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from attrs import define, field, frozen, validators

from .book import Book
from .clock import Clock
from .events import Announcer, BookDelta
from .fees import FeeSchedule
from .groups import OrderGroup
from .identifiers import Identifiers
from .ledger import Ledger, ShardTransfer, Transfer
from .market import Event, Market, Series
from .order import ZERO, Order, Owner
from .orders import Orders
from .positions import Positions
from .refusal import invalid, not_found
from .settlement import Settlement
from .tape import Tape

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")
_Desk = TypeVar("_Desk", bound="Desk")


@frozen(kw_only=True)
class Rules:
    """What exchanges do differently.

    Args:
        shards: How many shards there are.
        killed_orders_use_their_id: Whether a fill_or_kill that can't fill uses its client_order_id up.
        changes_of_nothing_are_refused: Whether an amendment or decrease that changes nothing is refused.
        empty_shard_refusal: Code of the refusal of an order whose shard alone has no cash.
    """

    shards: int = field(default=1, validator=validators.ge(1))
    killed_orders_use_their_id: bool = False
    changes_of_nothing_are_refused: bool = False
    empty_shard_refusal: str = "insufficient_balance"


@define(eq=False)
class Account:
    """What the exchange knows of an account besides its money.

    Args:
        client_order_ids: Order ids by the caller's own ids, every one that was ever used.
        shard_transfers: Cash moved between shards, oldest first.
        allocation: Percent of the cash that each shard shall have; empty to leave it where it is.
    """

    account_id: str
    created_time: datetime
    subaccounts: int = 0
    client_order_ids: dict[str, str] = field(factory=dict)
    transfers: dict[str, Transfer] = field(factory=dict)
    settlements: list[Settlement] = field(factory=list)
    shard_transfers: list[ShardTransfer] = field(factory=list)
    allocation: dict[int, int] = field(factory=dict)


class State:
    """The exchange's memory.

    Args:
        clock: The only source of time.
        seed: Seed of all ids.
        rules: What this exchange does differently.
    """

    def __init__(self, clock: Clock, seed: int, rules: Rules) -> None:
        self.clock = clock
        self.rules = rules
        self.identifiers = Identifiers(seed)
        self.announcer = Announcer()
        self.ledger = Ledger(rules.shards)
        self.positions = Positions()
        self.orders = Orders()
        self.tape = Tape()
        self.accounts: dict[str, Account] = {}
        self.series: dict[str, Series] = {}
        self.events: dict[str, Event] = {}
        self.markets: dict[str, Market] = {}
        self.books: dict[str, Book] = {}
        self.schedules: dict[str, FeeSchedule] = {}
        self.groups: dict[str, OrderGroup] = {}
        self.open_interest: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self.trading_active = True
        self._deltas = 0

    def account(self, account_id: str) -> Account:
        """An account by its id."""
        if account_id not in self.accounts:
            raise not_found("account", account_id)
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

    def check_shard(self, exchange_index: int) -> None:
        """Refuse a shard that there isn't.

        Raises:
            Refused: With 400.
        """
        if not 0 <= exchange_index < self.rules.shards:
            known = "only 0" if self.rules.shards == 1 else f"only 0 to {self.rules.shards - 1}"
            raise invalid("exchange_index", f"there is no shard {exchange_index}, {known}")

    def open_book(self, market: Market) -> None:
        """Give a new market its book and its fees."""

        def on_delta(order: Order, change: Decimal) -> None:
            self._note_delta(order, change)

        self.markets[market.ticker] = market
        self.ledger.shard_of[market.ticker] = market.exchange_index
        self.books[market.ticker] = Book(on_delta)
        self.schedules[market.ticker] = FeeSchedule.of(self.series[market.series_ticker])

    def schedule(self, when: datetime, action: Callable[[], object]) -> None:
        """Have something done at a moment, as an operation of its own."""

        def due() -> None:
            try:
                action()
            finally:
                self.announcer.tell()

        self.clock.call_at(when, due)

    def _note_delta(self, order: Order, change: Decimal) -> None:
        self._deltas += 1
        now = self.clock.now()
        self.tape.quote(order.ticker, now, self.books[order.ticker].quote())
        self.announcer.note(
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


class Desk:
    """A part of the exchange's surface.

    Args:
        state: What the desks share.
    """

    def __init__(self, state: State) -> None:
        self._state = state


def operation(
    method: Callable[Concatenate[_Desk, _Arguments], _Answer],
) -> Callable[Concatenate[_Desk, _Arguments], _Answer]:
    """Run a desk's method as one operation: under the lock, after all that was due before, its events told after it."""

    @wraps(method)
    def run(desk: _Desk, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        state = desk._state
        clock = state.clock
        with clock.lock:
            clock.hold()
            try:
                clock.run_due()
                return method(desk, *args, **kwargs)
            finally:
                state.announcer.tell()
                clock.release()

    return run
