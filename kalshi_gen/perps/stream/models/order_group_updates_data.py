from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.order_group_updates_data_event_type import OrderGroupUpdatesDataEventType


class OrderGroupUpdatesData(Model, kw_only=True):
    """The change."""

    event_type: OrderGroupUpdatesDataEventType
    """What happened to the group."""

    order_group_id: str
    """Id of the order group."""

    contracts_limit_fp: Decimal | Unset = UNSET
    """New limit of the group, in contracts; at creation and when it changes."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""
