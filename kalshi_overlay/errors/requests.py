"""Errors of clients: of their settings, and of requests that got no response."""

from __future__ import annotations

import httpx
from attrs import define

from kalshi_gen.errors import KalshiError
from kalshi_gen.runtime.printable import printable


class KalshiConfigError(KalshiError, ValueError):
    """An argument, an environment variable or a key file can't be used; nothing was sent."""


class ClientStateError(KalshiError, RuntimeError):
    """The client is closed, was opened before, or was opened for calls of the other kind; nothing was sent."""


class MissingExtraError(ModuleNotFoundError, KalshiConfigError):
    """You use an optional part whose packages are not installed; the message names the extra to install.

    Attributes:
        name: The module that is missing.
    """


class UnrecordedRequestError(KalshiConfigError):
    """A recording has no answer to a request; the message says what was asked and what there is. Nothing was sent."""


class KalshiKeyFileWarning(UserWarning):
    """Other users of the machine can read the file of your private key."""


@define(slots=False)
class KalshiTransportError(KalshiError, httpx.TransportError):
    """A request got no response.

    It is also the error of httpx of the same kind, so that code that catches those goes on working.

    Attributes:
        problem: What happened at the last attempt, in words.
        method: The HTTP method of the request.
        path: The path of the request as it was sent, without the query.
        may_have_reached_exchange: False if the exchange can't have acted on any attempt: it can't have seen the
            request, or rejected it with 429. Sending the request again can't do anything twice then.
        attempts: How many attempts were made.
        host: The host that the request went to.
    """

    problem: str
    method: str
    path: str
    may_have_reached_exchange: bool
    attempts: int = 1
    host: str = ""

    def __attrs_post_init__(self) -> None:
        """Let `request` of httpx raise its own error until there is one."""
        self._request = None

    def __str__(self) -> str:
        tried = f" at attempt {self.attempts}" if self.attempts > 1 else ""
        if not self.may_have_reached_exchange:
            advice = "the request can't have reached the exchange"
        elif self.method in ("GET", "HEAD"):
            advice = "the request only reads, so it can be sent again"
        else:
            advice = "the request may have reached the exchange: check before sending again"
        at = f" at {printable(self.host)}" if self.host else ""
        return f"{self.method} {self.path}{at}: {printable(self.problem)}{tried}; {advice}"


class KalshiTimeoutError(KalshiTransportError, httpx.TimeoutException):
    """A phase of the request took longer than the client's timeout."""


class KalshiPoolExhaustedError(KalshiTransportError, httpx.PoolTimeout):
    """No connection of the client's pool became free within its timeout."""


class KalshiNetworkError(KalshiTransportError, httpx.NetworkError):
    """The connection could not be made, or broke."""


class RateLimiterError(KalshiTransportError):
    """The client's rate limiter got no tokens for a request, so the request was not sent.

    Attributes:
        bucket: The bucket that it needs: `read`, `write` or `balance`; `perps_read` or `perps_write` for perpetual
            futures.
        cost: Tokens that it costs.
    """

    def __init__(self, problem: str, bucket: str, cost: int, method: str, path: str) -> None:
        super().__init__(problem, method, path, False)
        self.args = (problem, bucket, cost, method, path)
        self.bucket = bucket
        self.cost = cost


class RateLimiterTimeoutError(RateLimiterError):
    """The tokens would have come later than the request may wait.

    Attributes:
        seconds: How long it would have taken, from the moment of the error.
    """

    def __init__(self, seconds: float, bucket: str, cost: int, method: str, path: str) -> None:
        problem = (
            f"its {cost} tokens of the {bucket} bucket would have taken {seconds:.3g} s more, longer than it may wait "
            "(RateLimit.max_wait, RetryPolicy.total_timeout)"
        )
        super().__init__(problem, bucket, cost, method, path)
        self.args = (seconds, bucket, cost, method, path)
        self.seconds = seconds


class RequestExceedsBucketError(RateLimiterError):
    """The request costs more than its bucket ever holds, so waiting is no use: send a smaller batch.

    Attributes:
        bucket_capacity: Most tokens that the bucket holds.
    """

    def __init__(self, bucket_capacity: int, bucket: str, cost: int, method: str, path: str) -> None:
        problem = (
            f"it costs {cost} tokens and the {bucket} bucket holds {bucket_capacity} at most: send a smaller batch"
        )
        super().__init__(problem, bucket, cost, method, path)
        self.args = (bucket_capacity, bucket, cost, method, path)
        self.bucket_capacity = bucket_capacity
