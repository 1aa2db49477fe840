from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class AccountApiUsageLevelVolumeGoal(Model, kw_only=True):
    """Trading volume needed to earn and to keep one usage level."""

    level: str
    """Usage level that the goals belong to, such as `expert`."""

    earn_volume_goal_fp: Decimal
    """Volume needed to earn the level, in contracts."""

    keep_volume_goal_fp: Decimal
    """Volume needed to keep the level, in contracts."""
