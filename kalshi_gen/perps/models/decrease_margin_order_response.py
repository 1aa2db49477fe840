from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class DecreaseMarginOrderResponse(Model, kw_only=True):
    """Outcome of a cut in an order's size, with what is left in contracts."""

    order_id: str
    """Id of the order that was cut."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the order that was cut."""

    remaining_count: Decimal
    """Contracts left in the order after the cut."""
