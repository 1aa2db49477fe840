"""The `msg` of each message: of an account, of markets and events, of order books and trades."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from ..engine import BookDelta, Event, Fill, Filled, GroupUpdated, Market, Order, Position, Trade
from ..engine.events import OrderReason
from ..engine.order import ONE, ZERO
from ..live.filters import is_multivariate
from ..live.formats import count, dollars, milliseconds, seconds, time
from ..live.market_fields import price_range_fields, term_fields
from .messages import Message, Recipient, plain
from .mirror import Mirror

# `last_update_reason` of an update; the spec has no value for the other reasons.
_REASONS: dict[OrderReason, str] = {
    "filled": "Trade",
    "amended": "Amend",
    "decreased": "Decrease",
    "self_trade": "SelfTradeCancel",
    "expired": "ExpiryCancel",
    "paused": "HaltCancel",
    "closed": "CloseCancel",
}
_STRIKES = ("strike_type", "floor_strike", "cap_strike", "custom_strike")


class Cause(NamedTuple):
    """The owner of the order that changed a book."""

    account: str
    subaccount: int
    client_order_id: str


class _DeltaShape(NamedTuple):
    uses_yes_price: bool
    is_own: bool


def fill_body(filled: Filled, exchange_index: int) -> dict[str, Any]:
    """The `msg` of a fill.

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
    """The `msg` of a position."""
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
    """The `msg` of an order.

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
    """The `msg` of a change of an order group."""
    body: dict[str, Any] = {
        "event_type": updated.reason,
        "order_group_id": updated.group_id,
        "ts_ms": milliseconds(updated.time),
    }
    if updated.reason in ("created", "limit_updated"):
        body["contracts_limit_fp"] = count(updated.limit)
    return body


def created_body(market: Market) -> dict[str, Any]:
    """The `msg` of a new market."""
    body: dict[str, Any] = {
        "market_ticker": market.ticker,
        "event_type": "created",
        "exchange_index": market.exchange_index,
        "open_ts": seconds(market.open_time),
        "close_ts": seconds(market.close_time),
        "additional_metadata": _metadata(market),
        "price_level_structure": market.price_level_structure,
    }
    if not is_multivariate(market):
        body["price_ranges"] = [price_range_fields(band) for band in market.price_ranges]
    return body


def moved_body(market: Market, close_time: datetime) -> dict[str, Any] | None:
    """The `msg` of a market's change of status, None if the spec has no message for it.

    Args:
        close_time: When it was to close until now.
    """
    body: dict[str, Any] = {"market_ticker": market.ticker}
    match market.status:
        case "active":
            return {**body, "event_type": "activated", "is_deactivated": False}
        case "inactive":
            return {**body, "event_type": "deactivated", "is_deactivated": True}
        case "closed" if market.close_time < close_time:
            return {**body, "event_type": "close_date_updated", "close_ts": seconds(market.close_time)}
        case "determined":
            assert market.determined_time is not None
            assert market.settlement_value is not None
            return {
                **body,
                "event_type": "determined",
                "determination_ts": seconds(market.determined_time),
                "result": market.result,
                "settlement_value": dollars(market.settlement_value),
            }
        case "finalized":
            assert market.settlement_time is not None
            return {**body, "event_type": "settled", "settled_ts": seconds(market.settlement_time)}
    return None


def event_body(event: Event) -> dict[str, Any]:
    """The `msg` of a new event."""
    terms = event.terms
    return {
        "event_ticker": event.ticker,
        "exchange_index": event.exchange_index,
        "title": event.title,
        "subtitle": str(terms.get("sub_title", "")),
        "collateral_return_type": str(terms.get("collateral_return_type", "")),
        "series_ticker": event.series_ticker,
    }


def cause_of(delta: BookDelta, taker: Fill | None) -> Cause:
    """The owner who caused a change of a book.

    Args:
        taker: The fill of the taker who matched the order, None if its own owner changed it.
    """
    owner = taker.owner if taker else delta.order.owner
    return Cause(*owner, (taker or delta.order).client_order_id)


def delta_message(delta: BookDelta, mirror: Mirror, cause: Cause, *, has_clock: bool) -> Message[_DeltaShape]:
    """The message of a change of a book; only the owner who caused it sees the private fields."""
    is_ask = delta.side == "ask"

    def shape_of(reader: Recipient) -> _DeltaShape:
        return _DeltaShape(not is_ask or reader.uses_yes_price, reader.is_for(cause.account, cause.subaccount))

    def body_of(shape: _DeltaShape) -> dict[str, Any]:
        body: dict[str, Any] = {
            "market_ticker": delta.ticker,
            "market_id": mirror.market_id,
            **({"clock": delta.clock} if has_clock else {}),
            "price_dollars": dollars(delta.price if shape.uses_yes_price else ONE - delta.price),
            "delta_fp": count(delta.change),
            "side": "no" if is_ask else "yes",
            "ts": delta.time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
            "ts_ms": milliseconds(delta.time),
        }
        if shape.is_own and cause.client_order_id:
            body["client_order_id"] = cause.client_order_id
        if shape.is_own and cause.subaccount:
            body["subaccount"] = cause.subaccount
        return body

    return Message("orderbook_delta", shape_of, body_of)


def snapshot_message(mirror: Mirror, *, has_clock: bool) -> Message[bool]:
    """The message of a market's current book."""
    return Message(
        "orderbook_snapshot", lambda reader: reader.uses_yes_price, partial(mirror.snapshot_body, has_clock=has_clock)
    )


def unknown_snapshot(ticker: str) -> Message[None]:
    """The message in place of the book of an unknown market."""
    return plain("orderbook_snapshot", {"market_ticker": ticker, "market_id": ""})


def trade_body(trade: Trade) -> dict[str, Any]:
    """The `msg` of a trade."""
    outcome = "yes" if trade.taker_side == "bid" else "no"
    return {
        "trade_id": trade.trade_id,
        "market_ticker": trade.ticker,
        "yes_price_dollars": dollars(trade.price),
        "no_price_dollars": dollars(ONE - trade.price),
        "count_fp": count(trade.count),
        "taker_side": outcome,
        "taker_outcome_side": outcome,
        "taker_book_side": trade.taker_side,
        "is_block_trade": trade.is_block_trade,
        "ts": seconds(trade.created_time),
        "ts_ms": milliseconds(trade.created_time),
    }


def _microdollars(amount: Decimal) -> str:
    """Money with at least six decimals."""
    text = dollars(amount)
    dollars_, _, decimals = text.partition(".")
    return f"{dollars_}.{decimals:0<6}"


def _to_the_millisecond(moment: datetime) -> str:
    return time(moment.replace(microsecond=moment.microsecond // 1000 * 1000))


def _metadata(market: Market) -> dict[str, Any]:
    """What a market is about, as REST shows it."""
    fields = term_fields(market)
    names = ("title", "yes_sub_title", "no_sub_title", "rules_primary", "rules_secondary", "can_close_early")
    return {
        "name": fields["title"],
        **{name: fields[name] for name in (*names, "event_ticker")},
        "expected_expiration_ts": seconds(datetime.fromisoformat(fields["expected_expiration_time"])),
        **{name: fields[name] for name in _STRIKES if fields.get(name) is not None},
    }
