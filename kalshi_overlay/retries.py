"""Which attempts are followed by another, and when.

A request is sent again where that can't do anything twice, and nowhere else. tenacity and stamina run a function
again when it raises. Here a *response* decides as often as an error does, the exchange's Retry-After adds to the wait,
the caller gets the last response rather than an error in its place, and one deadline covers the attempts, the waits
and the rate limiter. What those libraries would leave to us is all there is below.
"""

from __future__ import annotations

import math
from typing import Any, Final

import httpx
from attrs import Attribute, field, frozen
from attrs.validators import optional

from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.httpx_errors import may_have_reached_exchange

READ_METHODS: Final = frozenset({"GET", "HEAD"})
"""Methods that change nothing on the exchange, so that sending them again does nothing twice."""

REJECTED_STATUSES: Final = frozenset({429})
"""Statuses by which the exchange says that it did not act: a request of any method is retried."""

TRANSIENT_STATUSES: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses that may be gone at the next attempt: reads are retried."""

NON_RETRYABLE_ERRORS: Final = (
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.DecodingError,
    httpx.TooManyRedirects,
)
"""Failures that the next attempt would meet again."""


def _check_retries(policy: RetryPolicy, attribute: Attribute[int], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise KalshiConfigError(f"{attribute.name} must be int, not {type(value).__name__}; 0 turns retries off")
    if value < 0:
        raise KalshiConfigError(f"{attribute.name} is {value}; give 0 or more, where 0 turns retries off")


def _check_seconds(policy: RetryPolicy, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise KalshiConfigError(f"{attribute.name} must be seconds as int or float, not {type(value).__name__}")
    if not math.isfinite(value) or value < 0:
        raise KalshiConfigError(f"{attribute.name} is {value}; give seconds, 0 or more")


_check_seconds_or_none: Any = optional(_check_seconds)


@frozen(kw_only=True)
class RetryPolicy:
    """How often and how long a request is retried.

    Attributes:
        retries: How many attempts may follow the first; 0 turns retries off.
        total_timeout: Seconds from the start of the call. No attempt begins later, and no wait that would end later.
            It does not cut off an attempt that is under way: the client's timeout is for that. None for no end.
        wait_initial: Seconds that the wait before the second attempt is at most. Each wait is drawn at random from 0
            on ("full jitter"), so that many clients don't come back at once; its bound doubles with each attempt.
        wait_max: Seconds that this bound grows to.
        retry_after_max: Most seconds of the exchange's Retry-After that are waited for. The random wait comes on top.

    Raises:
        KalshiConfigError: A value is no number of its kind, is negative or is infinite.
    """

    retries: int = field(default=3, validator=_check_retries)
    total_timeout: float | None = field(default=60.0, validator=_check_seconds_or_none)
    wait_initial: float = field(default=0.25, validator=_check_seconds)
    wait_max: float = field(default=8.0, validator=_check_seconds)
    retry_after_max: float = field(default=30.0, validator=_check_seconds)


def backoff_max(policy: RetryPolicy, attempts: int) -> float:
    """Seconds that the random wait is at most, after so many attempts."""
    # The exponent is bounded, since a float can't hold 2 ** 1024.
    return min(policy.wait_max, policy.wait_initial * 2.0 ** min(attempts - 1, 1023))


def retries_status(method: str, status: int) -> bool:
    """Whether a request that got a response of this status is retried."""
    return status in TRANSIENT_STATUSES and (method in READ_METHODS or status in REJECTED_STATUSES)


def retries_failure(method: str, kind: type[httpx.RequestError]) -> bool:
    """Whether a request that failed without a response is retried."""
    if issubclass(kind, NON_RETRYABLE_ERRORS):
        return False
    return method in READ_METHODS or not may_have_reached_exchange(kind)
