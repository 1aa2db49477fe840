"""The httpx clients that requests go through: signed, limited, retried, and every failure is a `KalshiTransportError`.

`send` is the one place that each request passes, whatever it was made with. httpx signs within it, so each attempt
is signed for itself, with the time of that attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, Self

import httpx

from kalshi_gen.errors import retry_after
from kalshi_overlay import clock, request_log
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.errors import KalshiConfigError, may_have_reached_exchange, strip_tracebacks, translate
from kalshi_overlay.flow import Call, Flow, run, run_async, sleep
from kalshi_overlay.retries import REJECTED_STATUSES, RetryPolicy, backoff_max, retries_failure, retries_status
from kalshi_overlay.signature_guard import guard, refuse_signature_headers_of


class Limiter(Protocol):
    """What holds attempts back until the account has tokens for them."""

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt.

        Args:
            request: What is about to be sent; it is not signed yet.
            deadline: When the call's total timeout is over, in seconds of `kalshi_overlay.clock.now()`; None for none.

        Raises:
            KalshiError: The tokens don't come in time; the attempt is not made.
        """

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Learn from each response, such as a 429 with a Retry-After.

        Args:
            request: What was sent.
            response: Its status and headers; its body may not have been read.
        """


class KalshiHTTPXClient(httpx.Client):
    """An `httpx.Client` that retries where that is safe; its transport errors are `KalshiTransportError`.

    With a `KalshiAuth` as its `auth` it signs every request with that, and follows no redirect.

    Attributes:
        retry_policy: How often and how long it retries.
        limiter: What holds its attempts back, or None.
    """

    # A slot is not in __dict__, which `with_retry_policy` shares.
    __slots__ = ("retry_policy",)

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made.

        Args:
            retry_policy: How often and how long it retries; a `RetryPolicy()` by default.
            limiter: What holds its attempts back.
            **arguments: What `httpx.Client` takes.

        Raises:
            KalshiConfigError: It is to sign requests and to follow redirects.
        """
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        if isinstance(arguments.get("auth"), KalshiAuth):
            _refuse_redirects(arguments)
        super().__init__(**arguments)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Get a client with another policy that shares all else with this one: connections, cookies, being closed."""
        clone = object.__new__(type(self))
        clone.__dict__ = self.__dict__
        clone.retry_policy = retry_policy
        return clone

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.Client.send` does, and retry it where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: Nothing was sent. The request has a KALSHI-ACCESS header of its own, its host is not
                allowed, it asks for redirects or for another `auth`, or its signature would go to another address.
            KalshiTransportError: The last attempt got no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        if isinstance(self.auth, KalshiAuth):
            options = _signed_options(self.auth, options)
        else:
            refuse_signature_headers_of(request)
            guard(request)
        send = super().send
        return run(_attempts(request, self.retry_policy, self.limiter, lambda: send(request, **options)))


class KalshiAsyncHTTPXClient(httpx.AsyncClient):
    """The asynchronous `KalshiHTTPXClient`; neither waiting nor signing holds up other tasks."""

    __slots__ = ("retry_policy",)

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made. See `KalshiHTTPXClient`."""
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        if isinstance(arguments.get("auth"), KalshiAuth):
            _refuse_redirects(arguments)
        super().__init__(**arguments)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Get a client with another policy that shares all else with this one: connections, cookies, being closed."""
        clone = object.__new__(type(self))
        clone.__dict__ = self.__dict__
        clone.retry_policy = retry_policy
        return clone

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and retry it where the policy says so; see `KalshiHTTPXClient.send`."""
        if isinstance(self.auth, KalshiAuth):
            options = _signed_options(self.auth, options)
        else:
            refuse_signature_headers_of(request)
            guard(request, is_async=True)
        send = super().send
        return await run_async(_attempts(request, self.retry_policy, self.limiter, lambda: send(request, **options)))


def _attempts(
    request: httpx.Request, policy: RetryPolicy, limiter: Limiter | None, send: Callable[[], Any]
) -> Flow[httpx.Response]:
    """The attempts of one request: each waits for the limiter, is sent and logged, and may be followed by another."""
    deadline = None if policy.total_timeout is None else clock.now() + policy.total_timeout
    attempt, may_have_reached = 0, False
    while True:
        attempt += 1
        wait: float | None = None
        if limiter is not None:
            yield Call(limiter.acquire, limiter.acquire_async, (request, deadline))
        began = clock.now() if request_log.is_on() else None
        try:
            response: httpx.Response = yield Call(send, send)
        except httpx.RequestError as error:
            if began is not None:
                request_log.log(request, error, attempt, began)
            may_have_reached |= may_have_reached_exchange(type(error))
            if retries_failure(request.method, type(error)):
                wait = _wait(request, policy, attempt, deadline, 0.0)
            if wait is None:
                raise translate(error, request, attempt, may_have_reached) from error
        except BaseException as error:
            if isinstance(error, KalshiConfigError) or not isinstance(error, Exception):
                # Refused on its way, or interrupted: the frames of those who were sending hold its headers.
                strip_tracebacks(error)
            raise
        else:
            if limiter is not None:
                limiter.on_response(request, response)
            if began is not None:
                request_log.log(request, response, attempt, began)
            response.extensions["kalshi_attempts"] = attempt
            if retries_status(request.method, response.status_code):
                seconds = retry_after(response.headers.get("retry-after"), response.headers.get("date")) or 0.0
                wait = _wait(request, policy, attempt, deadline, min(seconds, policy.retry_after_max))
            if wait is None:
                return response
            # By 429 the exchange says that it has seen the request and has done nothing.
            may_have_reached |= response.status_code not in REJECTED_STATUSES
            yield Call(response.close, response.aclose)
        yield sleep(wait)


def _wait(
    request: httpx.Request, policy: RetryPolicy, attempt: int, deadline: float | None, least: float
) -> float | None:
    """Seconds to wait before the next attempt; None if there is none."""
    if attempt > policy.retries or not isinstance(request.stream, httpx.ByteStream):
        return None
    seconds = least + clock.jitter(backoff_max(policy, attempt))
    return None if deadline is not None and clock.now() + seconds >= deadline else seconds


def _signed_options(auth: KalshiAuth, options: dict[str, Any]) -> dict[str, Any]:
    _refuse_redirects(options)
    given = options.get("auth", httpx.USE_CLIENT_DEFAULT)
    if given is not httpx.USE_CLIENT_DEFAULT and given is not auth:
        raise KalshiConfigError(
            "auth: this client signs every request with its own key; leave it out, or use a client of another key"
        )
    return {**options, "follow_redirects": False}


def _refuse_redirects(options: dict[str, Any]) -> None:
    given = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default means what the client was made with: False.
    if given is not httpx.USE_CLIENT_DEFAULT and given:
        raise KalshiConfigError(
            "follow_redirects: a signed request is not redirected, since the signature would go to another "
            "address; leave it out and send the request to the address itself"
        )
