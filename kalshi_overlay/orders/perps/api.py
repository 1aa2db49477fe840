"""Orders of perpetual futures: they show no status, and one that has ended may be on no list."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from kalshi_gen.perps.api.exchange import get_margin_exchange_status
from kalshi_gen.perps.api.orders import (
    amend_margin_order,
    cancel_margin_order,
    create_margin_order,
    decrease_margin_order,
    get_margin_order,
    get_margin_orders,
)
from kalshi_gen.perps.api.portfolio import get_margin_fills
from kalshi_gen.perps.models.margin_order import MarginOrder
from kalshi_gen.types import UNSET
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext
from kalshi_overlay.orders.reading import Listing, read_order, read_pages

KEPT = 3600.0
"""Seconds for which an order that has ended, and its fills, can surely be found. How long the exchange shows them is
not known, and it has no archive; an hour is ours."""


def _read_further(
    context: OperationContext, wanted: Container[str], filters: Mapping[str, Any], listing: Listing
) -> Flow[None]:
    """Find orders by their fills, which have no client_order_id: each order that isn't known yet is read."""
    if listing.orders:
        return
    if filters["min_ts"] is UNSET:
        # All fills there ever were.
        listing.is_complete = False
        return
    filled: dict[str, None] = {}

    def collect(fills: list[Any]) -> None:
        for fill in fills:
            order_id = fill.get("order_id") if isinstance(fill, dict) else None
            if not isinstance(order_id, str):
                listing.is_complete = False
            elif order_id not in listing.others and filters["ticker"] in (UNSET, None, fill.get("ticker")):
                filled[order_id] = None

    # The list of fills has no filter for the market.
    of_fills = {name: value for name, value in filters.items() if name != "ticker"}
    yield from read_pages(context, get_margin_fills, of_fills, listing, collect)
    for order_id in filled:
        if context.remaining() <= 0:
            raise DeadlinePassed
        shown = yield from read_order(context, order_id)
        if shown is None:
            # It could be any order.
            listing.is_complete = False
        elif shown.order.client_order_id in wanted:
            listing.orders[shown.order.client_order_id][order_id] = shown
        else:
            listing.others.add(order_id)


def _shown(source: dict[str, Any]) -> ShownOrder:
    order = MarginOrder.from_dict(source)
    status = "ended" if order.remaining_count.is_zero() else "resting"
    return ShownOrder(order, status, order.price, order.fill_count, order.remaining_count)


PERPS = OrdersApi(
    create=create_margin_order,
    cancel=cancel_margin_order,
    amend=amend_margin_order,
    decrease=decrease_margin_order,
    get=get_margin_order,
    list=get_margin_orders,
    # Not for what it says, but when.
    time=get_margin_exchange_status,
    read_further=_read_further,
    shown=_shown,
    has_shards=False,
    kept=KEPT,
)
