"""How you say what the rate limits are, and how long a request may wait."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from attrs import Attribute, field, frozen
from attrs.validators import optional

from kalshi_overlay.errors import KalshiConfigError


def _number(words: str, kind: Any, is_right: Callable[[Any], bool]) -> Any:
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, kind) or isinstance(value, bool) or not is_right(value):
            raise KalshiConfigError(f"{attribute.name} must be {words}, not {value!r}")

    return check


_check_tokens = _number("a whole number of tokens, 1 or more", int, lambda value: value >= 1)
_check_seconds = _number("a number of seconds, 0 or more", int | float, lambda value: 0 <= value < math.inf)
_check_seconds_or_none: Any = optional(_check_seconds)
_check_share = _number("a share above 0 and at most 1", int | float, lambda value: 0 < value <= 1)


def _check_url(instance: object, attribute: Attribute[Any], value: Any) -> None:
    # The value itself is not quoted: it may hold a password.
    if not isinstance(value, str) or not value.startswith(("redis://", "rediss://", "unix://")):
        raise KalshiConfigError("url: the address of Redis must begin with redis://, rediss:// or unix://")


@frozen(kw_only=True)
class BucketSize:
    """The size of a token bucket, with the fields of `BucketLimit` in Kalshi's spec.

    Attributes:
        refill_rate: Tokens that flow back each second.
        bucket_capacity: Most tokens that the bucket holds.
    """

    refill_rate: int = field(validator=_check_tokens)
    bucket_capacity: int = field(validator=_check_tokens)


@frozen(kw_only=True)
class SharedLimit:
    """Let all processes and hosts that use one API key share its limits, through Redis; needs the extra `redis`.

    While Redis can't be reached, each process goes on alone with a share of the tokens.

    Attributes:
        url: Where Redis is, such as `redis://localhost:6379/0`; shown in no repr, since a password may be in it.
        timeout: Longest that connecting to Redis and each of its replies may take, in seconds.
        fallback_share: The share of the tokens that a process takes while it can't reach Redis: one divided by the
            number of processes keeps all of them within the limits.
    """

    url: str = field(repr=False, kw_only=False, validator=_check_url)
    timeout: float = field(default=0.25, validator=_check_seconds)
    fallback_share: float = field(default=0.25, validator=_check_share)


@frozen(kw_only=True)
class RateLimit:
    """How requests wait for tokens.

    Attributes:
        read: The bucket of reads. If you leave out `read` and `write`, the client asks the exchange for both.
        write: The bucket of writes.
        perps_read: The bucket of reads of perpetual futures, which have limits of their own. If you leave out
            `perps_read` and `perps_write`, the client asks the exchange for both before the first request to them.
        perps_write: The bucket of writes of perpetual futures.
        max_wait: Longest that a request waits for its tokens, in seconds; None for no end. The total timeout of the
            retry policy holds as well.
        margin: Seconds by which one request may be slower than another on its way to the exchange. So much of
            the refill stays in the bucket, since requests that arrive closer together than they left would be
            rejected otherwise.
        pause: Seconds for which a 429 that comes all the same pauses its bucket, where it has no Retry-After.
        shared: Where the limits are shared with other processes; None for this client alone.
    """

    read: BucketSize | None = None
    write: BucketSize | None = None
    perps_read: BucketSize | None = None
    perps_write: BucketSize | None = None
    max_wait: float | None = field(default=30.0, validator=_check_seconds_or_none)
    margin: float = field(default=0.1, validator=_check_seconds)
    pause: float = field(default=1.0, validator=_check_seconds)
    shared: SharedLimit | None = None

    def __attrs_post_init__(self) -> None:
        pairs = (("read", "write"), ("perps_read", "perps_write"))
        for name, kind in (*((name, BucketSize) for pair in pairs for name in pair), ("shared", SharedLimit)):
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise KalshiConfigError(f"{name} must be a {kind.__name__}, not {type(value).__name__}")
        for read, write in pairs:
            if (getattr(self, read) is None) != (getattr(self, write) is None):
                raise KalshiConfigError(f"{read}, {write}: give both sizes, or neither for those of the account")
