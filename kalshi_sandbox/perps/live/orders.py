"""Orders: placing, amending, decreasing, canceling and reading them, with their fills."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

from ...engine.order import OrderStatus
from ...error_answers import invalid_parameters
from ...live.filters import between
from ...live.formats import count, dollars, moment
from ...live.pages import page
from ...validation import CheckedRequest
from ..engine import Amendment, Cancellation, EngineRejection, NewOrder, Order, Placement
from ..engine.rejection import invalid_order
from .context import PerpsContext, PerpsHandler
from .fields import fill_fields, order_fields

_STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)


def create_order(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateMarginOrder."""
    body = request.body
    expiry = body.get("expiration_time")
    order = NewOrder(
        client_order_id=body["client_order_id"],
        ticker=body.get("ticker") or None,
        market_id=body.get("market_id") or None,
        side=body["side"],
        count=Decimal(body["count"]),
        price=Decimal(body["price"]),
        time_in_force=body["time_in_force"],
        self_trade_prevention_type=body["self_trade_prevention_type"],
        expiration_time=None if expiry is None else moment("expiration_time", expiry),
        post_only=body.get("post_only", False),
        reduce_only=body.get("reduce_only", False),
        cancel_order_on_pause=body.get("cancel_order_on_pause", False),
        subaccount=context.shared.subaccount(request, body.get("subaccount")),
        order_group_id=body.get("order_group_id") or None,
        market_version=body.get("market_version", 0),
    )
    try:
        placement = context.exchange.orders.place(account, order)
    except EngineRejection as rejection:
        if rejection.code == "market_not_found":
            # The spec has no 404 for this operation.
            raise invalid_order("ticker", rejection.details) from None
        raise
    return {**_named(placement.order), **_counts(placement), **_means(placement)}


def amend_order(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """AmendMarginOrder."""
    body = request.body
    expiry = body.get("expiration_time")
    change = Amendment(
        ticker=body.get("ticker") or None,
        market_id=body.get("market_id") or None,
        side=body["side"],
        price=Decimal(body["price"]),
        count=Decimal(body["count"]),
        expiration_time=moment("expiration_time", expiry) if expiry else None,
        remove_expiration=expiry == 0,
        client_order_id=body.get("client_order_id"),
        updated_client_order_id=body.get("updated_client_order_id"),
    )
    placement = context.exchange.orders.amend(
        account, request.path["order_id"], change, subaccount=_subaccount(context, request)
    )
    # As on the demo exchange, the counts are left out unless one of them has changed.
    counts = _counts(placement) if placement.is_size_changed else {}
    return {**_named(placement.order), **counts, **_means(placement)}


def decrease_order(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DecreaseMarginOrder."""
    body = request.body
    done = context.exchange.orders.decrease(
        account,
        request.path["order_id"],
        reduce_by=_decimal(body.get("reduce_by")),
        reduce_to=_decimal(body.get("reduce_to")),
        subaccount=_subaccount(context, request),
    )
    return {**_named(done.order), "remaining_count": count(done.order.remaining_count)}


def cancel_order(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CancelMarginOrder."""
    done: Cancellation = context.exchange.orders.cancel(
        account, request.path["order_id"], subaccount=_subaccount(context, request)
    )
    return {**_named(done.order), "reduced_by": count(done.reduced_by)}


def cancel_all_orders(context: PerpsContext, request: CheckedRequest, account: str) -> None:
    """CancelAllMarginOrders."""
    context.exchange.orders.cancel_all(account, subaccount=context.shared.subaccount_filter(request))


def get_order(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginOrder."""
    order = context.orders(request).get(account, request.path["order_id"])
    context.shared.subaccount(request, order.owner.subaccount)
    return {"order": order_fields(order)}


def get_orders(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginOrders: newest first."""
    query = request.query
    status = query.get("status") or None
    if status not in (None, *_STATUSES):
        if context.shared.behaviour.unknown_order_status_is_empty:
            return {"orders": [], "cursor": ""}
        raise invalid_parameters("status", f"{status} is not one of {', '.join(_STATUSES)}")
    orders = context.orders(request).of(
        account,
        ticker=query.get("ticker") or None,
        status=status,
        subaccount=context.shared.subaccount_filter(request),
    )
    kept = [order for order in reversed(orders) if between(order.created_time, request)]
    items, cursor = page(request, kept, lambda order: order.sequence)
    return {"orders": [order_fields(order) for order in items], "cursor": cursor}


def get_fills(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginFills: newest first."""
    fills = context.orders(request).fills(account, subaccount=context.shared.subaccount_filter(request))
    kept = [fill for fill in reversed(fills) if between(fill.created_time, request)]
    items, cursor = page(request, kept, lambda fill: fill.sequence)
    return {"fills": [fill_fields(fill) for fill in items], "cursor": cursor}


def _subaccount(context: PerpsContext, request: CheckedRequest) -> int:
    return context.shared.subaccount(request, request.query.get("subaccount"))


def _named(order: Order) -> dict[str, Any]:
    return {"order_id": order.order_id, "client_order_id": order.client_order_id}


def _counts(placement: Placement) -> dict[str, Any]:
    return {"fill_count": count(placement.fill_count), "remaining_count": count(placement.remaining_count)}


def _means(placement: Placement) -> dict[str, Any]:
    means = {"average_fill_price": placement.average_fill_price, "average_fee_paid": placement.average_fee_paid}
    return {name: dollars(mean) for name, mean in means.items() if mean is not None}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


HANDLERS: dict[str, PerpsHandler] = {
    "AmendMarginOrder": amend_order,
    "CancelAllMarginOrders": cancel_all_orders,
    "CancelMarginOrder": cancel_order,
    "CreateMarginOrder": create_order,
    "DecreaseMarginOrder": decrease_order,
    "GetMarginFills": get_fills,
    "GetMarginOrder": get_order,
    "GetMarginOrders": get_orders,
}
