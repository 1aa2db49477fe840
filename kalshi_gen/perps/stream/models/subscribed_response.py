from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class SubscribedResponse(Model, kw_only=True, tag_field="type", tag="subscribed"):
    """Confirms a subscription to one channel."""

    type: ClassVar[Literal["subscribed"]] = "subscribed"

    id: int | Unset = UNSET
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    msg: SubscribedResponseData
    """The new subscription."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.subscribed_response_data import SubscribedResponseData
