from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class PlayByPlay(Model, kw_only=True):
    """Play-by-play of a game, split into its periods."""

    periods: list[PlayByPlayPeriodsItem] | Unset = UNSET
    """Periods of the game, each with its events."""


from ..models.play_by_play_periods_item import PlayByPlayPeriodsItem
