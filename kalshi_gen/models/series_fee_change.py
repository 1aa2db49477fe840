from __future__ import annotations

from ..models.fee_type import FeeType
from ..runtime.model import Model
from ..types import AwareDatetime


class SeriesFeeChange(Model, kw_only=True):
    """A scheduled change to the fees of one series."""

    id: str
    """Id of the fee change."""

    series_ticker: str
    """Ticker of the series whose fees change."""

    fee_type: FeeType
    """Fee structure that the series takes on: `quadratic`, `quadratic_with_maker_fees`,
    `quadratic_with_combo_maker_fees` or `flat`.
    """

    fee_multiplier: float
    """Fee multiplier that the series takes on."""

    scheduled_ts: AwareDatetime
    """UTC time from which the change holds."""
