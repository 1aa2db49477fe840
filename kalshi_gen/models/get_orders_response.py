from __future__ import annotations

from ..runtime.model import Model


class GetOrdersResponse(Model, kw_only=True):
    """One page of orders."""

    orders: list[Order]
    """Orders on this page."""

    cursor: str
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""


from ..models.order import Order
