"""Which attempts are followed by another, and when.

A request is sent again where that can't do anything twice, and nowhere else. tenacity and stamina run a function
again when it raises; here a *response* decides as often as an error does, the exchange's Retry-After enters the
wait, the last response is handed on rather than an error in its place, and one deadline covers attempts, waits and
the turn at the rate limiter. What they would leave to us is all there is below.
"""

from __future__ import annotations

import math
from typing import Any, Final

import httpx
from attrs import Attribute, field, frozen

from kalshi_overlay.errors import KalshiConfigError, may_have_reached_exchange

READ_METHODS: Final = frozenset({"GET", "HEAD"})
"""Methods that change nothing on the exchange, so that sending them again does nothing twice."""

REJECTED_STATUSES: Final = frozenset({429})
"""Statuses that say that the exchange did not act: any method is sent again."""

TRANSIENT_STATUSES: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses that may be gone at the next attempt: reads are sent again."""

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
        raise KalshiConfigError(f"{attribute.name} is {value}; give 0 to turn retries off, or more")


def _check_seconds(policy: RetryPolicy, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise KalshiConfigError(f"{attribute.name} must be seconds as int or float, not {type(value).__name__}")
    if not math.isfinite(value) or value < 0:
        raise KalshiConfigError(f"{attribute.name} is {value}; give seconds, 0 or more")


def _check_total_timeout(policy: RetryPolicy, attribute: Attribute[Any], value: Any) -> None:
    if value is not None:
        _check_seconds(policy, attribute, value)


@frozen(kw_only=True)
class RetryPolicy:
    """How often and how long a request is tried again.

    Attributes:
        retries: How many attempts may follow the first; 0 turns retries off.
        total_timeout: Seconds from the start of the call after which no attempt and no wait begins or would end; an
            attempt that is under way is not cut off, the client's timeout is for that. None for no deadline.
        wait_initial: Seconds that the wait before the second attempt is at most; it is drawn at random from 0 on
            ("full jitter"), so that many clients don't come back at once, and the bound doubles with each attempt.
        wait_max: Seconds that this bound grows to.
        retry_after_max: Seconds of the exchange's Retry-After that are kept to; more is cut to this. The
            random wait comes on top of it.

    Raises:
        KalshiConfigError: A value is no number of its kind, is negative or is infinite.
    """

    retries: int = field(default=3, validator=_check_retries)
    total_timeout: float | None = field(default=60.0, validator=_check_total_timeout)
    wait_initial: float = field(default=0.25, validator=_check_seconds)
    wait_max: float = field(default=8.0, validator=_check_seconds)
    retry_after_max: float = field(default=30.0, validator=_check_seconds)

    def backoff_max(self, attempts: int) -> float:
        """Seconds that the random wait is at most, after so many attempts."""
        # The exponent is bounded, since a float can't hold 2 ** 1024.
        return min(self.wait_max, self.wait_initial * 2.0 ** min(attempts - 1, 64))


def retries_status(method: str, status: int) -> bool:
    """Tell whether a request that was answered with this status is sent again."""
    return status in TRANSIENT_STATUSES and (method in READ_METHODS or status in REJECTED_STATUSES)


def retries_failure(method: str, kind: type[httpx.RequestError]) -> bool:
    """Tell whether a request that failed without an answer is sent again."""
    if issubclass(kind, NON_RETRYABLE_ERRORS):
        return False
    return method in READ_METHODS or not may_have_reached_exchange(kind)
