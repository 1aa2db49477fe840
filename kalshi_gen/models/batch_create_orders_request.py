from __future__ import annotations

from ..runtime.model import Model


class BatchCreateOrdersRequest(Model, kw_only=True):
    """Older form of several new orders in one request. New code uses `BatchCreateOrdersV2Request`; no
    operation of this spec takes this form.
    """

    orders: list[CreateOrderRequest]
    """The orders to create."""


from ..models.create_order_request import CreateOrderRequest
