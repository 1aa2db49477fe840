"""Orders of event contracts."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial
from typing import Any

from kalshi_gen.api.exchange import get_user_data_timestamp
from kalshi_gen.api.historical import get_historical_orders
from kalshi_gen.api.orders import (
    amend_order_v2,
    cancel_order_v2,
    create_order_v2,
    decrease_order_v2,
    get_order,
    get_orders,
)
from kalshi_gen.models.order import Order
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.context import OperationContext
from kalshi_overlay.orders.reading import Listing, collect_orders, read_pages


def _read_further(
    context: OperationContext, wanted: Container[str], filters: Mapping[str, Any], listing: Listing
) -> Flow[None]:
    """Find orders in the archive, to which those that have ended move."""
    collect = partial(collect_orders, context.api, listing, wanted)
    return read_pages(context, get_historical_orders, filters, listing, collect)


def _shown(source: dict[str, Any]) -> ShownOrder:
    order = Order.from_dict(source)
    return ShownOrder(order, order.status, order.yes_price_dollars, order.fill_count_fp, order.remaining_count_fp)


EVENTS = OrdersApi(
    create=create_order_v2,
    cancel=cancel_order_v2,
    amend=amend_order_v2,
    decrease=decrease_order_v2,
    get=get_order,
    list=get_orders,
    time=get_user_data_timestamp,
    read_further=_read_further,
    shown=_shown,
)
