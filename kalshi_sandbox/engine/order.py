"""Orders: what a caller asks for, and what the exchange makes of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from attrs import frozen

Side = Literal["bid", "ask"]
TimeInForce = Literal["fill_or_kill", "immediate_or_cancel", "good_till_canceled"]
SelfTradePrevention = Literal["taker_at_cross", "maker"]
OrderStatus = Literal["resting", "canceled", "executed"]

ZERO, ONE = Decimal(0), Decimal(1)


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
    """An order as it is asked for (CreateOrderV2Request).

    Args:
        count: Contracts, with two decimals at most.
        price: Limit in US dollars a contract, always for yes.
        expiration_time: When a good_till_canceled order lapses.
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
    """A change of an order as it is asked for (AmendOrderV2Request).

    Args:
        ticker: The order's own.
        side: The order's own.
        price: New limit for yes in US dollars.
        count: New total in contracts: what has filled and what shall rest.
        expiration_time: New expiry; None keeps the present one.
        remove_expiration: Take the expiry away (the contract's 0).
        client_order_id: The id that the order bears now, checked when given.
        updated_client_order_id: The id that it shall bear.
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
    """An order as it stands at one moment; a change makes a new one.

    Money is in US dollars and counts are in contracts. The `exact` fees are before rounding: an order's fees of one
    kind, taken together, are rounded up once.
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
    exact_taker_fees: Decimal = ZERO
    exact_maker_fees: Decimal = ZERO

    @property
    def outcome_side(self) -> Literal["yes", "no"]:
        """The outcome that the order gains from."""
        return "yes" if self.side == "bid" else "no"
