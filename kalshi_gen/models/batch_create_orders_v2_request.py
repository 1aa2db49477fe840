from __future__ import annotations

from ..runtime.model import Model


class BatchCreateOrdersV2Request(Model, kw_only=True):
    """Several new orders to place with one request."""

    orders: list[CreateOrderV2Request]
    """The orders to place, each as in a single order request. The largest batch depends on the write
    budget of the account's tier.
    """


from ..models.create_order_v2_request import CreateOrderV2Request
