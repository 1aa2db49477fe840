from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class CreateOrderGroupResponse(Model, kw_only=True):
    """Answer to the creation of an order group: its id, and which subaccount and markets it is for."""

    order_group_id: str
    """Id of the new order group; orders join the group by naming it."""

    subaccount: int
    """Number of the subaccount to which the new order group belongs: 0 is the primary account, 1 to 63 are
    numbered subaccounts.
    """

    exchange_index: int | Unset = UNSET
    """The `exchange_index` of the markets that the new group is for."""
