"""Orders: placed, amended, decreased and canceled, one by one and in batches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine import Amendment, Cancellation, EngineRejection, NewOrder, Placement
from ..engine.order import ZERO
from ..refusals import Refusal
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, count, dollars, milliseconds, moment
from .routing import check_market_shard, shard_of_order


def create_order(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateOrderV2."""
    return _placed(desk, desk.exchange.orders.place(account, _new_order(desk, request, request.body)))


def create_orders(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """BatchCreateOrdersV2: one entry an order, in their order."""
    return {"orders": [_created_leg(desk, request, account, leg) for leg in request.body["orders"]]}


def amend_order(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """AmendOrderV2."""
    body, order_id = request.body, request.path["order_id"]
    shard = shard_of_order(desk, body.get("exchange_index"), body["ticker"])
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
    subaccount = desk.subaccount(request, request.query.get("subaccount"))
    before = desk.exchange.orders.get(account, order_id)
    placement = desk.exchange.orders.amend(account, order_id, change, subaccount=subaccount, exchange_index=shard)
    answer = _placed(desk, placement)
    if not placement.fills and before.remaining_count == placement.remaining_count:
        # The contract tells both only where one of them changed.
        del answer["fill_count"], answer["remaining_count"]
    return answer


def decrease_order(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """DecreaseOrderV2."""
    body = request.body
    shard = shard_of_order(desk, body.get("exchange_index"), body.get("market_ticker"))
    done = desk.exchange.orders.decrease(
        account,
        request.path["order_id"],
        reduce_by=_decimal(body.get("reduce_by")),
        reduce_to=_decimal(body.get("reduce_to")),
        subaccount=desk.subaccount(request, request.query.get("subaccount")),
        exchange_index=shard,
    )
    return {**_named(done), "remaining_count": count(done.order.remaining_count), "ts_ms": milliseconds(done.time)}


def cancel_order(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CancelOrderV2."""
    query, order_id = request.query, request.path["order_id"]
    shard = shard_of_order(desk, query.get("exchange_index"), query.get("market_ticker"))
    subaccount = desk.subaccount(request, query.get("subaccount"))
    return _canceled(desk.exchange.orders.cancel(account, order_id, subaccount=subaccount, exchange_index=shard))


def cancel_orders(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """BatchCancelOrdersV2: one entry an order, in their order."""
    return {"orders": [_canceled_leg(desk, request, account, leg) for leg in request.body["orders"]]}


def cancel_all_orders(desk: Desk, request: CheckedRequest, account: str) -> None:
    """CancelAllOrders."""
    desk.exchange.orders.cancel_all(account, subaccount=desk.subaccount_filter(request))


def _new_order(desk: Desk, request: CheckedRequest, body: dict[str, Any]) -> NewOrder:
    check_market_shard(desk, body.get("exchange_index"), body["ticker"])
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
        subaccount=desk.subaccount(request, body.get("subaccount")),
        order_group_id=body.get("order_group_id") or None,
    )


def _created_leg(desk: Desk, request: CheckedRequest, account: str, leg: dict[str, Any]) -> dict[str, Any]:
    try:
        return _placed(desk, desk.exchange.orders.place(account, _new_order(desk, request, leg)))
    except (EngineRejection, Refusal) as refused:
        return {"client_order_id": leg.get("client_order_id"), "error": desk.error(refused)}


def _canceled_leg(desk: Desk, request: CheckedRequest, account: str, leg: dict[str, Any]) -> dict[str, Any]:
    try:
        shard = shard_of_order(desk, leg.get("exchange_index"), leg.get("market_ticker"))
        subaccount = desk.subaccount(request, leg.get("subaccount"))
        done = desk.exchange.orders.cancel(account, leg["order_id"], subaccount=subaccount, exchange_index=shard)
        return _canceled(done)
    except (EngineRejection, Refusal) as refused:
        return {"order_id": leg["order_id"], "reduced_by": count(Decimal(0)), "error": desk.error(refused)}


def _placed(desk: Desk, placement: Placement) -> dict[str, Any]:
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
        elif desk.behaviour.unfilled_averages_are_zero:
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
}
