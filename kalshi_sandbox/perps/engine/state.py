"""The state of the exchange."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from attrs import define, field, frozen

from kalshi_sandbox.engine.book import Book
from kalshi_sandbox.engine.bus import EventBus
from kalshi_sandbox.engine.clock import Clock
from kalshi_sandbox.engine.group import OrderGroup
from kalshi_sandbox.engine.identifiers import Identifiers
from kalshi_sandbox.engine.order import ZERO, Owner
from kalshi_sandbox.engine.rejection import EngineRejection, conflict, invalid, not_found

from .events import BookDelta, EngineEvent, TickerUpdated
from .fees import FEE_TIERS, FeeTier
from .ledger import Ledger
from .market import Market
from .notices import CorporateAction
from .order import Order, OrderStore
from .payments import FundingPayment, FundingRate
from .positions import Position, Positions
from .prices import Quote, mark_price
from .tape import Tape


@frozen(kw_only=True)
class Rules:
    """Rules of which it isn't known what the live exchange does.

    Args:
        post_only_cross_is_rejected: Whether a post_only order that would trade is rejected with 400; otherwise it is
            accepted and canceled at once.
        killed_orders_use_their_id: Whether the client_order_id of a fill_or_kill that can't fill counts as used.
        empty_changes_are_rejected: Whether an amendment or decrease that changes nothing is rejected.
        default_notional_limit: Limit on the notional value of an account in each market, in US dollars.
    """

    post_only_cross_is_rejected: bool = False
    killed_orders_use_their_id: bool = False
    empty_changes_are_rejected: bool = False
    default_notional_limit: Decimal = Decimal(50_000)


@define(eq=False)
class Account:
    """What the exchange knows of an account besides its money and orders.

    Args:
        notional_limit: Limit on its notional value in each market, in US dollars.
        fee_tier: Number of its fee tier.
        client_order_ids: Order ids by the caller's own ids, with every id that was ever used.
        transfers: The caller's own ids of transfers between subaccounts.
        payments: Funding paid and received, oldest first.
    """

    account_id: str
    created_time: datetime
    notional_limit: Decimal
    fee_tier: int = 0
    subaccounts: int = 0
    client_order_ids: dict[str, str] = field(factory=dict)
    transfers: set[str] = field(factory=set)
    payments: list[FundingPayment] = field(factory=list)

    @property
    def owners(self) -> list[Owner]:
        """Its subaccounts, the primary one first."""
        return [Owner(self.account_id, number) for number in range(self.subaccounts + 1)]

    @property
    def fees(self) -> FeeTier:
        """The rates that it pays."""
        return FEE_TIERS[self.fee_tier]


class State:
    """Everything that the exchange knows.

    Args:
        clock: The only source of time.
        seed: Seed of all ids and of the index prices.
        rules: Rules of which it isn't known what the live exchange does.
    """

    def __init__(self, clock: Clock, seed: int, rules: Rules) -> None:
        self.clock = clock
        self.seed = seed
        self.rules = rules
        self.identifiers = Identifiers(seed)
        self.bus: EventBus[EngineEvent] = EventBus()
        self.ledger = Ledger()
        self.positions = Positions()
        self.orders = OrderStore()
        self.tape = Tape()
        self.accounts: dict[str, Account] = {}
        self.markets: dict[str, Market] = {}
        self.books: dict[Market, Book[Order]] = {}
        self.groups: dict[str, OrderGroup] = {}
        self.open_interest: defaultdict[Market, Decimal] = defaultdict(lambda: ZERO)
        self.rates: list[FundingRate] = []
        self.actions: dict[str, CorporateAction] = {}
        self.is_trading_active = True
        self._touched: dict[Market, None] = {}

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

    def market(self, ticker: str | None, market_id: str | None = None) -> Market:
        """A market by its ticker, or else by its id."""
        for market in self.markets.values():
            if market.ticker == ticker or (ticker is None and market.market_id == market_id):
                return market
        raise not_found("market", ticker or market_id or "")

    def check_trading(self, market: Market) -> None:
        """Reject an order while the exchange is paused or the market isn't active.

        Raises:
            EngineRejection: With 503 or 409.
        """
        if not self.is_trading_active:
            raise EngineRejection(503, "trading_paused", "trading is paused", "the exchange takes no orders now")
        if market.status != "active":
            details = f"{market.ticker} is {market.status}"
            raise conflict("market_not_active", "market is not active", details, about=market.status)

    def group(self, account_id: str, group_id: str, subaccount: int | None) -> OrderGroup:
        """An order group of an account.

        Args:
            subaccount: The subaccount that it must belong to; None for any.

        Raises:
            EngineRejection: With 404.
        """
        group = self.groups.get(group_id)
        if group is None or group.owner.account != account_id:
            raise not_found("order_group", group_id)
        if subaccount not in (None, group.owner.subaccount):
            raise not_found("order_group", group_id, f"subaccount {subaccount} has no such group")
        return group

    def open_book(self, market: Market) -> None:
        """Give a new market its book."""
        self.markets[market.market_id] = market

        def changed(order: Order, change: Decimal) -> None:
            market.seq += 1
            now = self.clock.now()
            self.record_quote(market)
            self.bus.queue(
                BookDelta(
                    market=market,
                    ticker=market.ticker,
                    side=order.side,
                    price=order.price,
                    change=change,
                    seq=market.seq,
                    time=now,
                    order=order,
                )
            )

        self.books[market] = Book(changed)
        self.record_quote(market)

    def quote(self, market: Market) -> Quote:
        """Best prices of a market now."""
        best = self.books[market].quote()
        return Quote(
            best.bid if best.bid_size else None,
            best.ask if best.ask_size else None,
            best.bid_size,
            best.ask_size,
            self.is_trading_active and market.status == "active",
        )

    def record_quote(self, market: Market) -> None:
        """Record a market's best prices, and whether it trades."""
        self.touch(market)
        self.tape.quote(market, self.clock.now(), self.quote(market))

    def mark(self, market: Market) -> Decimal:
        """Mark price of a market now, in US dollars for one contract."""
        return mark_price(market.index.price(self.clock.now()), self.quote(market))

    def position(self, owner: Owner, market: Market) -> Position:
        """An owner's position in a market, flat if there is none."""
        return self.positions.of(owner, market, self.clock.now())

    def touch(self, market: Market) -> None:
        """Publish the prices and volumes of a market at the end of the operation."""
        if self.bus.has_listeners:
            self._touched[market] = None

    def schedule(self, when: datetime, action: Callable[[], object]) -> None:
        """Run an action at a moment, as an operation of its own."""

        def due() -> None:
            try:
                action()
            finally:
                self.flush()

        self.clock.call_at(when, due)

    def flush(self) -> None:
        """Send the events that are queued, with the changes of prices and volumes at the end."""
        for market in self._touched:
            self.bus.queue(TickerUpdated(market, market.ticker))
        self._touched.clear()
        self.bus.flush()
