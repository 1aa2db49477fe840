from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetOrderGroupResponse(Model, kw_only=True):
    """Limit, state and orders of one order group."""

    is_auto_cancel_enabled: bool
    """True when automatic cancellation is on for the group."""

    contracts_limit_fp: Decimal | Unset = UNSET
    """Most contracts the group may match in any 15 seconds."""

    orders: list[str]
    """Identifiers of the orders in the group."""

    exchange_index: int | Unset = UNSET
    """The `exchange_index` of the markets that the group is for."""
