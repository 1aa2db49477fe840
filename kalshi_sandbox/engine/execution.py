"""Execution: each change of an order, with the money, position, book and tape that change with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve

from .collateral import requirement
from .events import Filled, GroupReason, GroupUpdated, OrderReason, OrderUpdated, PositionUpdated, Traded
from .group import OrderGroup
from .matching import Match, Plan
from .order import ZERO, Order, Owner, unit_cost
from .state import State
from .tape import Fill, Trade


class _Charged(NamedTuple):
    order: Order
    fee: Decimal


def refresh_hold(state: State, owner: Owner, ticker: str) -> None:
    """Hold the collateral that the owner's orders in a market need now."""
    position = state.positions.of(owner, ticker, state.clock.now()).count
    orders = state.orders.resting_of(owner, ticker)
    state.ledger.hold(owner, ticker, requirement(orders, position, state.schedules[ticker]))


def store(state: State, order: Order, reason: OrderReason) -> None:
    """Store the current state of an order, and publish it."""
    state.orders.store(order)
    state.bus.queue(OrderUpdated(order, reason))


def rest(state: State, order: Order) -> None:
    """Put an order on the book; the caller holds its collateral."""
    state.orders.store(order)
    state.orders.rest(order)
    state.books[order.ticker].put(order)


def replace(state: State, order: Order, reason: OrderReason) -> None:
    """Replace a resting order by a changed one, which keeps its place."""
    store(state, order, reason)
    state.books[order.ticker].replace(order)
    refresh_hold(state, order.owner, order.ticker)


def remove_from_book(state: State, order: Order) -> None:
    """Remove an order from the book, and release its collateral."""
    state.orders.unrest(order)
    state.books[order.ticker].remove(order)
    refresh_hold(state, order.owner, order.ticker)


def cancel(state: State, order: Order, reason: OrderReason) -> Order:
    """Cancel a resting order; no contracts remain."""
    remove_from_book(state, order)
    canceled = as_canceled(state, order)
    store(state, canceled, reason)
    return canceled


def cancel_resting(state: State, reason: OrderReason, chosen: Callable[[Order], bool]) -> None:
    """Cancel all resting orders that are chosen."""
    for order in state.orders.resting():
        if chosen(order):
            cancel(state, order, reason)


def as_canceled(state: State, order: Order) -> Order:
    """An order as it is once canceled."""
    return evolve(order, status="canceled", remaining_count=ZERO, last_update_time=state.clock.now())


def execute_plan(state: State, incoming: Order, plan: Plan[Order]) -> tuple[Order, list[Fill]]:
    """Execute a plan.

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


def trigger(state: State, group: OrderGroup) -> None:
    """Cancel all orders of a group; new ones are rejected until it is reset."""
    group.is_triggered = True
    for order in state.orders.in_group(group.group_id):
        cancel(state, order, "order_group")
    publish_group(state, group, "triggered")


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


def trade(
    state: State, taker: Order, maker: Order, count: Decimal, price: Decimal, *, is_block_trade: bool = False
) -> tuple[Order, Order, Fill]:
    """Exchange contracts for money between two orders' owners.

    Args:
        count: Contracts.
        price: US dollars for a yes contract.
        is_block_trade: Whether it was agreed away from the book.

    Returns:
        Both orders after it, and the taker's fill.
    """
    now, ticker = state.clock.now(), taker.ticker
    trade_id = state.identifiers.next()
    taker_before, maker_before = taker, maker
    taker, taker_fee = _charged(state, taker, count, price, is_taker=True)
    maker, maker_fee = _charged(state, maker, count, price, is_taker=False)
    made = _clear(state, maker, count, price, maker_fee)
    taken = _clear(state, taker, count, price, taker_fee)
    state.open_interest[ticker] += count - made - taken
    printed = Trade(
        trade_id=trade_id,
        ticker=ticker,
        price=price,
        count=count,
        taker_side=taker_before.side,
        created_time=now,
        is_block_trade=is_block_trade,
        open_interest=state.open_interest[ticker],
    )
    state.tape.print(printed)
    state.bus.queue(Traded(printed))
    fills = [
        _fill(state, printed, maker_before, maker_fee, made, is_taker=False),
        _fill(state, printed, taker_before, taker_fee, taken, is_taker=True),
    ]
    return taker, maker, fills[1]


def _match(state: State, incoming: Order, match: Match[Order]) -> tuple[Order, Fill]:
    incoming, maker, fill = trade(state, incoming, match.resting, match.count, match.resting.price)
    if maker.status == "executed":
        store(state, maker, "filled")
        remove_from_book(state, maker)
    else:
        replace(state, maker, "filled")
    for order in (maker, incoming):
        if order.order_group_id is not None:
            group = state.groups[order.order_group_id]
            group.record(match.count, state.clock.now())
            if not group.is_triggered and not group.capacity(state.clock.now()):
                trigger(state, group)
    return incoming, fill


def _charged(state: State, order: Order, count: Decimal, price: Decimal, *, is_taker: bool) -> _Charged:
    """An order after a fill, and the fee of that fill, which is rounded for itself."""
    schedule, carried = state.schedules[order.ticker], order.rounding_carried
    fee, carried = schedule.charge(order.side, count, price, is_taker=is_taker, carried=carried)
    cost = unit_cost(order.side, price) * count
    remaining = order.remaining_count - count
    order = evolve(
        order,
        remaining_count=remaining,
        fill_count=order.fill_count + count,
        status="resting" if remaining else "executed",
        last_update_time=state.clock.now(),
        rounding_carried=carried,
    )
    if is_taker:
        order = evolve(order, taker_fees=order.taker_fees + fee, taker_fill_cost=order.taker_fill_cost + cost)
    else:
        order = evolve(order, maker_fees=order.maker_fees + fee, maker_fill_cost=order.maker_fill_cost + cost)
    return _Charged(order, fee)


def _clear(state: State, order: Order, count: Decimal, price: Decimal, fee: Decimal) -> Decimal:
    """Move one party's money and contracts; returns how many contracts were netted."""
    now = state.clock.now()
    position = state.positions.of(order.owner, order.ticker, now)
    netted = position.netted_by(order.side, count)
    state.ledger.pay_pool(order.owner, order.ticker, unit_cost(order.side, price) * count - netted, now)
    state.ledger.charge_fee(order.owner, order.ticker, fee)
    state.positions.store(position.filled(order.side, count, price, fee, now))
    return netted


def _fill(state: State, printed: Trade, order: Order, fee: Decimal, netted: Decimal, *, is_taker: bool) -> Fill:
    fill = Fill(
        trade_id=printed.trade_id,
        order_id=order.order_id,
        client_order_id=order.client_order_id,
        owner=order.owner,
        ticker=order.ticker,
        side=order.side,
        price=printed.price,
        count=printed.count,
        is_taker=is_taker,
        fee=fee,
        netted=netted,
        created_time=printed.created_time,
    )
    state.tape.fills[order.owner.account].append(fill)
    position = state.positions.of(order.owner, order.ticker, printed.created_time)
    state.bus.queue(Filled(fill, position))
    state.bus.queue(PositionUpdated(position))
    return fill
