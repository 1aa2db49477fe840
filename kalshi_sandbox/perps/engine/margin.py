"""Margin: what positions and resting orders need, and whether an owner can afford another order.

The exchange publishes that initial margin is a multiple of maintenance margin (1.3), but no formula for the latter.
Ours is a flat rate of each market: maintenance margin = |contracts| x mark price x maintenance rate. One position on
the demo exchange fits it (6.3329 x 0.1304 = 0.8259). There, the rate grows with the size of a position, and a member
can have positions offset against each other; neither is modelled.

Resting orders count by the notional value that a market would have if all orders of its worse side filled. This is
the rule that is published for limits on notional value: of the long side (a long position at the mark, and bids at
their limit) and the short side (a short position, and asks) the larger one. Orders that would close a position count
nothing; of those the ones with the best prices fill first. The margin of a market is the initial margin of that value.

    equity = settled funds + unrealised profit at the mark
    available = equity - initial margin of positions - further margin for resting orders

The last one is measured. All positions of a subaccount share its equity. An order is rejected if, after all that it
does on arrival, more margin is needed than there is equity. Orders that raise no margin are never rejected for it, so
a position can be closed whatever it has lost.

No position is ever liquidated, and no order is canceled because margin has become short.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import evolve, frozen

from kalshi_sandbox.engine.matching import Match, Plan
from kalshi_sandbox.engine.order import ZERO, Owner, Side
from kalshi_sandbox.engine.rejection import INSUFFICIENT, EngineRejection

from .market import Market
from .order import Order
from .rejection import limit_exceeded
from .state import State


@frozen(kw_only=True)
class Margin:
    """Equity of one subaccount and what it is needed for, in US dollars.

    Args:
        position_value: Notional value of its positions at the mark, long and short ones added up.
        unrealized_pnl: Profit of its positions at the mark.
        maintenance: Maintenance margin of its positions.
        initial: Initial margin of its positions.
        resting: What its resting orders need beyond that.
    """

    equity: Decimal
    position_value: Decimal
    unrealized_pnl: Decimal
    maintenance: Decimal
    initial: Decimal
    resting: Decimal

    @property
    def available(self) -> Decimal:
        """What further orders can use; below zero if there is too little equity."""
        return self.equity - self.initial - self.resting


def exposure(orders: Iterable[Order], count: Decimal, mark: Decimal) -> Decimal:
    """Notional value of the larger side of a market for one owner, in US dollars.

    Args:
        orders: The owner's orders in the market.
        count: The position in contracts, below zero if it is short.
        mark: Mark price.
    """
    sides: dict[Side, Decimal] = {"bid": max(ZERO, count) * mark, "ask": max(ZERO, -count) * mark}
    covers: dict[Side, Decimal] = {"bid": max(ZERO, -count), "ask": max(ZERO, count)}
    for order in sorted(orders, key=_priority) if count else orders:
        covered = min(covers[order.side], order.remaining_count)
        covers[order.side] -= covered
        sides[order.side] += (order.remaining_count - covered) * order.price
    return max(sides.values())


def margin_of(state: State, owner: Owner) -> Margin:
    """Equity and margin of a subaccount now."""
    value = unrealized = maintenance = initial = resting = ZERO
    positions = {position.market: position for position in state.positions.of_owner(owner)}
    for market in dict.fromkeys([*positions, *state.orders.markets_of(owner)]):
        position, mark = state.position(owner, market), state.mark(market)
        notional = abs(position.count) * mark
        value += notional
        unrealized += position.unrealized_pnl(mark)
        maintenance += notional * market.maintenance_rate
        initial += market.initial_margin(notional)
        worst = exposure(state.orders.resting_of(owner, market), position.count, mark)
        resting += market.initial_margin(worst - notional)
    return Margin(
        equity=state.ledger.wallets[owner].cash + unrealized,
        position_value=value,
        unrealized_pnl=unrealized,
        maintenance=maintenance,
        initial=initial,
        resting=resting,
    )


def notional_usage(state: State, account: str) -> dict[Market, Decimal]:
    """Notional value of an account in each market with a position or resting orders, in US dollars."""
    usage: dict[Market, Decimal] = {}
    for owner in state.account(account).owners:
        held = [position.market for position in state.positions.of_owner(owner)]
        for market in dict.fromkeys([*held, *state.orders.markets_of(owner)]):
            usage[market] = usage.get(market, ZERO) + _exposure_now(state, owner, market)
    return usage


def check_affordable(state: State, incoming: Order, plan: Plan[Order]) -> None:
    """Reject an order that would need more notional value or margin than its owner may have or has.

    Args:
        incoming: The order; if it rests already, its present state on the book doesn't count.
        plan: What it does on arrival.

    Raises:
        EngineRejection: With 400.
    """
    owner, market = incoming.owner, incoming.market
    mark, fees = state.mark(market), state.account(owner.account).fees
    count, paid, matched = state.position(owner, market).count, ZERO, ZERO
    sign = 1 if incoming.side == "bid" else -1
    for step in plan.steps:
        if isinstance(step, Match):
            price = step.resting.price
            paid += fees.fee(price * step.count, is_taker=True) + sign * step.count * (price - mark)
            matched += step.count
    worst = exposure(_resting_after(state, incoming, plan), count + sign * matched, mark)
    further = worst - _exposure_now(state, owner, market)
    if further <= ZERO:
        return
    limit = state.account(owner.account).notional_limit
    others = (each for each in state.account(owner.account).owners if each != owner)
    usage = sum((_exposure_now(state, each, market) for each in others), worst)
    if usage > limit:
        raise limit_exceeded(usage, limit)
    margin = margin_of(state, owner)
    missing = market.initial_margin(further) + paid - margin.available
    if missing > ZERO:
        details = f"${missing.quantize(Decimal('0.0001'))} more margin is needed than is available"
        raise EngineRejection(400, INSUFFICIENT, "insufficient balance", details)


def _exposure_now(state: State, owner: Owner, market: Market) -> Decimal:
    count = state.position(owner, market).count
    return exposure(state.orders.resting_of(owner, market), count, state.mark(market))


def _resting_after(state: State, incoming: Order, plan: Plan[Order]) -> list[Order]:
    """The owner's orders in the market after an order has arrived."""
    dropped = {step.order_id for step in plan.steps if not isinstance(step, Match)} | {incoming.order_id}
    orders = [
        order
        for order in state.orders.resting_of(incoming.owner, incoming.market)
        if order.order_id not in dropped and not (plan.triggers and order.order_group_id == incoming.order_group_id)
    ]
    return [*orders, evolve(incoming, remaining_count=plan.remaining)] if plan.rests else orders


def _priority(order: Order) -> Decimal:
    """Orders sorted by this are in the order in which they fill, on each side."""
    return -order.price if order.side == "bid" else order.price
