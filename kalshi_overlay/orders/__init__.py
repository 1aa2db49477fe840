"""Orders exactly once: placed, amended, decreased and canceled, with the truth about the order as the answer.

Each operation is a module with `sync` and `asyncio`, as the generated ones have:

    from kalshi_overlay.orders import place

    placed = place.sync(client=client, body=CreateOrderV2Request(...))

docs/orders.md says what is promised, and which behaviour of the exchange each promise rests on.
"""

from __future__ import annotations

from kalshi_overlay.orders.errors import (
    DuplicateOrderError,
    NotCarriedOutError,
    OrderRefusedError,
    OrderStateUnknownError,
)
from kalshi_overlay.orders.results import AmendedOrder, CanceledOrder, DecreasedOrder, PlacedOrder

__all__ = [
    "AmendedOrder",
    "CanceledOrder",
    "DecreasedOrder",
    "DuplicateOrderError",
    "NotCarriedOutError",
    "OrderRefusedError",
    "OrderStateUnknownError",
    "PlacedOrder",
]
