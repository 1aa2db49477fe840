from __future__ import annotations

from ...runtime.model import Model


class GetAccountApiLimitsResponse(Model, kw_only=True):
    """Rate limits of the account: its usage tier, its token buckets and the grants behind them."""

    usage_tier: str
    """Usage tier in effect for these limits on the margin exchange. New tiers can appear without notice."""

    read: BucketLimit
    """Token bucket for read requests, in tokens."""

    write: BucketLimit
    """Token bucket for write requests, in tokens."""

    grants: list[ApiUsageLevelGrant]
    """Usage level grants that the account holds now, on all exchange lanes. Each one counts only for its
    own `exchange_instance`.
    """


from ..models.api_usage_level_grant import ApiUsageLevelGrant
from ..models.bucket_limit import BucketLimit
