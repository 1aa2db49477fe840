from __future__ import annotations

from ..runtime.model import Model


class AmendOrderResponse(Model, kw_only=True):
    """Older form of the answer to an amended order; no operation of this spec sends it."""

    old_order: Order
    """The order as it was before the change."""

    order: Order
    """The order as it is now, with the change applied."""


from ..models.order import Order
