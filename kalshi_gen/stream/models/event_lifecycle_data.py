from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.event_lifecycle_data_collateral_return_type import EventLifecycleDataCollateralReturnType


class EventLifecycleData(Model, kw_only=True):
    """The event."""

    event_ticker: str
    """Ticker of the event."""

    exchange_index: int
    """Number of the part of the exchange that trades it."""

    title: str
    """Title of the event."""

    subtitle: str
    """Subtitle of the event."""

    collateral_return_type: EventLifecycleDataCollateralReturnType
    """How collateral is given back: `MECNET`, `DIRECNET`, or empty for not at all."""

    series_ticker: str
    """Ticker of the series."""

    strike_date: int | Unset = UNSET
    """Date of the strike, in Unix seconds, if there is one."""

    strike_period: str | Unset = UNSET
    """Period of the strike, if there is one."""
