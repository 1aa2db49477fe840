"""The httpx clients that requests go through: signed, limited, tried again, and every failure has our name.

`send` is the one place that each request passes, whatever it was made with. httpx signs within it, so that each
attempt is signed for itself, with the time of that attempt.
"""

from __future__ import annotations

from typing import Any, Protocol, Self

import httpx

from kalshi_overlay import clock
from kalshi_overlay.attempts import Attempts
from kalshi_overlay.errors import KalshiConfigError, strip_tracebacks
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.signature_guard import guard, guard_async, refuse_signature_headers_of


class Limiter(Protocol):
    """What holds attempts back until the account has tokens for them."""

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt.

        Args:
            request: What is about to be sent; it is not signed yet.
            deadline: When the call's total deadline is, in seconds of `kalshi_overlay.clock.now()`; None for none.

        Raises:
            KalshiError: The tokens don't come in time; the attempt is not made.
        """

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Learn what the exchange answered, such as 429 with a Retry-After.

        Args:
            request: What was sent.
            response: Its status and headers; its body may not have been read.
        """


class KalshiHTTPXClient(httpx.Client):
    """An `httpx.Client` that tries again where that is safe; its transport errors are `KalshiTransportError`.

    Attributes:
        retry_policy: How often and how long it tries.
        limiter: What holds its attempts back, or None.
    """

    # A slot is not in __dict__, which `with_retry_policy` shares.
    __slots__ = ("retry_policy",)

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made.

        Args:
            retry_policy: How often and how long it tries; a `RetryPolicy()` unless told.
            limiter: What holds its attempts back.
            **arguments: What `httpx.Client` takes.
        """
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        super().__init__(**arguments)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Give a client with another policy that shares all else with this one: connections, cookies, being closed."""
        twin = object.__new__(type(self))
        twin.__dict__ = self.__dict__
        twin.retry_policy = retry_policy
        return twin

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.Client.send` does, and again where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: A KALSHI-ACCESS header is not the signature's own, or the signature was on its way
                to another address; nothing was sent.
            KalshiTransportError: The last attempt has no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        refuse_signature_headers_of(request)
        guard(request)
        return self._try(request, options)

    def _try(self, request: httpx.Request, options: dict[str, Any]) -> httpx.Response:
        attempts = Attempts(self.retry_policy, request)
        while True:
            if self.limiter is not None:
                self.limiter.acquire(request, attempts.deadline)
            attempts.begin()
            try:
                response = super().send(request, **options)
            except httpx.RequestError as error:
                wait = attempts.after_failure(error)
                if wait is None:
                    raise attempts.failure(error) from error
            except BaseException as error:
                if isinstance(error, KalshiConfigError) or not isinstance(error, Exception):
                    # Refused on its way, or interrupted: the frames of those who were sending hold its headers.
                    strip_tracebacks(error)
                raise
            else:
                if self.limiter is not None:
                    self.limiter.on_response(request, response)
                wait = attempts.after_response(response)
                if wait is None:
                    return response
                response.close()
            clock.sleep(wait)


class KalshiAsyncHTTPXClient(httpx.AsyncClient):
    """The asynchronous `KalshiHTTPXClient`; waiting holds up no other task."""

    __slots__ = ("retry_policy",)

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made. See `KalshiHTTPXClient`."""
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        super().__init__(**arguments)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Give a client with another policy that shares all else with this one: connections, cookies, being closed."""
        twin = object.__new__(type(self))
        twin.__dict__ = self.__dict__
        twin.retry_policy = retry_policy
        return twin

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.AsyncClient.send` does, and again where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: A KALSHI-ACCESS header is not the signature's own, or the signature was on its way
                to another address; nothing was sent.
            KalshiTransportError: The last attempt has no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        refuse_signature_headers_of(request)
        guard_async(request)
        return await self._try(request, options)

    async def _try(self, request: httpx.Request, options: dict[str, Any]) -> httpx.Response:
        attempts = Attempts(self.retry_policy, request)
        while True:
            if self.limiter is not None:
                await self.limiter.acquire_async(request, attempts.deadline)
            attempts.begin()
            try:
                response = await super().send(request, **options)
            except httpx.RequestError as error:
                wait = attempts.after_failure(error)
                if wait is None:
                    raise attempts.failure(error) from error
            except BaseException as error:
                if isinstance(error, KalshiConfigError) or not isinstance(error, Exception):
                    # Refused on its way, or interrupted: the frames of those who were sending hold its headers.
                    strip_tracebacks(error)
                raise
            else:
                if self.limiter is not None:
                    self.limiter.on_response(request, response)
                wait = attempts.after_response(response)
                if wait is None:
                    return response
                await response.aclose()
            await clock.sleep_async(wait)


class AuthenticatedHTTPXClient(KalshiHTTPXClient):
    """A client that signs every request and follows no redirect, since a signature is for one host alone."""

    def __init__(self, **arguments: Any) -> None:
        _refuse_redirects(arguments)
        super().__init__(**arguments)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Sign and send a request.

        Raises:
            KalshiConfigError: The request asks for redirects to be followed or for another `auth`, names a host
                outside the allow-list, or brings a KALSHI-ACCESS header of its own; nothing was sent.
            KalshiTransportError: There is no response; the httpx error is the cause.
        """
        _refuse_redirects(options)
        _refuse_other_auth(options, self.auth)
        return self._try(request, {**options, "follow_redirects": False})


class AuthenticatedAsyncHTTPXClient(KalshiAsyncHTTPXClient):
    """The asynchronous `AuthenticatedHTTPXClient`; signing does not hold up other tasks."""

    def __init__(self, **arguments: Any) -> None:
        _refuse_redirects(arguments)
        super().__init__(**arguments)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Sign and send a request; see `AuthenticatedHTTPXClient.send`."""
        _refuse_redirects(options)
        _refuse_other_auth(options, self.auth)
        return await self._try(request, {**options, "follow_redirects": False})


def _refuse_redirects(options: dict[str, Any]) -> None:
    told = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default stands for what the client was made with: False.
    if told is not httpx.USE_CLIENT_DEFAULT and told:
        raise KalshiConfigError(
            "follow_redirects: a signed request is not redirected, since the signature would go to another "
            "address; leave it out and send the request to the address itself"
        )


def _refuse_other_auth(options: dict[str, Any], own: httpx.Auth | None) -> None:
    told = options.get("auth", httpx.USE_CLIENT_DEFAULT)
    if told is not httpx.USE_CLIENT_DEFAULT and told is not own:
        raise KalshiConfigError(
            "auth: this client signs every request with its own key; leave it out, or use a client of another key"
        )
