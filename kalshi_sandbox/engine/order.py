"""Orders: what a caller asks for, what the exchange makes of it, and the store of all of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from attrs import frozen

from .rejection import invalid

Side = Literal["bid", "ask"]
TimeInForce = Literal["fill_or_kill", "immediate_or_cancel", "good_till_canceled"]
SelfTradePrevention = Literal["taker_at_cross", "maker"]
OrderStatus = Literal["resting", "canceled", "executed"]

ZERO, ONE = Decimal(0), Decimal(1)
MAX_COUNT = Decimal(1_000_000_000)
_COUNT_STEP = Decimal("0.01")


class Owner(NamedTuple):
    """One subaccount of one account: who owns orders, money and positions."""

    account: str
    subaccount: int = 0


def opposite(side: Side) -> Side:
    """The other side of the book."""
    return "ask" if side == "bid" else "bid"


def unit_cost(side: Side, price: Decimal) -> Decimal:
    """What one contract costs its buyer in US dollars: a bid pays for yes, an ask for no."""
    return price if side == "bid" else ONE - price


@frozen(kw_only=True)
class NewOrder:
    """A request for an order (CreateOrderV2Request).

    Args:
        count: Contracts, with two decimals at most.
        price: Limit in US dollars per contract, always for yes.
        expiration_time: When a good_till_canceled order expires.
        client_order_id: The caller's own id; an account may use each once, ever.
        subaccount: 0 to 63.
    """

    ticker: str
    side: Side
    count: Decimal
    price: Decimal
    time_in_force: TimeInForce = "good_till_canceled"
    self_trade_prevention_type: SelfTradePrevention = "taker_at_cross"
    client_order_id: str | None = None
    expiration_time: datetime | None = None
    post_only: bool = False
    reduce_only: bool = False
    cancel_order_on_pause: bool = False
    subaccount: int = 0
    order_group_id: str | None = None


@frozen(kw_only=True)
class Amendment:
    """A request to change an order (AmendOrderV2Request).

    Args:
        ticker: The order's own.
        side: The order's own.
        price: New limit for yes in US dollars.
        count: New total in contracts: filled ones and those that are to rest.
        expiration_time: New expiry; None keeps the current one.
        remove_expiration: Remove the expiry (0 in the spec).
        client_order_id: The order's current id, checked if you give it.
        updated_client_order_id: The new id.
    """

    ticker: str
    side: Side
    price: Decimal
    count: Decimal
    expiration_time: datetime | None = None
    remove_expiration: bool = False
    client_order_id: str | None = None
    updated_client_order_id: str | None = None


@frozen(kw_only=True)
class Order:
    """An order at one moment. A change makes a new object.

    Money is in US dollars, counts are in contracts. `rounding_carried` is what its fills were rounded up by and what
    has not been given back.
    """

    order_id: str
    sequence: int
    owner: Owner
    client_order_id: str
    ticker: str
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
    created_time: datetime
    last_update_time: datetime
    taker_fill_cost: Decimal = ZERO
    maker_fill_cost: Decimal = ZERO
    taker_fees: Decimal = ZERO
    maker_fees: Decimal = ZERO
    rounding_carried: Decimal = ZERO

    @property
    def outcome_side(self) -> Literal["yes", "no"]:
        """The outcome that the order gains from."""
        return "yes" if self.side == "bid" else "no"


def check_count(field: str, count: Decimal) -> None:
    """Reject a count that isn't above zero, or that has more than two decimals.

    Raises:
        EngineRejection: With 400.
    """
    if not count.is_finite():
        raise invalid(field, f"{count} is not a number of contracts")
    if count <= ZERO:
        raise invalid(field, f"{count} is not above zero")
    if count > MAX_COUNT:
        raise invalid(field, f"{count} is more than {MAX_COUNT} contracts")
    if count % _COUNT_STEP:
        raise invalid(field, f"{count} has more than two decimals")


class OrderStore:
    """Every order, past and present: by id, by account, and the resting ones by owner and market or by group."""

    def __init__(self) -> None:
        self._by_id: dict[str, Order] = {}
        self._of_account: defaultdict[str, list[str]] = defaultdict(list)
        self._resting: defaultdict[tuple[Owner, str], dict[str, None]] = defaultdict(dict)
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
        self._resting[order.owner, order.ticker][order.order_id] = None
        self._resting_ids[order.order_id] = None
        if order.order_group_id is not None:
            self._grouped[order.order_group_id][order.order_id] = None

    def unrest(self, order: Order) -> None:
        """Remove an order from the resting ones."""
        self._resting[order.owner, order.ticker].pop(order.order_id, None)
        self._resting_ids.pop(order.order_id, None)
        if order.order_group_id is not None:
            self._grouped[order.order_group_id].pop(order.order_id, None)

    def get(self, order_id: str) -> Order | None:
        """The order with an id, None if there is none."""
        return self._by_id.get(order_id)

    def of_account(self, account: str) -> list[Order]:
        """All orders of an account, oldest first."""
        return [self._by_id[order_id] for order_id in self._of_account.get(account, ())]

    def resting_of(self, owner: Owner, ticker: str) -> list[Order]:
        """An owner's resting orders in a market."""
        return [self._by_id[order_id] for order_id in self._resting.get((owner, ticker), ())]

    def in_group(self, group_id: str) -> list[Order]:
        """Resting orders of an order group."""
        return [self._by_id[order_id] for order_id in self._grouped.get(group_id, ())]

    def resting(self) -> list[Order]:
        """All resting orders of the exchange, in the order in which they came to rest."""
        return [self._by_id[order_id] for order_id in self._resting_ids]
