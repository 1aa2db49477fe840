"""Events of the engine. Listeners get them in order, after the operation that caused them."""

from __future__ import annotations

from collections import deque
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


class EventBus:
    """Queues the events of an operation and delivers them to the listeners after it."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._next_listener = 0
        self._queue: deque[EngineEvent] = deque()
        self._is_flushing = False

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener for every event from now on.

        Returns:
            A function that removes the listener.
        """
        key = self._next_listener
        self._next_listener += 1
        self._listeners[key] = listener

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def queue(self, event: EngineEvent) -> None:
        """Queue an event; without listeners nothing is kept."""
        if self._listeners:
            self._queue.append(event)

    def flush(self) -> None:
        """Deliver the queued events. Events that a listener causes by acting on the exchange come after them."""
        if self._is_flushing:
            return
        self._is_flushing = True
        try:
            while self._queue:
                event = self._queue.popleft()
                for listener in list(self._listeners.values()):
                    listener(event)
        finally:
            self._is_flushing = False
