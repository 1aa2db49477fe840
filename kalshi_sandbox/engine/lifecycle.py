"""What becomes of a market: its statuses, its orders when it stops trading, its payout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .events import MarketUpdated, OrderReason, PositionUpdated, Settled
from .execution import cancel
from .market import Market, MarketStatus
from .order import ONE, ZERO, Order
from .positions import Position
from .settlement import Settlement
from .state import State


def move(state: State, ticker: str, status: MarketStatus, **changes: Any) -> Market:
    """Bring a market into its next status.

    Raises:
        Refused: 404, or 409 if the status doesn't follow on the present one.
    """
    market = state.market(ticker).moved_to(status, state.clock.now(), **changes)
    state.markets[ticker] = market
    state.announcer.note(MarketUpdated(market))
    return market


def cancel_resting(state: State, reason: OrderReason, chosen: Callable[[Order], bool]) -> None:
    """Cancel all resting orders that are chosen."""
    for order in state.orders.resting():
        if chosen(order):
            cancel(state, order, reason)


def open_market(state: State, ticker: str) -> None:
    """Let a market trade whose open time has come, unless it was opened or closed before."""
    if state.markets[ticker].status == "initialized":
        move(state, ticker, "active")


def close_at_time(state: State, ticker: str) -> None:
    """Close a market whose close time has come, unless it was closed before."""
    if state.markets[ticker].status in ("initialized", "active", "inactive"):
        close(state, ticker)


def close(state: State, ticker: str) -> Market:
    """Close a market and cancel its resting orders.

    Raises:
        Refused: 404, or 409 if it is closed already.
    """
    market = move(state, ticker, "closed")
    cancel_resting(state, "closed", lambda order: order.ticker == ticker)
    return market


def finalize(state: State, ticker: str) -> Market:
    """Pay the winners of a determined market and end all its positions."""
    market = move(state, ticker, "finalized", settlement_time=state.clock.now())
    for position in state.positions.in_market(ticker):
        if position.count:
            _pay_out(state, market, position)
    state.open_interest[ticker] = ZERO
    return market


def _pay_out(state: State, market: Market, position: Position) -> None:
    now, value = state.clock.now(), market.settlement_value
    assert value is not None
    is_yes = position.count > ZERO
    payout = abs(position.count) * (value if is_yes else ONE - value)
    state.ledger.pay_pot(position.owner, market.ticker, -payout, now)
    settled = position.settled(payout, now)
    state.positions.store(settled)
    settlement = Settlement(
        owner=position.owner,
        ticker=market.ticker,
        event_ticker=market.event_ticker,
        market_result=market.result,
        yes_count=position.count if is_yes else ZERO,
        yes_total_cost=position.exposure if is_yes else ZERO,
        no_count=ZERO if is_yes else -position.count,
        no_total_cost=ZERO if is_yes else position.exposure,
        revenue=payout,
        fee_cost=position.fees_paid,
        value=value,
        settled_time=now,
    )
    state.account(position.owner.account).settlements.append(settlement)
    state.announcer.note(Settled(settlement))
    state.announcer.note(PositionUpdated(settled))
