"""The rules that an order must keep before the book is looked at."""

from __future__ import annotations

from decimal import Decimal

from .groups import OrderGroup
from .market import Market
from .order import ZERO, NewOrder, Owner
from .positions import Position
from .refusal import Refused, conflict, invalid, not_found
from .state import Account, State

_MOST = Decimal(1_000_000_000)
_DECIMALS = -2


def check_count(field: str, count: Decimal) -> None:
    """Refuse a count that isn't above zero, with two decimals at most.

    Raises:
        Refused: With 400.
    """
    exponent = count.as_tuple().exponent
    if not count.is_finite() or not isinstance(exponent, int):
        raise invalid(field, f"{count} is not a number of contracts")
    if count <= ZERO:
        raise invalid(field, f"{count} is not above zero")
    if count > _MOST:
        raise invalid(field, f"{count} is more than {_MOST} contracts")
    if exponent < _DECIMALS and count % Decimal("0.01"):
        raise invalid(field, f"{count} has more than two decimals")


def check_trading(state: State, market: Market) -> None:
    """Refuse to trade while the exchange is paused or the market isn't active.

    Raises:
        Refused: With 503 or 409.
    """
    if not state.trading_active:
        raise Refused(503, "trading_paused", "trading is paused", "the exchange takes no orders now")
    if market.status != "active":
        details = f"{market.ticker} is {market.status}"
        raise conflict("market_not_active", "market is not active", details, about=market.status)


def check_new_order(state: State, owner: Owner, order: NewOrder) -> None:
    """Refuse an order that breaks a rule, whatever is on the book.

    Raises:
        Refused: With 400, 404, 409 or 503.
    """
    account = state.account(owner.account)
    # First of all, so that an order that is sent again never gets another answer than that it stands.
    check_client_order_id(account, order.client_order_id)
    state.owner(*owner)
    market = state.market(order.ticker)
    check_count("count", order.count)
    market.check_price(order.price)
    if order.expiration_time is not None:
        if order.time_in_force != "good_till_canceled":
            raise invalid("expiration_time", f"is not for time_in_force {order.time_in_force}")
        if order.expiration_time <= state.clock.now():
            raise invalid("expiration_time", "is not in the future")
    if order.post_only and order.time_in_force != "good_till_canceled":
        raise invalid("post_only", f"an order that may only rest can't be {order.time_in_force}")
    if order.reduce_only and order.time_in_force != "immediate_or_cancel":
        raise invalid("reduce_only", f"is for immediate_or_cancel only, not for {order.time_in_force}")
    check_trading(state, market)
    if order.order_group_id is not None:
        check_group(group_of(state, owner, order.order_group_id, market.exchange_index))


def check_client_order_id(account: Account, client_order_id: str | None) -> None:
    """Refuse a client order id that the account has used before.

    Raises:
        Refused: With 409.
    """
    if client_order_id and client_order_id in account.client_order_ids:
        details = f"client_order_id {client_order_id} is the one of order {account.client_order_ids[client_order_id]}"
        raise conflict("order_already_exists", "order already exists", details)


def group_of(state: State, owner: Owner, group_id: str, shard: int | None = None) -> OrderGroup:
    """An owner's order group.

    Args:
        shard: The shard on which it is looked for; None for any.

    Raises:
        Refused: With 404, also when it is another's, or lives on another shard.
    """
    group = state.groups.get(group_id)
    if group is None or group.owner != owner:
        raise not_found("order_group", group_id, f"subaccount {owner.subaccount} has no such group")
    if shard not in (None, group.exchange_index):
        raise not_found("order_group", group_id, f"there is no such group on shard {shard}")
    return group


def check_group(group: OrderGroup) -> None:
    """Refuse an order for a group that was triggered.

    Raises:
        Refused: With 409.
    """
    if group.is_triggered:
        raise conflict("order_group_triggered", "order group was triggered", f"{group.group_id}: reset it first")


def reducible(order: NewOrder, position: Position) -> Decimal:
    """Contracts of a reduce_only order that shrink the position.

    Raises:
        Refused: With 400 if there are none.
    """
    count = position.netted_by(order.side, order.count)
    if not count:
        raise invalid("reduce_only", f"no position in {order.ticker} that a {order.side} would reduce")
    return count
