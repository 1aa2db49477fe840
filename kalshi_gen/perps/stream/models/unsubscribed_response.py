from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class UnsubscribedResponse(Model, kw_only=True, tag_field="type", tag="unsubscribed"):
    """Confirms the end of a subscription."""

    type: ClassVar[Literal["unsubscribed"]] = "unsubscribed"

    id: int | Unset = UNSET
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""
