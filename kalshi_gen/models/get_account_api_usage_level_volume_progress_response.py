from __future__ import annotations

from ..runtime.model import Model


class GetAccountApiUsageLevelVolumeProgressResponse(Model, kw_only=True):
    """Progress of the account toward the usage tiers that are earned by trading volume."""

    volume_progress: list[AccountApiUsageLevelVolumeProgress]
    """Most recent progress on the predictions exchange toward the tiers that volume can earn, from Expert
    to Prestige. A scheduled job computes it, so it lags behind trading.
    """


from ..models.account_api_usage_level_volume_progress import AccountApiUsageLevelVolumeProgress
