"""How an order enters the book: what it would do is found and checked, then done."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from .checks import check_client_order_id, check_count, check_trading
from .collateral import check_affordable
from .events import OrderReason
from .execution import as_canceled, cancel, carry_out, refresh_hold, rest, store
from .matching import UNLIMITED, Plan, plan_of
from .order import Amendment, NewOrder, Order, Owner
from .refusal import INSUFFICIENT, KILLED, Refused, conflict, empty_shard, invalid, not_found
from .state import State
from .tape import Fill


def incoming_order(state: State, owner: Owner, order: NewOrder, count: Decimal) -> Order:
    """A new order with an id of the exchange, of which `count` contracts are to trade or rest."""
    now = state.clock.now()
    return Order(
        order_id=state.identifiers.next(),
        sequence=state.orders.next_sequence(),
        owner=owner,
        client_order_id=order.client_order_id or "",
        ticker=order.ticker,
        side=order.side,
        price=order.price,
        initial_count=order.count,
        remaining_count=count,
        time_in_force=order.time_in_force,
        self_trade_prevention_type=order.self_trade_prevention_type,
        expiration_time=order.expiration_time,
        post_only=order.post_only,
        reduce_only=order.reduce_only,
        cancel_order_on_pause=order.cancel_order_on_pause,
        order_group_id=order.order_group_id,
        created_time=now,
        last_update_time=now,
    )


def checked_plan(state: State, incoming: Order) -> Plan:
    """What an order would do now.

    Raises:
        Refused: 400 if it would trade though post_only or cost too much, 409 if it is fill_or_kill and can't fill; 404
            for a cost on a shard without cash, if that is how this exchange says it.
    """
    book = state.books[incoming.ticker]
    if incoming.post_only and next(book.matchable(incoming.side, incoming.price), None) is not None:
        details = f"a {incoming.side} at {incoming.price} would trade on arrival"
        raise Refused(400, "post_only_would_cross", "post-only order would cross the book", details)
    plan = plan_of(incoming, book, lambda group_id: _capacity(state, group_id))
    if incoming.time_in_force == "fill_or_kill" and plan.left:
        details = f"{plan.matched} of {incoming.remaining_count} contracts can trade at {incoming.price}"
        raise conflict(KILLED, "fill_or_kill order can't fill", details)
    resting = state.orders.resting_of(incoming.owner, incoming.ticker)
    others = [order for order in resting if order.order_id != incoming.order_id]
    position = state.positions.of(incoming.owner, incoming.ticker, state.clock.now()).count
    try:
        check_affordable(incoming, plan, others, position, state.ledger, state.schedules[incoming.ticker])
    except Refused as refused:
        shard, code = state.ledger.shard_of[incoming.ticker], state.rules.empty_shard_refusal
        if refused.code == INSUFFICIENT != code and state.ledger.is_empty_on(incoming.owner, shard):
            raise empty_shard(code, shard) from None
        raise
    return plan


def enter(state: State, incoming: Order, plan: Plan, reason: OrderReason) -> tuple[Order, list[Fill]]:
    """Carry a plan out and let what is left rest or go.

    Args:
        reason: Why the order enters: `placed` or `amended`.

    Returns:
        The order as it stands then, and its fills.
    """
    store(state, incoming, reason)
    order, fills = carry_out(state, incoming, plan)
    if not order.remaining_count:
        store(state, order, "filled")
    elif plan.rests:
        rest(state, order)
        if fills:
            store(state, order, "filled")
        schedule_expiry(state, order)
    else:
        order = as_canceled(state, order)
        store(state, order, plan.stopped or "immediate_or_cancel")
    # Fills moved the position, and with it what the owner's other orders need.
    refresh_hold(state, order.owner, order.ticker)
    return order, fills


def resting_order(state: State, account: str, order_id: str, subaccount: int | None, shard: int | None = None) -> Order:
    """A resting order of an account.

    Args:
        subaccount: The one that it must belong to; None for any.
        shard: The shard on which it is looked for; None for all.

    Raises:
        Refused: With 404.
    """
    order = state.orders.get(order_id)
    if order is None or order.owner.account != account or subaccount not in (None, order.owner.subaccount):
        raise not_found("order", order_id)
    if shard not in (None, state.ledger.shard_of[order.ticker]):
        raise not_found("order", order_id, f"there is no such order on shard {shard}")
    if order.status != "resting":
        raise not_found("order", order_id, f"no longer on the book: {order.status}")
    return order


def amended_order(state: State, order: Order, change: Amendment) -> Order:
    """A resting order as an amendment wants it.

    Raises:
        Refused: 400 for a field, 409 for a used client_order_id, 409 or 503 when the market doesn't trade.
    """
    market = state.market(order.ticker)
    own = {"ticker": order.ticker, "side": order.side, "client_order_id": order.client_order_id}
    given = {"ticker": change.ticker, "side": change.side, "client_order_id": change.client_order_id}
    for name, value in given.items():
        if value is not None and value != own[name]:
            raise invalid(name, f"{value} is not the order's own")
    check_count("count", change.count)
    if change.count <= order.fill_count:
        raise invalid("count", f"{change.count} in total is not above the {order.fill_count} filled already")
    market.check_price(change.price)
    if change.expiration_time is not None and change.expiration_time <= state.clock.now():
        raise invalid("expiration_time", "is not in the future")
    check_trading(state, market)
    renamed = change.updated_client_order_id
    if renamed and renamed != order.client_order_id:
        check_client_order_id(state.account(order.owner.account), renamed)
    expiry = None if change.remove_expiration else change.expiration_time or order.expiration_time
    return evolve(
        order,
        price=change.price,
        remaining_count=change.count - order.fill_count,
        client_order_id=renamed or order.client_order_id,
        expiration_time=expiry,
        last_update_time=state.clock.now(),
    )


def count_after(state: State, order: Order, reduce_by: Decimal | None, reduce_to: Decimal | None) -> Decimal:
    """What a decrease leaves of an order, in contracts; none taken off is for `check_change` to refuse, if anyone.

    Raises:
        Refused: With 400.
    """
    if (reduce_by is None) == (reduce_to is None):
        raise invalid("reduce_by", "give one of reduce_by and reduce_to")
    name, value = ("reduce_by", reduce_by) if reduce_by is not None else ("reduce_to", reduce_to)
    assert value is not None
    if value or (name == "reduce_by" and not state.rules.changes_of_nothing_are_refused):
        check_count(name, value)
    if value > order.remaining_count:
        raise invalid(name, f"{value} is more than the {order.remaining_count} that remain")
    return order.remaining_count - value if name == "reduce_by" else value


def check_change(state: State, before: Order, after: Order) -> None:
    """Refuse a change that changes nothing, where such changes are refused.

    Raises:
        Refused: With 400.
    """
    if state.rules.changes_of_nothing_are_refused and evolve(after, last_update_time=before.last_update_time) == before:
        raise Refused(400, "AMEND_ORDER_NO_OP", "the change changes nothing", f"{before.order_id} is so already")


def schedule_expiry(state: State, order: Order) -> None:
    """Have an order lapse when its time comes, unless it is gone or has another time by then."""
    expiry = order.expiration_time
    if expiry is None:
        return

    def expire() -> None:
        now = state.orders.get(order.order_id)
        if now is not None and now.status == "resting" and now.expiration_time == expiry:
            cancel(state, now, "expired")

    state.schedule(expiry, expire)


def _capacity(state: State, group_id: str | None) -> Decimal:
    return UNLIMITED if group_id is None else state.groups[group_id].capacity(state.clock.now())
