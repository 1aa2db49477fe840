from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetMarginOrdersResponse(Model, kw_only=True):
    """One page of your orders on margin markets."""

    orders: list[MarginOrder]
    """Orders of this page."""

    cursor: str | None | Unset = UNSET
    """Cursor of the next page. On the last page it is empty, null or absent."""


from ..models.margin_order import MarginOrder
