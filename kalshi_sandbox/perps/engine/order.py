"""Orders: what a caller asks for, what the exchange makes of it, and the store of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen

from kalshi_sandbox.engine.order import ZERO, OrderStatus, Owner, SelfTradePrevention, Side, TimeInForce

from .market import Market

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
    "order_group",
    "post_only",
    "reduce_only",
    "corporate_action",
]
LastUpdateReason = Literal[
    "", "Decrease", "Amend", "SelfTradeCancel", "ExpiryCancel", "Trade", "PostOnlyCrossCancel", "ReduceOnlyCancel"
]
# The spec's reason by the engine's. Demo, June 2026: cancels, what an immediate_or_cancel order leaves and what a
# triggered order group cancels all show as `Decrease`; an order that was filled on arrival has no reason.
LAST_UPDATE_REASONS: Mapping[OrderReason, LastUpdateReason] = MappingProxyType(
    {
        "placed": "",
        "filled": "Trade",
        "amended": "Amend",
        "decreased": "Decrease",
        "canceled": "Decrease",
        "immediate_or_cancel": "Decrease",
        "self_trade": "SelfTradeCancel",
        "expired": "ExpiryCancel",
        "paused": "Decrease",
        "order_group": "Decrease",
        "post_only": "PostOnlyCrossCancel",
        "reduce_only": "ReduceOnlyCancel",
        "corporate_action": "Decrease",
    }
)


@frozen(kw_only=True)
class NewOrder:
    """A request for an order (CreateMarginOrderRequest).

    Args:
        client_order_id: The caller's own id; an account may use each once, ever.
        side: `bid` buys contracts, `ask` sells them.
        count: Contracts.
        price: Limit in US dollars for one contract.
        ticker: The market; it counts if `market_id` is given too.
        market_id: The market.
        expiration_time: When a good_till_canceled order expires.
        reduce_only: Cap the order at the position that it reduces.
        market_version: Version that the market must have; 0 for any.
    """

    client_order_id: str
    side: Side
    count: Decimal
    price: Decimal
    ticker: str | None = None
    market_id: str | None = None
    time_in_force: TimeInForce = "good_till_canceled"
    self_trade_prevention_type: SelfTradePrevention = "taker_at_cross"
    expiration_time: datetime | None = None
    post_only: bool = False
    reduce_only: bool = False
    cancel_order_on_pause: bool = False
    subaccount: int = 0
    order_group_id: str | None = None
    market_version: int = 0


@frozen(kw_only=True)
class Amendment:
    """A request to change an order (AmendMarginOrderRequest).

    Args:
        side: The order's own.
        price: New limit in US dollars for one contract.
        count: New total in contracts: filled ones and those that are to rest.
        ticker: The order's own; it counts if `market_id` is given too.
        market_id: The order's own.
        expiration_time: New expiry; None keeps the current one.
        remove_expiration: Remove the expiry (0 in the spec).
        client_order_id: The order's current id, checked if you give it.
        updated_client_order_id: The new id.
    """

    side: Side
    price: Decimal
    count: Decimal
    ticker: str | None = None
    market_id: str | None = None
    expiration_time: datetime | None = None
    remove_expiration: bool = False
    client_order_id: str | None = None
    updated_client_order_id: str | None = None


@frozen(kw_only=True)
class Order:
    """An order at one moment. A change makes a new object; counts are in contracts, the price is in US dollars."""

    order_id: str
    sequence: int
    owner: Owner
    client_order_id: str
    market: Market = field(repr=False)
    side: Side
    price: Decimal
    initial_count: Decimal
    remaining_count: Decimal
    fill_count: Decimal = ZERO
    time_in_force: TimeInForce
    self_trade_prevention_type: SelfTradePrevention
    expiration_time: datetime | None
    post_only: bool
    reduce_only: bool
    cancel_order_on_pause: bool
    order_group_id: str | None
    status: OrderStatus = "resting"
    last_update_reason: LastUpdateReason = ""
    created_time: datetime
    last_update_time: datetime

    @property
    def ticker(self) -> str:
        """Ticker that its market has now."""
        return self.market.ticker


class OrderStore:
    """Every order, past and present: by id, by account, and the resting ones by owner and market or by group."""

    def __init__(self) -> None:
        self._by_id: dict[str, Order] = {}
        self._of_account: defaultdict[str, list[str]] = defaultdict(list)
        self._resting: defaultdict[Owner, dict[Market, dict[str, None]]] = defaultdict(dict)
        self._grouped: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._resting_ids: dict[str, None] = {}
        self._count = 0

    def next_sequence(self) -> int:
        """The number of the next order on the exchange."""
        self._count += 1
        return self._count

    def store(self, order: Order) -> None:
        """Store the current state of an order."""
        if order.order_id not in self._by_id:
            self._of_account[order.owner.account].append(order.order_id)
        self._by_id[order.order_id] = order

    def rest(self, order: Order) -> None:
        """Add an order to the resting ones."""
        self._resting[order.owner].setdefault(order.market, {})[order.order_id] = None
        self._resting_ids[order.order_id] = None
        if order.order_group_id is not None:
            self._grouped[order.order_group_id][order.order_id] = None

    def unrest(self, order: Order) -> None:
        """Remove an order from the resting ones."""
        ids = self._resting[order.owner][order.market]
        del ids[order.order_id], self._resting_ids[order.order_id]
        if not ids:
            del self._resting[order.owner][order.market]
        if order.order_group_id is not None:
            del self._grouped[order.order_group_id][order.order_id]

    def get(self, order_id: str) -> Order | None:
        """The order with an id, None if there is none."""
        return self._by_id.get(order_id)

    def of_account(self, account: str) -> list[Order]:
        """All orders of an account, oldest first."""
        return [self._by_id[order_id] for order_id in self._of_account.get(account, ())]

    def resting_of(self, owner: Owner, market: Market) -> list[Order]:
        """An owner's resting orders in a market."""
        return [self._by_id[order_id] for order_id in self._resting.get(owner, {}).get(market, ())]

    def markets_of(self, owner: Owner) -> list[Market]:
        """The markets in which an owner has resting orders."""
        return list(self._resting.get(owner, ()))

    def in_group(self, group_id: str) -> list[Order]:
        """Resting orders of an order group."""
        return [self._by_id[order_id] for order_id in self._grouped.get(group_id, ())]

    def resting(self) -> list[Order]:
        """All resting orders of the exchange, in the order in which they came to rest."""
        return [self._by_id[order_id] for order_id in self._resting_ids]
