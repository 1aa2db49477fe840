from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class AssociatedEvent(Model, kw_only=True):
    """An event whose markets may be combined in a multivariate event collection, with the rules for
    choosing among them.
    """

    ticker: str
    """Ticker of the event."""

    is_yes_only: bool
    """True when markets of this event may be chosen on their `yes` side only."""

    size_max: int | None | Unset = UNSET
    """Most markets of this event that one combination may hold, that number included; null for no limit."""

    size_min: int | None | Unset = UNSET
    """Fewest markets of this event that one combination must hold, that number included; null for no
    limit.
    """

    active_quoters: list[str]
    """Quoters that are now active in this event."""
