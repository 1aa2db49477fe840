from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class OrderQueuePosition(Model, kw_only=True):
    """Place of a resting order in its price-time queue, with the order and market it concerns."""

    order_id: str
    """Identifier of the resting order."""

    market_ticker: str
    """Ticker of the market the order rests in."""

    queue_position_fp: Decimal
    """Quantity ahead of the order in the queue, in contracts."""
