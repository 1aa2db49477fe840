from __future__ import annotations

from ..runtime.model import Model


class BatchCancelOrdersV2Request(Model, kw_only=True):
    """Several orders to cancel with one request."""

    orders: list[BatchCancelOrdersV2RequestOrdersItem]
    """The orders to cancel, each with its id and, where needed, its subaccount and shard. The largest
    batch depends on the write budget of the account's tier.
    """


from ..models.batch_cancel_orders_v2_request_orders_item import BatchCancelOrdersV2RequestOrdersItem
