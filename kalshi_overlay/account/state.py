"""What an account has, kept up to date fill by fill and state by state; no I/O."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from attrs import define, field, frozen

from kalshi_overlay import clock
from kalshi_overlay.account.cash import ShardCash, cash_change
from kalshi_overlay.account.fills import AccountFill
from kalshi_overlay.account.orders import AccountOrder
from kalshi_overlay.account.positions import AccountPosition

_ZERO = Decimal(0)
# Seconds within which a fill and the position that it leads to come.
_TOGETHER = 1.0


@frozen
class _Held:
    """Contracts held in a market, above 0 yes.

    Attributes:
        count: How many.
        is_of_fill: Whether a fill has led to it. Otherwise a position has shown it, in which later fills may be.
    """

    count: Decimal
    is_of_fill: bool


@define
class AccountState:
    """What an account has.

    Attributes:
        orders: The orders that rest, by their ids.
        positions: The positions by their tickers, flat ones too.
        fills: The fills that were given, by what distinguishes them.
        cash: The cash by shard.
        began: Since when its fills are known, by `clock.now()`.
        fees: The fees of these fills, in US dollars.
        realized: What all positions have realised, in US dollars without fees.
        on_market: Called with a ticker when something of the market has changed.
    """

    orders: dict[str, AccountOrder] = field(factory=dict)
    positions: dict[str, AccountPosition] = field(factory=dict)
    fills: dict[str, AccountFill] = field(factory=dict)
    cash: dict[int, ShardCash] = field(factory=dict)
    began: float = field(factory=clock.now)
    fees: Decimal = _ZERO
    realized: Decimal = _ZERO
    on_market: Callable[[str], object] = lambda ticker: None
    _held: dict[str, _Held] = field(factory=dict)
    # The markets whose position no fill explains, and since when.
    _unexplained: dict[str, float] = field(factory=dict)
    _shards: dict[str, int] = field(factory=dict)

    @property
    def is_explained(self) -> bool:
        """Whether fills explain all positions."""
        return not self._unexplained

    def orders_of(self, ticker: str) -> list[AccountOrder]:
        """The orders that rest in a market."""
        return [order for order in self.orders.values() if order.ticker == ticker]

    def on_order(self, order: AccountOrder) -> None:
        """Take a state of an order."""
        if order.exchange_index is not None:
            self._shards[order.ticker] = order.exchange_index
        if order.is_resting:
            self.orders[order.order_id] = order
        else:
            self.orders.pop(order.order_id, None)
        self.on_market(order.ticker)

    def on_fill(self, fill: AccountFill) -> None:
        """Take a fill."""
        if fill.subject in self.fills:
            return
        self.fills[fill.subject] = fill
        self.fees += fill.fee
        self._shards[fill.ticker] = fill.exchange_index
        cash, signed = self.cash_on(fill.exchange_index), fill.count if fill.side == "bid" else -fill.count
        held = self._held.get(fill.ticker)
        before: Decimal | None
        if fill.position is not None:
            before = fill.position - signed
        elif held is not None and held.is_of_fill:
            before = held.count
        else:
            # It is not known how much of it was netted.
            cash.forget()
            self._held.pop(fill.ticker, None)
            before = None
        if before is not None:
            cash.add(fill.time, cash_change(fill, before))
            self._held[fill.ticker] = _Held(before + signed, is_of_fill=True)
        self._compare(fill.ticker)
        self.on_market(fill.ticker)

    def on_position(self, position: AccountPosition) -> None:
        """Take a state of a position."""
        earlier = self.positions.get(position.ticker)
        self.realized += position.realized_pnl - (earlier.realized_pnl if earlier else _ZERO)
        self.positions[position.ticker] = position
        if position.ticker not in self._held:
            if earlier is not None:
                # It may have changed by other things than fills.
                self._forget_cash(position.ticker)
            self._held[position.ticker] = _Held(position.count, is_of_fill=False)
        self._compare(position.ticker)
        self.on_market(position.ticker)

    def _compare(self, ticker: str) -> None:
        position, held = self.positions.get(ticker), self._held.get(ticker)
        if position is None or held is None or position.count == held.count:
            self._unexplained.pop(ticker, None)
        else:
            self._unexplained.setdefault(ticker, clock.now())

    def forget_fills(self, before: datetime) -> None:
        """Keep no fills from before a moment."""
        self.fills = {name: fill for name, fill in self.fills.items() if fill.time >= before}
        self.fees = sum((fill.fee for fill in self.fills.values()), _ZERO)

    def settle(self) -> None:
        """Take for settled what no fill has explained in time; what that has paid is not known."""
        now = clock.now()
        for ticker, since in list(self._unexplained.items()):
            if now - since >= _TOGETHER:
                self._held[ticker] = _Held(self.positions[ticker].count, is_of_fill=False)
                del self._unexplained[ticker]
                self._forget_cash(ticker)

    def cash_on(self, shard: int) -> ShardCash:
        """The cash on a shard."""
        return self.cash.setdefault(shard, ShardCash(self.began))

    def _forget_cash(self, ticker: str) -> None:
        """Know no longer what is on the shard of a market."""
        shard = self._shards.get(ticker)
        for cash in self.cash.values() if shard is None else [self.cash_on(shard)]:
            cash.forget()
