from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class EventLifecycle(Model, kw_only=True, tag_field="type", tag="event_lifecycle"):
    """A new event."""

    type: ClassVar[Literal["event_lifecycle"]] = "event_lifecycle"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: EventLifecycleData
    """The event."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.event_lifecycle_data import EventLifecycleData
