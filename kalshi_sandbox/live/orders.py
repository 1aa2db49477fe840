"""Orders: placing, amending, decreasing, canceling and reading them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine import Amendment, Cancellation, EngineRejection, NewOrder, Placement
from ..engine.order import ZERO, Order
from ..error_answers import ErrorAnswer, invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .filters import between, split
from .formats import count, dollars, milliseconds, moment
from .pages import page
from .portfolio_fields import order_fields
from .shards import check_market_shard, shard_of_order

_STATUSES = ("resting", "canceled", "executed")
_MAX_EVENTS = 100


def create_order(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateOrderV2."""
    return _placed(context, context.exchange.orders.place(account, _new_order(context, request, request.body)))


def create_orders(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """BatchCreateOrdersV2: one entry per order, in their order."""
    return {"orders": [_created_item(context, request, account, item) for item in request.body["orders"]]}


def amend_order(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """AmendOrderV2."""
    body, order_id = request.body, request.path["order_id"]
    shard = shard_of_order(context, body.get("exchange_index"), body["ticker"])
    expiry = body.get("expiration_time")
    change = Amendment(
        ticker=body["ticker"],
        side=body["side"],
        price=Decimal(body["price"]),
        count=Decimal(body["count"]),
        expiration_time=moment("expiration_time", expiry) if expiry else None,
        remove_expiration=expiry == 0,
        client_order_id=body.get("client_order_id"),
        updated_client_order_id=body.get("updated_client_order_id"),
    )
    subaccount = context.subaccount(request, request.query.get("subaccount"))
    before = context.exchange.orders.get(account, order_id)
    placement = context.exchange.orders.amend(account, order_id, change, subaccount=subaccount, exchange_index=shard)
    answer = _placed(context, placement)
    if not placement.fills and before.remaining_count == placement.remaining_count:
        # By the spec, both are only included if one of them changed.
        del answer["fill_count"], answer["remaining_count"]
    return answer


def decrease_order(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DecreaseOrderV2."""
    body = request.body
    shard = shard_of_order(context, body.get("exchange_index"), body.get("market_ticker"))
    done = context.exchange.orders.decrease(
        account,
        request.path["order_id"],
        reduce_by=_decimal(body.get("reduce_by")),
        reduce_to=_decimal(body.get("reduce_to")),
        subaccount=context.subaccount(request, request.query.get("subaccount")),
        exchange_index=shard,
    )
    return {**_named(done), "remaining_count": count(done.order.remaining_count), "ts_ms": milliseconds(done.time)}


def cancel_order(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CancelOrderV2."""
    query, order_id = request.query, request.path["order_id"]
    shard = shard_of_order(context, query.get("exchange_index"), query.get("market_ticker"))
    subaccount = context.subaccount(request, query.get("subaccount"))
    return _canceled(context.exchange.orders.cancel(account, order_id, subaccount=subaccount, exchange_index=shard))


def cancel_orders(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """BatchCancelOrdersV2: one entry per order, in their order."""
    return {"orders": [_canceled_item(context, request, account, item) for item in request.body["orders"]]}


def cancel_all_orders(context: HandlerContext, request: CheckedRequest, account: str) -> None:
    """CancelAllOrders."""
    context.exchange.orders.cancel_all(account, subaccount=context.subaccount_filter(request))


def get_orders(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrders: newest first; without those that ended before the historical cutoff."""
    query = request.query
    status, events = query.get("status") or None, split(query.get("event_ticker"))
    if status not in (None, *_STATUSES) and context.behaviour.unknown_order_status_is_empty:
        return {"orders": [], "cursor": ""}
    if status not in (None, *_STATUSES):
        raise invalid_parameters("status", f"{status} is not one of {', '.join(_STATUSES)}")
    if len(events) > _MAX_EVENTS:
        raise invalid_parameters("event_ticker", f"more than {_MAX_EVENTS} tickers")
    orders = context.orders(request).of(
        account, ticker=query.get("ticker") or None, status=status, subaccount=context.subaccount_filter(request)
    )
    event_of = {market.ticker: market.event_ticker for market in context.exchange.markets.all()} if events else {}
    kept = [
        order
        for order in reversed(orders)
        if between(order.created_time, request)
        and query.get("exchange_index") in (None, context.exchange.shards.of(order.ticker))
        and (not events or event_of[order.ticker] in events)
        and (order.status == "resting" or not context.is_historical(order.last_update_time))
    ]
    items, cursor = page(request, kept, lambda order: order.sequence)
    return {
        "orders": [order_fields(order, context.exchange.shards.of(order.ticker)) for order in items],
        "cursor": cursor,
    }


def get_order(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrder."""
    order = context.orders(request).get(account, request.path["order_id"])
    _check_lock(context, request, order)
    return {"order": order_fields(order, context.exchange.shards.of(order.ticker))}


def get_queue_positions(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderQueuePositions: of one subaccount's resting orders, oldest first."""
    tickers, event = split(request.query.get("market_tickers")), request.query.get("event_ticker")
    subaccount = context.subaccount(request, request.query.get("subaccount"))
    resting = {order.order_id for order in context.exchange.orders.of(account, status="resting", subaccount=subaccount)}
    shown = context.orders(request).of(account, status="resting", subaccount=subaccount)
    event_of = {market.ticker: market.event_ticker for market in context.exchange.markets.all()}
    return {
        "queue_positions": [
            {
                "order_id": order.order_id,
                "market_ticker": order.ticker,
                "queue_position_fp": count(context.exchange.orders.queue_position(account, order.order_id)),
            }
            for order in shown
            if order.order_id in resting
            and (not tickers or order.ticker in tickers)
            and event in (None, "", event_of[order.ticker])
        ]
    }


def get_queue_position(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderQueuePosition."""
    order_id = request.path["order_id"]
    _check_lock(context, request, context.orders(request).get(account, order_id))
    return {"queue_position_fp": count(context.exchange.orders.queue_position(account, order_id))}


def _check_lock(context: HandlerContext, request: CheckedRequest, order: Order) -> None:
    context.subaccount(request, order.owner.subaccount)


def _new_order(context: HandlerContext, request: CheckedRequest, body: dict[str, Any]) -> NewOrder:
    check_market_shard(context, body.get("exchange_index"), body["ticker"])
    expiry = body.get("expiration_time")
    return NewOrder(
        ticker=body["ticker"],
        side=body["side"],
        count=Decimal(body["count"]),
        price=Decimal(body["price"]),
        time_in_force=body["time_in_force"],
        self_trade_prevention_type=body["self_trade_prevention_type"],
        client_order_id=body.get("client_order_id") or None,
        expiration_time=None if expiry is None else moment("expiration_time", expiry),
        post_only=body.get("post_only", False),
        reduce_only=body.get("reduce_only", False),
        cancel_order_on_pause=body.get("cancel_order_on_pause", False),
        subaccount=context.subaccount(request, body.get("subaccount")),
        order_group_id=body.get("order_group_id") or None,
    )


def _created_item(
    context: HandlerContext, request: CheckedRequest, account: str, item: dict[str, Any]
) -> dict[str, Any]:
    try:
        return _placed(context, context.exchange.orders.place(account, _new_order(context, request, item)))
    except (EngineRejection, ErrorAnswer) as error:
        return {"client_order_id": item.get("client_order_id"), "error": context.item_error(error)}


def _canceled_item(
    context: HandlerContext, request: CheckedRequest, account: str, item: dict[str, Any]
) -> dict[str, Any]:
    try:
        shard = shard_of_order(context, item.get("exchange_index"), item.get("market_ticker"))
        subaccount = context.subaccount(request, item.get("subaccount"))
        done = context.exchange.orders.cancel(account, item["order_id"], subaccount=subaccount, exchange_index=shard)
        return _canceled(done)
    except (EngineRejection, ErrorAnswer) as error:
        return {"order_id": item["order_id"], "reduced_by": count(Decimal(0)), "error": context.item_error(error)}


def _placed(context: HandlerContext, placement: Placement) -> dict[str, Any]:
    answer = {
        **_named(placement),
        "fill_count": count(placement.fill_count),
        "remaining_count": count(placement.remaining_count),
        "ts_ms": milliseconds(placement.time),
    }
    for field in ("average_fill_price", "average_fee_paid"):
        mean: Decimal | None = getattr(placement, field)
        if mean is not None:
            answer[field] = dollars(mean)
        elif context.behaviour.unfilled_averages_are_zero:
            answer[field] = dollars(ZERO)
    return answer


def _canceled(done: Cancellation) -> dict[str, Any]:
    return {**_named(done), "reduced_by": count(done.reduced_by), "ts_ms": milliseconds(done.time)}


def _named(done: Placement | Cancellation) -> dict[str, Any]:
    ids = {"order_id": done.order.order_id}
    return {**ids, "client_order_id": done.order.client_order_id} if done.order.client_order_id else ids


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


HANDLERS: dict[str, LiveHandler] = {
    "AmendOrderV2": amend_order,
    "BatchCancelOrdersV2": cancel_orders,
    "BatchCreateOrdersV2": create_orders,
    "CancelAllOrders": cancel_all_orders,
    "CancelOrderV2": cancel_order,
    "CreateOrderV2": create_order,
    "DecreaseOrderV2": decrease_order,
    "GetOrder": get_order,
    "GetOrderQueuePosition": get_queue_position,
    "GetOrderQueuePositions": get_queue_positions,
    "GetOrders": get_orders,
}
