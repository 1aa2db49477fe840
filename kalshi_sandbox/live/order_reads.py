"""Orders as they are read back: one, lists of them, and their places in the queue."""

from __future__ import annotations

from typing import Any

from ..engine import Order
from ..refusals import invalid_parameters
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, between, count, page, split
from .portfolio_fields import order_fields

_STATUSES = ("resting", "canceled", "executed")
_MOST_EVENTS = 100


def get_orders(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrders: newest first; those that ended before the historical cutoff are not here."""
    query = request.query
    status, events = query.get("status") or None, split(query.get("event_ticker"))
    if status not in (None, *_STATUSES) and desk.behaviour.unknown_order_status_is_empty:
        return {"orders": [], "cursor": ""}
    if status not in (None, *_STATUSES):
        raise invalid_parameters("status", f"{status} is not one of {', '.join(_STATUSES)}")
    if len(events) > _MOST_EVENTS:
        raise invalid_parameters("event_ticker", f"more than {_MOST_EVENTS} tickers")
    orders = desk.orders(request).of(
        account, ticker=query.get("ticker") or None, status=status, subaccount=desk.subaccount_filter(request)
    )
    event_of = {market.ticker: market.event_ticker for market in desk.exchange.markets.all()} if events else {}
    kept = [
        order
        for order in reversed(orders)
        if between(order.created_time, request)
        and query.get("exchange_index") in (None, desk.exchange.shards.of(order.ticker))
        and (not events or event_of[order.ticker] in events)
        and (order.status == "resting" or not desk.is_historical(order.last_update_time))
    ]
    items, cursor = page(request, kept, lambda order: order.sequence)
    return {"orders": [order_fields(order, desk.exchange.shards.of(order.ticker)) for order in items], "cursor": cursor}


def get_order(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrder."""
    order = desk.orders(request).get(account, request.path["order_id"])
    _check_lock(desk, request, order)
    return {"order": order_fields(order, desk.exchange.shards.of(order.ticker))}


def get_queue_positions(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderQueuePositions: of one subaccount's resting orders, oldest first."""
    tickers, event = split(request.query.get("market_tickers")), request.query.get("event_ticker")
    subaccount = desk.subaccount(request, request.query.get("subaccount"))
    resting = {order.order_id for order in desk.exchange.orders.of(account, status="resting", subaccount=subaccount)}
    shown = desk.orders(request).of(account, status="resting", subaccount=subaccount)
    event_of = {market.ticker: market.event_ticker for market in desk.exchange.markets.all()}
    return {
        "queue_positions": [
            {
                "order_id": order.order_id,
                "market_ticker": order.ticker,
                "queue_position_fp": count(desk.exchange.orders.queue_position(account, order.order_id)),
            }
            for order in shown
            if order.order_id in resting
            and (not tickers or order.ticker in tickers)
            and event in (None, "", event_of[order.ticker])
        ]
    }


def get_queue_position(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetOrderQueuePosition."""
    order_id = request.path["order_id"]
    _check_lock(desk, request, desk.orders(request).get(account, order_id))
    return {"queue_position_fp": count(desk.exchange.orders.queue_position(account, order_id))}


def _check_lock(desk: Desk, request: CheckedRequest, order: Order) -> None:
    desk.subaccount(request, order.owner.subaccount)


HANDLERS: dict[str, LiveHandler] = {
    "GetOrder": get_order,
    "GetOrderQueuePosition": get_queue_position,
    "GetOrderQueuePositions": get_queue_positions,
    "GetOrders": get_orders,
}
