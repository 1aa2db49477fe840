"""Messages that only the account itself gets: its orders, fills, positions and order groups."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ..engine import Filled, GroupUpdated, Order, Position
from ..engine.events import OrderReason
from ..engine.order import ZERO
from ..live.desk import count, dollars, milliseconds, seconds, time

# What the contract calls the reason of an update; it has no word for the others.
_REASONS: dict[OrderReason, str] = {
    "filled": "Trade",
    "amended": "Amend",
    "decreased": "Decrease",
    "self_trade": "SelfTradeCancel",
    "expired": "ExpiryCancel",
    "paused": "HaltCancel",
    "closed": "CloseCancel",
}


def fill_body(filled: Filled, exchange_index: int) -> dict[str, Any]:
    """A fill as the contract's `msg` of it.

    Args:
        exchange_index: The shard of its market.
    """
    fill = filled.fill
    outcome, action = ("yes", "buy") if fill.side == "bid" else ("no", "sell")
    body: dict[str, Any] = {
        "trade_id": fill.trade_id,
        "order_id": fill.order_id,
        "market_ticker": fill.ticker,
        "exchange_index": exchange_index,
        "is_taker": fill.is_taker,
        "side": "yes",
        "yes_price_dollars": dollars(fill.price),
        "count_fp": count(fill.count),
        "fee_cost": _microdollars(fill.fee),
        "action": action,
        "ts": seconds(fill.created_time),
        "ts_ms": milliseconds(fill.created_time),
        "post_position_fp": count(filled.position.count),
        "purchased_side": outcome,
        "outcome_side": outcome,
        "book_side": fill.side,
        "subaccount": fill.owner.subaccount,
    }
    if fill.client_order_id:
        body["client_order_id"] = fill.client_order_id
    return body


def position_body(position: Position) -> dict[str, Any]:
    """A position as the contract's `msg` of it."""
    return {
        "user_id": position.owner.account,
        "market_ticker": position.ticker,
        "position_fp": count(position.count),
        "position_cost_dollars": dollars(position.exposure),
        "realized_pnl_dollars": dollars(position.realized_profit),
        "fees_paid_dollars": dollars(position.fees_paid),
        "position_fee_cost_dollars": dollars(position.fees_paid if position.count else ZERO),
        "volume_fp": count(position.contracts_traded),
        "subaccount": position.owner.subaccount,
    }


def order_body(order: Order, reason: OrderReason, exchange_index: int) -> dict[str, Any]:
    """An order as the contract's `msg` of it.

    Args:
        exchange_index: The shard of its market.
    """
    body: dict[str, Any] = {
        "order_id": order.order_id,
        "user_id": order.owner.account,
        "ticker": order.ticker,
        "exchange_index": exchange_index,
        "status": order.status,
        "side": "yes",
        "is_yes": True,
        "outcome_side": order.outcome_side,
        "book_side": order.side,
        "yes_price_dollars": dollars(order.price),
        "fill_count_fp": count(order.fill_count),
        "remaining_count_fp": count(order.remaining_count),
        "initial_count_fp": count(order.initial_count),
        "taker_fill_cost_dollars": _microdollars(order.taker_fill_cost),
        "maker_fill_cost_dollars": _microdollars(order.maker_fill_cost),
        "taker_fees_dollars": _microdollars(order.taker_fees),
        "maker_fees_dollars": _microdollars(order.maker_fees),
        "client_order_id": order.client_order_id,
        "self_trade_prevention_type": order.self_trade_prevention_type,
        "created_time": _to_the_millisecond(order.created_time),
        "created_ts_ms": milliseconds(order.created_time),
        "last_update_time": _to_the_millisecond(order.last_update_time),
        "last_updated_ts_ms": milliseconds(order.last_update_time),
        "subaccount_number": order.owner.subaccount,
    }
    if order.order_group_id:
        body["order_group_id"] = order.order_group_id
    if order.expiration_time:
        body["expiration_time"] = _to_the_millisecond(order.expiration_time)
        body["expiration_ts_ms"] = milliseconds(order.expiration_time)
    if reason in _REASONS:
        body["last_update_reason"] = _REASONS[reason]
    return body


def group_body(updated: GroupUpdated) -> dict[str, Any]:
    """A change of an order group as the contract's `msg` of it."""
    body: dict[str, Any] = {
        "event_type": updated.reason,
        "order_group_id": updated.group_id,
        "ts_ms": milliseconds(updated.time),
    }
    if updated.reason in ("created", "limit_updated"):
        body["contracts_limit_fp"] = count(updated.limit)
    return body


def _microdollars(amount: Decimal) -> str:
    """Money with six decimals at least."""
    text = dollars(amount)
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<6}"


def _to_the_millisecond(moment: datetime) -> str:
    return time(moment.replace(microsecond=moment.microsecond // 1000 * 1000))
