from __future__ import annotations

from ..runtime.model import Model


class GetOrderQueuePositionsResponse(Model, kw_only=True):
    """Queue places of the resting orders that pass the filters."""

    queue_positions: list[OrderQueuePosition]
    """One entry for each resting order that passes the filters."""


from ..models.order_queue_position import OrderQueuePosition
