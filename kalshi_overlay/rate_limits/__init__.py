"""Stay within the account's token buckets: requests wait here for their tokens instead of being refused there.

`create_client(rate_limit="account")` is the way in; docs/rate-limits.md tells what it does.
"""

from __future__ import annotations

from kalshi_overlay.errors import RateLimiterError, RateLimiterTimeoutError, RequestExceedsBucketError

from .settings import BucketSize, RateLimit, SharedBudget

__all__ = [
    "BucketSize",
    "RateLimiterError",
    "RequestExceedsBucketError",
    "RateLimiterTimeoutError",
    "RateLimit",
    "SharedBudget",
]
