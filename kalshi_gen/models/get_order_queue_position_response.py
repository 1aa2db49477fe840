from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class GetOrderQueuePositionResponse(Model, kw_only=True):
    """Place of one resting order in its price-time queue."""

    queue_position_fp: Decimal
    """Quantity ahead of the order in the queue, in contracts."""
