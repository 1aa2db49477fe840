from __future__ import annotations

from ..runtime.model import Model


class CreateOrderResponse(Model, kw_only=True):
    """Older form of the answer to a new order; no operation of this spec sends it."""

    order: Order
    """The order as created."""


from ..models.order import Order
