from __future__ import annotations

from typing import Any, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarketMetadataUpdatedData(Model, kw_only=True):
    """The new metadata."""

    event_type: Literal["metadata_updated"] = "metadata_updated"

    market_ticker: str
    """Ticker of the market."""

    strike_type: str | Unset = UNSET
    """How the strikes are to be read, such as `between`, `greater` or `less`."""

    floor_strike: float | Unset = UNSET
    """Lower strike."""

    cap_strike: float | Unset = UNSET
    """Upper strike."""

    custom_strike: dict[str, Any] | Unset = UNSET
    """Strike of another form."""

    yes_sub_title: str | Unset = UNSET
    """What YES stands for."""
