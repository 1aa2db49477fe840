"""What a user says about rate limits."""

from __future__ import annotations

import math
from typing import Any

from attrs import Attribute, field, frozen

from kalshi_overlay.errors import KalshiConfigError


def _whole(instance: object, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise KalshiConfigError(f"{attribute.name}: {value!r} is not a whole number of tokens from 1")


def _seconds(instance: object, attribute: Attribute[Any], value: Any) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or value < 0:
        raise KalshiConfigError(f"{attribute.name}: {value!r} is not a number of seconds from 0")


def _seconds_or_none(instance: object, attribute: Attribute[Any], value: Any) -> None:
    if value is not None:
        _seconds(instance, attribute, value)


def _share(instance: object, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
        raise KalshiConfigError(f"{attribute.name}: {value!r} is not a share above 0 and up to 1")


@frozen(kw_only=True)
class BucketSize:
    """The size of a token bucket, in the words of the contract's BucketLimit.

    Attributes:
        refill_rate: Tokens that flow back each second.
        bucket_capacity: Most tokens that the bucket holds.
    """

    refill_rate: int = field(validator=_whole)
    bucket_capacity: int = field(validator=_whole)


@frozen(kw_only=True)
class SharedBudget:
    """Let all processes and hosts that share an API key share one budget, through Redis; needs the extra `redis`.

    While Redis can't be reached, each process goes on alone with a share of the budget.

    Attributes:
        url: Where Redis is, such as `redis://localhost:6379/0`; shown in no repr, since a password may be in it.
        timeout: Longest that connecting to Redis and each of its answers may take, in seconds.
        fallback_share: The share of the budget that a process takes while it can't reach Redis: one divided by the
            number of processes keeps all of them within the budget.
    """

    url: str = field(repr=False, kw_only=False)
    timeout: float = field(default=0.25, validator=_seconds)
    fallback_share: float = field(default=0.25, validator=_share)

    @url.validator
    def _is_a_redis_address(self, attribute: Attribute[Any], value: Any) -> None:
        # The value itself is not quoted: it may hold a password.
        if not isinstance(value, str) or not value.startswith(("redis://", "rediss://", "unix://")):
            raise KalshiConfigError("url: the address of Redis begins with redis://, rediss:// or unix://")


@frozen(kw_only=True)
class RateLimit:
    """How requests wait for tokens.

    Attributes:
        read: The bucket of reads; None, as `write`, for what the account is told by the exchange.
        write: The bucket of writes.
        max_wait: Longest that a request waits for its tokens, in seconds; None for no end. The deadline of the
            retry policy holds as well.
        margin: Seconds by which one request may be slower than another on its way to the exchange. So much of
            the refill stays in the bucket, since requests that arrive closer together than they left would be
            refused otherwise.
        pause: Seconds for which a 429 that comes all the same pauses its bucket, where it has no Retry-After.
        shared: Where the budget is shared; None for this client alone.
    """

    read: BucketSize | None = None
    write: BucketSize | None = None
    max_wait: float | None = field(default=30.0, validator=_seconds_or_none)
    margin: float = field(default=0.1, validator=_seconds)
    pause: float = field(default=1.0, validator=_seconds)
    shared: SharedBudget | None = None

    def __attrs_post_init__(self) -> None:
        for name, kind in (("read", BucketSize), ("write", BucketSize), ("shared", SharedBudget)):
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise KalshiConfigError(f"{name}: takes a {kind.__name__}, not a {type(value).__name__}")
        if (self.read is None) != (self.write is None):
            raise KalshiConfigError("read, write: give both, or neither for those of the account")

    @classmethod
    def of(cls, given: Any) -> RateLimit:
        """Read what `create_client(rate_limit=...)` was given.

        Args:
            given: A RateLimit, or `account` for what the exchange tells the account.

        Raises:
            KalshiConfigError: It is neither.
        """
        if isinstance(given, cls):
            return given
        if given == "account":
            return cls()
        raise KalshiConfigError(f'rate_limit: takes "account" or a RateLimit, not a {type(given).__name__}')
