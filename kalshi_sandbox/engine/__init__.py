"""The matching engine: a whole exchange in memory, without HTTP, JSON or a clock of its own.

    exchange = Exchange(ManualClock(), seed=7)
    exchange.add_market("KXBTCD-26DEC31-T100000")
    exchange.add_account("alice", Decimal(100))
    order = NewOrder(ticker="KXBTCD-26DEC31-T100000", side="bid", count=Decimal(10), price=Decimal("0.4"))
    exchange.place("alice", order).order.order_id

A refused operation raises `Refused` (HTTP status, code, message, details) and changes nothing. What is answered is
immutable, except for `OrderGroup`. Prices are always for yes, in US dollars; counts are in contracts; times are UTC.

Rules that the contract leaves open, as they are here:
- Collateral is the worst-case cost of resting orders: p for a bid, 1 - p for an ask, except for contracts that would
  net against the position, plus the maker's fee where there is one. An order must be affordable whole at its limit,
  and for what it trades now with the taker's fee.
- Fees of an order, as taker and as maker each, are rounded up to $0.0001 over all its fills together.
- A match is cut at an order group's limit, so that a group never matches more.
- Self-trade prevention is by account, across its subaccounts. The incoming order's type decides.
- A market is on one shard; what happens there is paid from and to the cash on that shard. `Rules` says how many
  shards there are, and what else exchanges do differently.
- A canceled order has no remaining contracts; a decrease or amendment leaves `initial_count` as it was.
- 409: a used client_order_id, fill_or_kill that can't fill, a market that isn't active, a triggered group.
  400: any field, post_only that would trade, reduce_only without a position to reduce, too little money.
  404: unknown, another's or no longer resting. 503: trading is paused.
"""

from __future__ import annotations

from .candles import Candlestick, PeriodMinutes, Span
from .clock import Clock, ManualClock, RealClock
from .events import (
    BookDelta,
    CashMoved,
    EventAdded,
    Filled,
    GroupUpdated,
    Happening,
    Listener,
    MarketUpdated,
    OrderUpdated,
    PositionUpdated,
    Settled,
    Traded,
    TradingPaused,
)
from .exchange import Exchange
from .groups import OrderGroup
from .ledger import ShardTransfer, Transfer
from .market import TICK_STRUCTURES, Event, Market, PriceRange, Series
from .order import Amendment, NewOrder, Order, Owner
from .order_desk import CancelLeg
from .outcomes import Cancellation, Placement
from .positions import Position
from .refusal import Refused
from .settlement import Settlement
from .state import Rules
from .tape import Fill, Quote, Trade
from .views import Balance, BookView, MarketView

__all__ = [
    "TICK_STRUCTURES",
    "Amendment",
    "Balance",
    "BookDelta",
    "BookView",
    "CancelLeg",
    "Cancellation",
    "CashMoved",
    "Candlestick",
    "Clock",
    "Event",
    "EventAdded",
    "Exchange",
    "Fill",
    "Filled",
    "GroupUpdated",
    "Happening",
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
    "Refused",
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
