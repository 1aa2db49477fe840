from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetOrderGroupsResponse(Model, kw_only=True):
    """Answer that lists the user's order groups."""

    order_groups: list[OrderGroup] | Unset = UNSET
    """Order groups of the user."""


from ..models.order_group import OrderGroup
