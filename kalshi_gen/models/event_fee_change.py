from __future__ import annotations

from ..models.fee_type import FeeType
from ..runtime.model import Model
from ..types import AwareDatetime


class EventFeeChange(Model, kw_only=True):
    """A scheduled change to the fees of one event, which overrides those of its series or lifts an earlier
    override.
    """

    id: str
    """Id of the fee change."""

    event_ticker: str
    """Ticker of the event whose fees change."""

    series_ticker: str
    """Ticker of the series to which the event belongs."""

    fee_type_override: FeeType | None
    """Fee structure that the event takes on: `quadratic`, `quadratic_with_maker_fees`,
    `quadratic_with_combo_maker_fees` or `flat`. Null lifts any earlier override, so that the fee
    structure of the series holds again.
    """

    fee_multiplier_override: float | None
    """Fee multiplier that the event takes on. Null lifts any earlier override, so that the multiplier of
    the series holds again.
    """

    scheduled_ts: AwareDatetime
    """UTC time from which the change holds."""
