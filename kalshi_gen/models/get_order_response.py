from __future__ import annotations

from ..runtime.model import Model


class GetOrderResponse(Model, kw_only=True):
    """Answer that carries one order."""

    order: Order
    """The order asked for."""


from ..models.order import Order
