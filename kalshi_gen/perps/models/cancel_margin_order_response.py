from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class CancelMarginOrderResponse(Model, kw_only=True):
    """Outcome of one cancellation: the order's ids and how many contracts it took off the book."""

    order_id: str
    """Id of the canceled order."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the canceled order."""

    reduced_by: Decimal
    """Contracts taken off the book: all that the order still had left when the cancellation reached it."""
