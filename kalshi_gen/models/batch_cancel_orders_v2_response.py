from __future__ import annotations

from ..runtime.model import Model


class BatchCancelOrdersV2Response(Model, kw_only=True):
    """Outcomes of a batch of cancellations, one entry an order."""

    orders: list[BatchCancelOrdersV2ResponseOrdersItem]
    """One entry per order, with the contracts taken off the book or the `error` that stopped the
    cancellation.
    """


from ..models.batch_cancel_orders_v2_response_orders_item import BatchCancelOrdersV2ResponseOrdersItem
