from __future__ import annotations

from ...runtime.model import Model


class MarginMarketSchedule(Model, kw_only=True):
    """Trading hours of a market at present; null for a market that trades around the clock."""

    is_open: bool
    """Whether the market is open for trading now."""

    next_close_ts: int | None
    """Time of the next scheduled close, in Unix seconds; null while the market is closed."""

    next_open_ts: int | None
    """Time of the next scheduled open, in Unix seconds; null while the market is open."""
