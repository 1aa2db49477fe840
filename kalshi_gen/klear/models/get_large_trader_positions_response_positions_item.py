from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetLargeTraderPositionsResponsePositionsItem(Model, kw_only=True):
    """A position."""

    market_ticker: str | Unset = UNSET
    """The market's ticker."""

    position: int | Unset = UNSET
    """Position in contracts; below zero for a short one."""

    exit_day: bool | Unset = UNSET
    """Whether the position has fallen below the level since the settlement day before."""

    reportable_threshold: int | Unset = UNSET
    """Level of the CFTC for this market, in contracts; a position as large as this or larger, long or
    short, has to be reported.
    """
