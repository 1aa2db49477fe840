"""Events of the engine. Listeners get them in order, after the operation that caused them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import frozen

from .market import Event, Market
from .order import Order, Owner, Side
from .positions import Position, Settlement
from .tape import Fill, Trade

OrderReason = Literal[
    "placed",
    "filled",
    "amended",
    "decreased",
    "canceled",
    "immediate_or_cancel",
    "self_trade",
    "expired",
    "paused",
    "closed",
    "order_group",
]
GroupReason = Literal["created", "limit_updated", "triggered", "reset", "deleted"]


@frozen(kw_only=True)
class BookDelta:
    """A change of the contracts that rest at one price.

    Args:
        price: US dollars for yes.
        change: Contracts added (above zero) or removed (below zero).
        clock: Number of the change on the exchange; it only grows.
        order: The order that was added, changed or removed.
    """

    ticker: str
    side: Side
    price: Decimal
    change: Decimal
    clock: int
    time: datetime
    order: Order


@frozen
class Traded:
    """A trade was made; the two fills follow it."""

    trade: Trade


@frozen
class Filled:
    """An order was filled, completely or in part."""

    fill: Fill
    position: Position


@frozen
class OrderUpdated:
    """An order was placed, changed or ended."""

    order: Order
    reason: OrderReason


@frozen
class CashMoved:
    """Cash was deposited, withdrawn or transferred."""

    owner: Owner


@frozen
class PositionUpdated:
    """A position changed."""

    position: Position


@frozen
class EventAdded:
    """An event was created."""

    event: Event


@frozen
class MarketUpdated:
    """A market was created or changed its status."""

    market: Market


@frozen
class GroupUpdated:
    """An order group was created, changed, triggered, reset or deleted."""

    account: str
    group_id: str
    subaccount: int
    limit: Decimal
    reason: GroupReason
    time: datetime
    exchange_index: int = 0


@frozen
class Settled:
    """A position was paid out."""

    settlement: Settlement


@frozen
class TradingPaused:
    """Trading on the exchange was paused (`active` is False) or resumed."""

    active: bool
    time: datetime


EngineEvent = (
    BookDelta
    | Traded
    | Filled
    | OrderUpdated
    | CashMoved
    | PositionUpdated
    | EventAdded
    | MarketUpdated
    | GroupUpdated
    | Settled
    | TradingPaused
)
Listener = Callable[[EngineEvent], None]
