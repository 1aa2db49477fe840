"""Wait for the account's tokens before a request is sent, instead of being rejected with 429; docs/rate-limits.md.

`create_client(rate_limit="account")` is the way in. This package imports `kalshi_gen`, `clock`, `errors`, `extras`
and `flow` of the overlay, and Redis in `shared` alone; of the overlay, `client` imports it, when you ask for a limit.
"""

from __future__ import annotations

from kalshi_overlay.errors import RateLimiterError, RateLimiterTimeoutError, RequestExceedsBucketError

from .settings import BucketSize, RateLimit, SharedLimit

__all__ = [
    "BucketSize",
    "RateLimit",
    "RateLimiterError",
    "RateLimiterTimeoutError",
    "RequestExceedsBucketError",
    "SharedLimit",
]
