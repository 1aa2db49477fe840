"""Collateral: the worst-case cost of resting orders, and whether an owner can afford another one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import evolve

from .fees import FeeSchedule, rounded_up
from .ledger import Ledger
from .matching import Match, Plan
from .order import ONE, ZERO, Order, Side, unit_cost
from .rejection import insufficient_balance


def requirement(orders: Iterable[Order], position: Decimal, schedule: FeeSchedule) -> Decimal:
    """Collateral for one owner's orders in one market: their cost and maker fees if each fills at once, in US dollars.

    An order that fills in pieces may cost a little more, since each piece is rounded up. Contracts that would net
    against the position cost nothing. The orders with the best prices are netted first, because they fill first.

    Args:
        orders: The orders.
        position: The position in contracts, below zero for no.
        schedule: Fees of the market.
    """
    if not position and not schedule.maker_rate:
        # The usual case, which must be fast for owners with thousands of orders.
        step = schedule.rounding.balance_step
        return sum(
            (rounded_up(unit_cost(order.side, order.price) * order.remaining_count, step) for order in orders), ZERO
        )
    covers: dict[Side, Decimal] = {"bid": max(ZERO, -position), "ask": max(ZERO, position)}
    total = ZERO
    # On both sides the best price costs most.
    for order in sorted(orders, key=lambda order: -unit_cost(order.side, order.price)):
        covered = min(covers[order.side], order.remaining_count)
        covers[order.side] -= covered
        total += unit_cost(order.side, order.price) * (order.remaining_count - covered)
        total += schedule.charge(order.side, order.remaining_count, order.price, is_taker=False).fee
    return total


def check_affordable(
    incoming: Order, plan: Plan[Order], others: list[Order], position: Decimal, ledger: Ledger, schedule: FeeSchedule
) -> None:
    """Reject an order whose owner can't pay for it with the cash on the market's shard.

    Two costs must be covered: that of the entire order resting at its limit, and that of what it would do now, with
    taker fees.

    Args:
        incoming: The order, not yet on the book.
        plan: What it would match.
        others: The owner's other resting orders in the market.
        position: The owner's position in contracts.
        ledger: The money.
        schedule: Fees of the market.

    Raises:
        EngineRejection: With 400 `insufficient_balance`.
    """
    collateral = ledger.held(incoming.owner, incoming.ticker)
    shard = ledger.shard_of[incoming.ticker]
    cash = ledger.wallets[incoming.owner].cash_on[shard]
    worst = requirement([*others, incoming], position, schedule) - collateral
    if worst > cash:
        raise insufficient_balance(worst, cash, shard)
    if plan.rests and not plan.steps:
        return
    spent, position_after = _outcome(incoming, plan, position, schedule)
    dropped = {step.order_id for step in plan.steps if not isinstance(step, Match)}
    if plan.triggers:
        dropped |= {order.order_id for order in others if order.order_group_id == incoming.order_group_id}
    remaining = [order for order in others if order.order_id not in dropped]
    if plan.rests:
        remaining.append(evolve(incoming, remaining_count=plan.remaining))
    needed = spent + requirement(remaining, position_after, schedule) - collateral
    if needed > cash:
        raise insufficient_balance(needed, cash, shard)


def _outcome(incoming: Order, plan: Plan[Order], position: Decimal, schedule: FeeSchedule) -> tuple[Decimal, Decimal]:
    """What a plan's matches cost the incoming order's owner in US dollars, and the position after them."""
    spent, carried = ZERO, incoming.rounding_carried
    sign = ONE if incoming.side == "bid" else -ONE
    for step in plan.steps:
        if isinstance(step, Match):
            price = step.resting.price
            netted = min(step.count, max(ZERO, -position if incoming.side == "bid" else position))
            spent += unit_cost(incoming.side, price) * step.count - netted
            fee, carried = schedule.charge(incoming.side, step.count, price, is_taker=True, carried=carried)
            spent += fee
            position += sign * step.count
    return spent, position
