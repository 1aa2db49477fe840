"""Place, amend, decrease and cancel orders of perpetual futures, and know what became of them if a response is lost.

Each operation is a module with `sync` and `asyncio`, as in `kalshi_overlay.orders`, and raises the same errors:

    from kalshi_overlay.orders.perps import place

    placed = place.sync(client=client, body=CreateMarginOrderRequest(...))

docs/orders.md says how they differ from those of event contracts.
"""

from __future__ import annotations

from kalshi_overlay.orders.perps.results import AmendedOrder, CanceledOrder, DecreasedOrder, PlacedOrder

__all__ = ["AmendedOrder", "CanceledOrder", "DecreasedOrder", "PlacedOrder"]
