from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class EventFeeUpdate(Model, kw_only=True, tag_field="type", tag="event_fee_update"):
    """The fees of an event were set apart from its series, or no longer are."""

    type: ClassVar[Literal["event_fee_update"]] = "event_fee_update"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: EventFeeUpdateData
    """The fees."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.event_fee_update_data import EventFeeUpdateData
