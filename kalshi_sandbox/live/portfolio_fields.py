"""Orders, fills, positions and settlements in the schemas of the spec."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..engine import Fill, Order, Position, Settlement
from .formats import cents, count, dollars, seconds, time

ZERO, ONE = Decimal(0), Decimal(1)


def _directions(side: str) -> dict[str, str]:
    outcome, action = ("yes", "buy") if side == "bid" else ("no", "sell")
    return {"side": "yes", "action": action, "outcome_side": outcome, "book_side": side}


def order_fields(order: Order, shard: int) -> dict[str, Any]:
    """An order on a shard as the spec's Order."""
    return {
        "order_id": order.order_id,
        "user_id": order.owner.account,
        "client_order_id": order.client_order_id,
        "ticker": order.ticker,
        **_directions(order.side),
        "type": "limit",
        "status": order.status,
        "yes_price_dollars": dollars(order.price),
        "no_price_dollars": dollars(ONE - order.price),
        "fill_count_fp": count(order.fill_count),
        "remaining_count_fp": count(order.remaining_count),
        "initial_count_fp": count(order.initial_count),
        "taker_fill_cost_dollars": dollars(order.taker_fill_cost),
        "maker_fill_cost_dollars": dollars(order.maker_fill_cost),
        "taker_fees_dollars": dollars(order.taker_fees),
        "maker_fees_dollars": dollars(order.maker_fees),
        "expiration_time": time(order.expiration_time) if order.expiration_time else None,
        "created_time": time(order.created_time),
        "last_update_time": time(order.last_update_time),
        "self_trade_prevention_type": order.self_trade_prevention_type,
        "order_group_id": order.order_group_id,
        "cancel_order_on_pause": order.cancel_order_on_pause,
        "subaccount_number": order.owner.subaccount,
        "exchange_index": shard,
    }


def fill_fields(fill: Fill, shard: int, *, names_trade: bool) -> dict[str, Any]:
    """A fill on a shard as the spec's Fill.

    Args:
        names_trade: Whether `side` and `action` are the outcome and what was done with it; otherwise all is of yes.
    """
    directions = _directions(fill.side)
    if names_trade and fill.side == "ask" and not fill.netted:
        directions |= {"side": "no", "action": "buy"}
    return {
        "fill_id": fill.trade_id,
        "exchange_index": shard,
        "trade_id": fill.trade_id,
        "order_id": fill.order_id,
        "ticker": fill.ticker,
        "market_ticker": fill.ticker,
        **directions,
        "count_fp": count(fill.count),
        "yes_price_dollars": dollars(fill.price),
        "no_price_dollars": dollars(ONE - fill.price),
        "is_taker": fill.is_taker,
        "created_time": time(fill.created_time),
        "fee_cost": dollars(fill.fee, 6),
        "subaccount_number": fill.owner.subaccount,
        "ts": seconds(fill.created_time),
    }


def position_fields(position: Position, shard: int) -> dict[str, Any]:
    """A position on a shard as the spec's MarketPosition."""
    return {
        "ticker": position.ticker,
        "exchange_index": shard,
        "total_traded_dollars": dollars(position.total_traded),
        "position_fp": count(position.count),
        "market_exposure_dollars": dollars(position.exposure),
        "realized_pnl_dollars": dollars(position.realized_profit),
        "fees_paid_dollars": dollars(position.fees_paid),
        "last_updated_ts": time(position.last_update_time),
    }


def event_position_fields(event_ticker: str, positions: Iterable[Position]) -> dict[str, Any]:
    """Positions in the markets of one event as the spec's EventPosition."""
    held = list(positions)
    return {
        "event_ticker": event_ticker,
        "total_cost_dollars": dollars(sum((position.total_traded for position in held), ZERO)),
        "total_cost_shares_fp": count(sum((position.contracts_traded for position in held), ZERO)),
        "event_exposure_dollars": dollars(sum((position.exposure for position in held), ZERO)),
        "realized_pnl_dollars": dollars(sum((position.realized_profit for position in held), ZERO)),
        "fees_paid_dollars": dollars(sum((position.fees_paid for position in held), ZERO)),
    }


def settlement_fields(settlement: Settlement, shard: int) -> dict[str, Any]:
    """A settlement on a shard as the spec's Settlement."""
    return {
        "ticker": settlement.ticker,
        "exchange_index": shard,
        "event_ticker": settlement.event_ticker,
        "market_result": settlement.market_result,
        "yes_count_fp": count(settlement.yes_count),
        "yes_total_cost_dollars": dollars(settlement.yes_total_cost),
        "no_count_fp": count(settlement.no_count),
        "no_total_cost_dollars": dollars(settlement.no_total_cost),
        "revenue": cents(settlement.revenue),
        "settled_time": time(settlement.settled_time),
        "fee_cost": dollars(settlement.fee_cost),
        "value": cents(settlement.value),
    }
