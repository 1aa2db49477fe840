from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class AccountApiUsageLevelVolumeProgress(Model, kw_only=True):
    """Trading volume of the account over 30 days, with the goals of each usage level."""

    computed_ts: int
    """Time of the computation in Unix seconds, which is also the end of the 30 days counted."""

    trailing_30d_volume_fp: Decimal
    """Contracts traded in the 30 days up to `computed_ts`."""

    goals: list[AccountApiUsageLevelVolumeGoal]
    """Volume goals, one entry for each usage level."""


from ..models.account_api_usage_level_volume_goal import AccountApiUsageLevelVolumeGoal
