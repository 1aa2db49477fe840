"""The attempts of one request: counted, logged, and after each the wait for the next one, if there is to be one."""

from __future__ import annotations

import httpx

from kalshi_gen.errors import retry_after
from kalshi_overlay import clock, request_log
from kalshi_overlay.errors import KalshiTransportError, may_have_reached_exchange, translate
from kalshi_overlay.retries import REJECTED_STATUSES, TRANSIENT_STATUSES, RetryPolicy, retries_failure, retries_status


class Attempts:
    """The attempts of one request.

    Attributes:
        made: How many have begun.
        deadline: When the policy's total deadline is, in seconds of `clock.now()`, or None.
    """

    def __init__(self, policy: RetryPolicy, request: httpx.Request) -> None:
        """Start the clock of the deadline; nothing is sent."""
        self.made = 0
        self.deadline = None if policy.total_timeout is None else clock.now() + policy.total_timeout
        self._policy = policy
        self._request = request
        self._may_have_reached_exchange = False
        self._logged_from: float | None = None

    def begin(self) -> None:
        """Count an attempt."""
        self.made += 1
        self._logged_from = clock.now() if request_log.is_on() else None

    def after_response(self, response: httpx.Response) -> float | None:
        """Seconds to wait before the next attempt; None if this response is the caller's."""
        if self._logged_from is not None:
            request_log.answered(self._request, response, self.made, self._logged_from)
        response.extensions["kalshi_attempts"] = self.made
        if response.status_code not in TRANSIENT_STATUSES:
            return None
        # Having refused with 429, the exchange has seen the request and has done nothing.
        self._may_have_reached_exchange |= response.status_code not in REJECTED_STATUSES
        if not retries_status(self._request.method, response.status_code):
            return None
        told = retry_after(response.headers.get("retry-after"), response.headers.get("date"))
        return self._wait(min(told or 0.0, self._policy.retry_after_max))

    def after_failure(self, error: httpx.RequestError) -> float | None:
        """Seconds to wait before the next attempt; None if the error is the caller's."""
        if self._logged_from is not None:
            request_log.failed(self._request, error, self.made, self._logged_from)
        self._may_have_reached_exchange |= may_have_reached_exchange(type(error))
        return self._wait(0.0) if retries_failure(self._request.method, type(error)) else None

    def failure(self, error: httpx.RequestError) -> KalshiTransportError:
        """Make our error of the last attempt's, to be raised `from` it; it speaks for all attempts."""
        return translate(error, self._request, self.made, self._may_have_reached_exchange)

    def _wait(self, told: float) -> float | None:
        if self.made > self._policy.retries or not isinstance(self._request.stream, httpx.ByteStream):
            return None
        seconds = told + clock.jitter(self._policy.backoff_max(self.made))
        if self.deadline is not None and clock.now() + seconds >= self.deadline:
            return None
        return seconds
