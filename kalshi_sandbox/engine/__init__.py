"""The matching engine: an entire exchange in memory, without HTTP, JSON or a clock of its own.

    exchange = Exchange(ManualClock(), seed=7)
    exchange.markets.add("KXBTCD-26DEC31-T100000")
    exchange.accounts.add("alice", Decimal(100))
    order = NewOrder(ticker="KXBTCD-26DEC31-T100000", side="bid", count=Decimal(10), price=Decimal("0.4"))
    exchange.orders.place("alice", order).order.order_id

A rejected operation raises `EngineRejection` (HTTP status, code, message, details) and changes nothing. Answers are
immutable, except for `OrderGroup`. Prices are always for yes, in US dollars; counts are in contracts; times are UTC.

Where the spec leaves a rule open, the engine does this:
- Collateral is the cost of resting orders: p for a bid, 1 - p for an ask, plus the maker's fee, as if each filled at
  once. The rounding of several fills is not held, and may take the cash a little below zero. Contracts that would net
  against the position need none. The owner must be able to pay for the entire order at its limit, and for what it
  trades now with the taker's fee.
- A fill's fee is rounded for itself, and what brings the balance onto its step comes on top (`fees.FeeRounding`).
- A series with the fee type `flat` costs nothing, since no operation has its table.
- Payouts are cut to cents. What is cut stays with the exchange, as fees do.
- A match is cut at an order group's limit, so that a group never matches more.
- Self-trade prevention is by account, across its subaccounts. The incoming order's type decides.
- A market is on one shard; everything in it is paid from and to the cash on that shard. `Rules` has the number of
  shards, and the other rules in which exchanges differ.
- A canceled order has no remaining contracts; a decrease or amendment doesn't change `initial_count`.
- 409: a used client_order_id, a fill_or_kill that can't fill, a market that isn't active, a triggered group.
  400: any field, post_only that would trade, reduce_only without a position to reduce, too little money.
  404: unknown, another account's or no longer resting. 503: trading is paused.

A file with a plural name (`orders`) has the operations, the one with the singular name (`order`) what they work on.
"""

from __future__ import annotations

from .account import ShardTransfer, Transfer
from .books import BookView
from .candles import Candlestick, PeriodMinutes, Span
from .clock import Clock, ManualClock, RealClock
from .events import (
    BookDelta,
    CashMoved,
    EngineEvent,
    EventAdded,
    Filled,
    GroupUpdated,
    Listener,
    MarketUpdated,
    OrderUpdated,
    PositionUpdated,
    Settled,
    Traded,
    TradingPaused,
)
from .exchange import Exchange
from .group import OrderGroup
from .market import TICK_STRUCTURES, Event, Market, PriceRange, Series
from .markets import MarketView
from .order import Amendment, NewOrder, Order, Owner
from .orders import Cancellation, CancelRequest, Placement
from .portfolio import Balance
from .positions import Position, Settlement
from .rejection import EngineRejection
from .state import Rules
from .tape import Fill, Quote, Trade

__all__ = [
    "TICK_STRUCTURES",
    "Amendment",
    "Balance",
    "BookDelta",
    "BookView",
    "CancelRequest",
    "Cancellation",
    "Candlestick",
    "CashMoved",
    "Clock",
    "EngineEvent",
    "EngineRejection",
    "Event",
    "EventAdded",
    "Exchange",
    "Fill",
    "Filled",
    "GroupUpdated",
    "Listener",
    "ManualClock",
    "Market",
    "MarketUpdated",
    "MarketView",
    "NewOrder",
    "Order",
    "OrderGroup",
    "OrderUpdated",
    "Owner",
    "PeriodMinutes",
    "Placement",
    "Position",
    "PositionUpdated",
    "PriceRange",
    "Quote",
    "RealClock",
    "Rules",
    "Series",
    "Settled",
    "Settlement",
    "ShardTransfer",
    "Span",
    "Trade",
    "Traded",
    "TradingPaused",
    "Transfer",
]
