"""Place, amend, decrease and cancel orders, and know what became of them if a response is lost.

Each operation is a module with `sync` and `asyncio`, as the generated ones are:

    from kalshi_overlay.orders import place

    placed = place.sync(client=client, body=CreateOrderV2Request(...))

docs/orders.md says what is guaranteed, and which behaviour of the exchange each guarantee rests on.
"""

from __future__ import annotations

from kalshi_overlay.errors import DuplicateOrderError, OrderNotAppliedError, OrderRejectedError, OrderStateUnknownError
from kalshi_overlay.orders.order_log import LoggedOrder, OrderLog
from kalshi_overlay.orders.results import AmendedOrder, CanceledOrder, DecreasedOrder, PlacedOrder

__all__ = [
    "AmendedOrder",
    "CanceledOrder",
    "DecreasedOrder",
    "DuplicateOrderError",
    "LoggedOrder",
    "OrderLog",
    "OrderNotAppliedError",
    "OrderRejectedError",
    "OrderStateUnknownError",
    "PlacedOrder",
]
