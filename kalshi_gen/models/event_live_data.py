from __future__ import annotations

from typing import Any

from ..runtime.model import Model
from ..types import UNSET, Unset


class EventLiveData(Model, kw_only=True):
    """Live data of one event."""

    type: str
    """Kind of live data, which decides the shape of `details`."""

    details: dict[str, Any]
    """Live data itself, as a free-form object shaped according to `type`."""

    is_historical: bool | Unset = UNSET
    """Whether the payload is a frozen snapshot because the event has matured; sent only with crypto live
    data.
    """

    default_range: str | Unset = UNSET
    """Chart range to show first, such as `15min` or `1h`; absent when not set."""

    range_options: list[str] | Unset = UNSET
    """Chart ranges to offer for choice; absent when not set."""
