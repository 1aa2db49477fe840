"""New orders by the caller's ids, and what became of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec

from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.models.order import Order
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.orders.reading import numbers_of
from kalshi_overlay.orders.results import PlacedOrder

OrdersByClientId = dict[str, CreateOrderV2Request]
"""Orders by their client_order_id."""

Outcomes = dict[str, PlacedOrder | KalshiError]
"""What became of orders, by their client_order_id; an error says that the order does not stand."""


def with_id(order: Any, field: str) -> CreateOrderV2Request:
    """The order with a client_order_id, a new UUID where it has none; the caller's own is not changed.

    Args:
        order: What the caller gave.
        field: Where it is, for the error.

    Raises:
        InvalidRequestError: It is no order.
    """
    if not isinstance(order, CreateOrderV2Request):
        kind = type(order).__name__
        raise InvalidRequestError(field, f"must be a CreateOrderV2Request, not {kind}; make one of keyword arguments")
    return order if order.client_order_id else msgspec.structs.replace(order, client_order_id=str(uuid4()))


def answered(answer: Any, client_order_id: str) -> PlacedOrder:
    """The order as the exchange answered it.

    Args:
        answer: The answer, or an entry of a batch's.
        client_order_id: The id that was sent.

    Raises:
        UnusableAnswerError: The answer lacks what must be known, or is for another order.
    """
    if not isinstance(answer.order_id, str) or not answer.order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.order_id is not there")
    if isinstance(answer.client_order_id, str) and answer.client_order_id != client_order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.client_order_id is another order's")
    filled, remaining = numbers_of(answer, "fill_count", "remaining_count")
    return PlacedOrder(
        order_id=answer.order_id,
        client_order_id=client_order_id,
        fill_count=filled,
        remaining_count=remaining,
        answer=answer,
    )


def read_back(client_order_id: str, order: Order) -> PlacedOrder:
    """The order as it was read."""
    return PlacedOrder(
        order_id=order.order_id,
        client_order_id=client_order_id,
        fill_count=order.fill_count_fp,
        remaining_count=order.remaining_count_fp,
        order=order,
    )
