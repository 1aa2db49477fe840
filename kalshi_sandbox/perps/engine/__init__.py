"""The engine of perpetual futures: an entire exchange in memory, without HTTP, JSON or a clock of its own.

    exchange = PerpsExchange(ManualClock(), seed=7)
    exchange.markets.add("KXBTCPERP", index_price=Decimal("6.25"), contract_size=Decimal("0.0001"))
    exchange.accounts.add("alice", Decimal(1000))
    order = NewOrder(client_order_id="1", ticker="KXBTCPERP", side="bid", count=Decimal(10), price=Decimal("6.2"))
    exchange.orders.place("alice", order).order.order_id

A rejected operation raises `EngineRejection` (HTTP status, code, message, details) and changes nothing. Answers are
immutable, except for `OrderGroup` and `Market`, which always show the present state. Prices are in US dollars for one
contract; times are UTC.

Rules that are published or were measured on the demo exchange:
- Book and matching: one scale, price and then time. Self-trade prevention as on the exchange of event contracts, by
  account. `reduce_only` goes with immediate_or_cancel and fill_or_kill, and is capped at the position.
- Price band: a bid is at least 80 % of the best bid, or 1,000 ticks below it if that is less; asks likewise.
- A client_order_id is used once, ever: 409 `order_already_exists` afterwards.
- A canceled order has no remaining contracts, and `last_update_reason` is `Decrease`.
- Balance, available balance, leverage estimates and positions: see `margin`. Funding: see `funding`.

Rules of ours, where nothing is known: the flat rate of maintenance margin (see `margin`), index and mark prices (see
`prices`), fees rounded up to $0.0001 for each fill, fee tiers that you set, and what corporate actions do (see
`corporate_actions`). Positions are never liquidated, and there are no exit triggers: `order_source` is always `user`.

A file with a plural name (`orders`) has the operations, the one with the singular name (`order`) what they work on.
"""

from __future__ import annotations

from kalshi_sandbox.engine import (
    CashMoved,
    EngineRejection,
    GroupUpdated,
    ManualClock,
    OrderGroup,
    Owner,
    RealClock,
    Span,
    TradingPaused,
)

from .candles import Candlestick
from .events import (
    BookDelta,
    CorporateActionApplied,
    CorporateActionUpdated,
    EngineEvent,
    Filled,
    FundingApplied,
    FundingPaid,
    Listener,
    MarketUpdated,
    OrderUpdated,
    TickerUpdated,
    Traded,
)
from .exchange import Money, PerpsExchange
from .fees import FEE_TIERS, FeeTier
from .margin import Margin
from .market import FundingTerms, Market, MarketStatus
from .markets import BookView, MarketView
from .notices import CashTerms, CorporateAction, FinalSettlementTerms, SplitTerms, Terms, TickerChangeTerms
from .order import Amendment, NewOrder, Order
from .orders import Cancellation, Placement
from .payments import FundingEstimate, FundingPayment, FundingRate
from .portfolio import Balance, NotionalUsage, PositionView
from .positions import Position
from .prices import Quote
from .state import Rules
from .tape import Fill, Trade

__all__ = [
    "FEE_TIERS",
    "Amendment",
    "Balance",
    "BookDelta",
    "BookView",
    "Cancellation",
    "Candlestick",
    "CashMoved",
    "CashTerms",
    "CorporateAction",
    "CorporateActionApplied",
    "CorporateActionUpdated",
    "EngineEvent",
    "EngineRejection",
    "FeeTier",
    "Fill",
    "Filled",
    "FinalSettlementTerms",
    "FundingApplied",
    "FundingEstimate",
    "FundingPaid",
    "FundingPayment",
    "FundingRate",
    "FundingTerms",
    "GroupUpdated",
    "Listener",
    "ManualClock",
    "Margin",
    "Market",
    "MarketStatus",
    "MarketUpdated",
    "MarketView",
    "Money",
    "NewOrder",
    "NotionalUsage",
    "Order",
    "OrderGroup",
    "OrderUpdated",
    "Owner",
    "PerpsExchange",
    "Placement",
    "Position",
    "PositionView",
    "Quote",
    "RealClock",
    "Rules",
    "Span",
    "SplitTerms",
    "Terms",
    "TickerChangeTerms",
    "TickerUpdated",
    "Trade",
    "Traded",
    "TradingPaused",
]
