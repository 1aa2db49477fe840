"""What happens on the exchange, told to listeners in order, each thing once its request is through."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import frozen

from .market import Event, Market
from .order import Order, Owner, Side
from .positions import Position
from .settlement import Settlement
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
        change: Contracts that came (above zero) or went (below zero).
        clock: Number of the change on the whole exchange; it only grows.
        order: The order that changed, as it was or is on the book.
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
    """An order was filled, in whole or in part."""

    fill: Fill
    position: Position


@frozen
class OrderUpdated:
    """An order came, changed or went."""

    order: Order
    reason: OrderReason


@frozen
class CashMoved:
    """Cash came, went or moved that no order and no market moved."""

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
    """Trading on the whole exchange paused (`active` False) or went on."""

    active: bool
    time: datetime


Happening = (
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
Listener = Callable[[Happening], None]


class Announcer:
    """Keeps what happens during an operation and tells it to the listeners after it."""

    def __init__(self) -> None:
        self._listeners: dict[int, Listener] = {}
        self._next_listener = 0
        self._waiting: deque[Happening] = deque()
        self._telling = False

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a listener told from now on; the answer ends it when called."""
        key = self._next_listener
        self._next_listener += 1
        self._listeners[key] = listener

        def end() -> None:
            self._listeners.pop(key, None)

        return end

    def note(self, happening: Happening) -> None:
        """Keep something to tell."""
        if self._listeners:
            self._waiting.append(happening)

    def tell(self) -> None:
        """Tell what was kept; what a listener brings about by acting on the exchange comes after it."""
        if self._telling:
            return
        self._telling = True
        try:
            while self._waiting:
                happening = self._waiting.popleft()
                for listener in list(self._listeners.values()):
                    listener(happening)
        finally:
            self._telling = False
