from __future__ import annotations

from ...runtime.model import Model
from ..models.event_fee_update_data_fee_type_override import EventFeeUpdateDataFeeTypeOverride


class EventFeeUpdateData(Model, kw_only=True):
    """The fees."""

    event_ticker: str
    """Ticker of the event."""

    fee_type_override: EventFeeUpdateDataFeeTypeOverride | None
    """Kind of fee; null when the series holds again."""

    fee_multiplier_override: float | None
    """Multiplier of the fee; null when the series holds again."""
