from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class ListSubscriptionsResponse(Model, kw_only=True, tag_field="type", tag="ok"):
    """Lists the open subscriptions."""

    type: ClassVar[Literal["ok"]] = "ok"

    id: int | Unset = UNSET
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    msg: list[ListSubscriptionsResponseDataItem]
    """The subscriptions."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.list_subscriptions_response_data_item import ListSubscriptionsResponseDataItem
