from __future__ import annotations

from typing import ClassVar, Literal

from ....runtime.model import Model
from ....types import UNSET, Unset


class OkResponse(Model, kw_only=True, tag_field="type", tag="ok"):
    """Confirms a change of a subscription."""

    type: ClassVar[Literal["ok"]] = "ok"

    id: int | Unset = UNSET
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    sid: int | Unset = UNSET
    """Number that the exchange gave to a subscription to one channel."""

    seq: int | Unset = UNSET
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: OkResponseData | Unset = UNSET
    """The markets of the subscription, unless it asked to leave them out."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.ok_response_data import OkResponseData
