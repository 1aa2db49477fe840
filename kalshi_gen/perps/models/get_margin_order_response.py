from __future__ import annotations

from ...runtime.model import Model


class GetMarginOrderResponse(Model, kw_only=True):
    """Answer that holds one order."""

    order: MarginOrder
    """The order."""


from ..models.margin_order import MarginOrder
