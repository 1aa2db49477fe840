"""Events of the engine. Listeners get them in order, after the operation that caused them.

Of one trade there come, in this order: the change of the book, the trade, the maker's order, the maker's fill. The
taker's order and its fills come after all its trades, as they were seen on the demo exchange.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from kalshi_sandbox.engine.events import CashMoved, GroupUpdated, TradingPaused
from kalshi_sandbox.engine.order import Side

from .market import Market
from .notices import CorporateAction
from .order import Order, OrderReason
from .payments import FundingPayment, FundingRate
from .tape import Fill, Trade


@frozen(kw_only=True)
class BookDelta:
    """A change of the contracts that rest at one price.

    Args:
        ticker: Ticker of the market at the time.
        price: US dollars for one contract.
        change: Contracts added (above zero) or removed (below zero).
        seq: Number of the change in the market, from 1 without gaps.
        order: The order that was added, changed or removed, as it is afterwards.
    """

    market: Market = field(repr=False)
    ticker: str
    side: Side
    price: Decimal
    change: Decimal
    seq: int
    time: datetime
    order: Order


@frozen
class Traded:
    """A trade was made."""

    trade: Trade


@frozen
class Filled:
    """An order was filled, completely or in part."""

    fill: Fill


@frozen
class OrderUpdated:
    """An order was placed, changed or ended."""

    order: Order
    reason: OrderReason


@frozen
class TickerUpdated:
    """Prices or volumes of a market changed in an operation."""

    market: Market = field(repr=False)
    ticker: str


@frozen
class MarketUpdated:
    """A market was added or changed its status, version or ticker."""

    market: Market


@frozen
class FundingApplied:
    """A funding rate was applied; the payments follow it."""

    rate: FundingRate


@frozen
class FundingPaid:
    """A position paid or received funding."""

    payment: FundingPayment


@frozen
class CorporateActionUpdated:
    """A notice of a corporate action was given, cancelled or applied."""

    action: CorporateAction


@frozen(kw_only=True)
class CorporateActionApplied:
    """A corporate action was applied to a market.

    Args:
        ticker: Ticker of the market afterwards.
        mark_before: Mark price just before, in US dollars for one contract.
        mark_after: Mark price just after.
    """

    action: CorporateAction
    ticker: str
    mark_before: Decimal
    mark_after: Decimal
    time: datetime


EngineEvent = (
    BookDelta
    | Traded
    | Filled
    | OrderUpdated
    | TickerUpdated
    | MarketUpdated
    | FundingApplied
    | FundingPaid
    | CorporateActionUpdated
    | CorporateActionApplied
    | GroupUpdated
    | CashMoved
    | TradingPaused
)
Listener = Callable[[EngineEvent], None]
