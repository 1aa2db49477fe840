from __future__ import annotations

from ..runtime.model import Model


class BatchCreateOrdersV2Response(Model, kw_only=True):
    """Outcomes of a batch of new orders, one entry an order."""

    orders: list[BatchCreateOrdersV2ResponseOrdersItem]
    """One entry per order, with either its fills and what remains or the `error` that stopped it. One
    order can fail while others succeed.
    """


from ..models.batch_create_orders_v2_response_orders_item import BatchCreateOrdersV2ResponseOrdersItem
