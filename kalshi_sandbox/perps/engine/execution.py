"""Execution: each change of an order, with the money, position, book and tape that change with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from attrs import evolve

from kalshi_sandbox.engine.events import GroupReason, GroupUpdated
from kalshi_sandbox.engine.group import OrderGroup
from kalshi_sandbox.engine.matching import Match, Plan
from kalshi_sandbox.engine.order import ZERO, Side

from .events import Filled, OrderUpdated, Traded
from .order import LAST_UPDATE_REASONS, Order, OrderReason
from .state import State
from .tape import Fill, Trade


def store(state: State, order: Order, reason: OrderReason) -> None:
    """Store the current state of an order, and publish it."""
    state.orders.store(order)
    state.bus.queue(OrderUpdated(order, reason))


def rest(state: State, order: Order) -> None:
    """Put an order on the book."""
    state.orders.store(order)
    state.orders.rest(order)
    state.books[order.market].put(order)


def replace(state: State, order: Order, reason: OrderReason) -> None:
    """Replace a resting order by a changed one, which keeps its place."""
    state.orders.store(order)
    state.books[order.market].replace(order)
    state.bus.queue(OrderUpdated(order, reason))


def remove_from_book(state: State, order: Order) -> None:
    """Remove an order from the book."""
    state.orders.unrest(order)
    state.books[order.market].remove(order)


def as_canceled(state: State, order: Order, reason: OrderReason) -> Order:
    """An order as it is once canceled: no contracts remain."""
    return evolve(
        order,
        status="canceled",
        remaining_count=ZERO,
        last_update_reason=LAST_UPDATE_REASONS[reason],
        last_update_time=state.clock.now(),
    )


def cancel(state: State, order: Order, reason: OrderReason) -> Order:
    """Cancel a resting order."""
    canceled = as_canceled(state, order, reason)
    remove_from_book(state, canceled)
    store(state, canceled, reason)
    return canceled


def cancel_resting(state: State, reason: OrderReason, chosen: Callable[[Order], bool]) -> None:
    """Cancel all resting orders that are chosen."""
    for order in state.orders.resting():
        if chosen(order):
            cancel(state, order, reason)


def trigger(state: State, group: OrderGroup) -> None:
    """Cancel all orders of a group; new ones are rejected until it is reset."""
    group.is_triggered = True
    publish_group(state, group, "triggered")
    for order in state.orders.in_group(group.group_id):
        cancel(state, order, "order_group")


def publish_group(state: State, group: OrderGroup, reason: GroupReason) -> None:
    """Publish a change of a group."""
    state.bus.queue(
        GroupUpdated(
            account=group.owner.account,
            group_id=group.group_id,
            subaccount=group.owner.subaccount,
            limit=group.limit,
            reason=reason,
            time=state.clock.now(),
            exchange_index=group.exchange_index,
        )
    )


def execute_plan(state: State, incoming: Order, plan: Plan[Order]) -> tuple[Order, list[Fill]]:
    """Execute a plan. The incoming order's own changes are not published yet.

    Returns:
        The incoming order after its fills, and these.
    """
    fills = []
    for step in plan.steps:
        if isinstance(step, Match):
            incoming, fill = _match(state, incoming, step)
            fills.append(fill)
        else:
            resting = state.orders.get(step.order_id)
            if resting is not None and resting.status == "resting":
                cancel(state, resting, "self_trade")
    return incoming, fills


def _match(state: State, taker: Order, match: Match[Order]) -> tuple[Order, Fill]:
    maker, price, count, now = match.resting, match.resting.price, match.count, state.clock.now()
    filled = evolve(_filled(state, maker, count), last_update_reason=LAST_UPDATE_REASONS["filled"])
    state.orders.store(filled)
    if filled.remaining_count:
        state.books[maker.market].replace(filled)
    else:
        remove_from_book(state, filled)
    last = state.tape.last_trade(maker.market)
    volume, notional = (last.volume, last.notional) if last else (ZERO, ZERO)
    trade = Trade(
        trade_id=state.identifiers.next(),
        sequence=len(state.tape.all_trades) + 1,
        market=maker.market,
        price=price,
        count=count,
        taker_side=taker.side,
        created_time=now,
        volume=volume + count,
        notional=notional + count * price,
        open_interest=state.open_interest[maker.market],
    )
    maker_fill = _clear(state, trade, maker, is_taker=False)
    taker_fill = _clear(state, trade, taker, is_taker=True)
    trade = evolve(trade, open_interest=state.open_interest[maker.market])
    state.tape.print(trade)
    state.touch(maker.market)
    state.bus.queue(Traded(trade))
    state.bus.queue(OrderUpdated(filled, "filled"))
    state.bus.queue(Filled(maker_fill))
    taker = _filled(state, taker, count)
    for order in (maker, taker):
        if order.order_group_id is not None:
            group = state.groups[order.order_group_id]
            group.record(count, now)
            if not group.is_triggered and not group.capacity(now):
                trigger(state, group)
    return taker, taker_fill


def _filled(state: State, order: Order, count: Decimal) -> Order:
    remaining = order.remaining_count - count
    return evolve(
        order,
        remaining_count=remaining,
        fill_count=order.fill_count + count,
        status="resting" if remaining else "executed",
        last_update_time=state.clock.now(),
    )


def _clear(state: State, trade: Trade, order: Order, *, is_taker: bool) -> Fill:
    """Move one party's contracts and money."""
    owner, market, now = order.owner, order.market, trade.created_time
    fee = state.account(owner.account).fees.fee(trade.count * trade.price, is_taker=is_taker)
    before = state.position(owner, market)
    after = before.filled(order.side, trade.count, trade.price, fee, now)
    realized = after.realized_pnl - before.realized_pnl
    state.positions.store(after)
    state.ledger.pay(owner, realized, now)
    state.ledger.charge_fee(owner, fee, now)
    state.open_interest[market] += max(ZERO, after.count) - max(ZERO, before.count)
    fill = Fill(
        trade_id=trade.trade_id,
        sequence=trade.sequence,
        order_id=order.order_id,
        client_order_id=order.client_order_id,
        owner=owner,
        market=market,
        side=order.side,
        price=trade.price,
        count=trade.count,
        is_taker=is_taker,
        fee=fee,
        entry_price=(before if _closes(before.count, order.side) else after).entry_price,
        realized_pnl=realized,
        post_position=after.count,
        created_time=now,
    )
    state.tape.fills[owner.account].append(fill)
    return fill


def _closes(count: Decimal, side: Side) -> bool:
    """Whether a fill on a side closes contracts of a position."""
    return count < ZERO if side == "bid" else count > ZERO
