from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetGameStatsResponse(Model, kw_only=True):
    """Statistics of one game."""

    pbp: PlayByPlay | Unset = UNSET
    """Play-by-play of the game; null or absent when the milestone's type is not supported or has no data
    source.
    """


from ..models.play_by_play import PlayByPlay
