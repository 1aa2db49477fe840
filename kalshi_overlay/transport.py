"""The transport that requests go through: with credentials, limited, retried, each failure a `KalshiTransportError`.

In httpx your event hooks, the redirects and the cookies act on a request above its transport. `KalshiTransport` goes
around whichever transport is used, so it has the last look, and it puts the credentials on a request of its own: no
hook, response or traceback above it ever holds a signature or an access token. Each attempt is signed for itself, with
the time of that attempt.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any, Final, Protocol
from weakref import ref

import httpx
from attrs import define

from kalshi_gen.errors import TIMESTAMP_EXTENSION, retry_after
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay import clock, request_log
from kalshi_overlay.auth import BaseAuth
from kalshi_overlay.credential_guard import (
    BoundRequest,
    check_destination,
    refuse,
    refuse_credentials,
)
from kalshi_overlay.errors import KalshiError, KalshiTransportError
from kalshi_overlay.flow import Call, Flow, run, run_async, sleep
from kalshi_overlay.hold import TradingHold
from kalshi_overlay.httpx_errors import may_have_reached_exchange, translate
from kalshi_overlay.retries import (
    REJECTED_STATUSES,
    TRANSIENT_STATUSES,
    RetryPolicy,
    backoff_max,
    retries_failure,
    retries_status,
)

_CALL: Final = "kalshi_call"

AttemptHook = Callable[[httpx.Response], Any]
"""What is called with the response of each attempt; for an asynchronous client its result is awaited."""


class Limiter(Protocol):
    """What holds attempts back until the account has tokens for them."""

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt.

        Args:
            request: What is about to be sent, without credentials.
            deadline: When the call's total timeout is over, in seconds of `kalshi_overlay.clock.now()`; None for none.

        Raises:
            KalshiError: The tokens don't come in time; the attempt is not made.
        """

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Learn from each response, such as a 429 with a Retry-After.

        Args:
            request: What was sent, without its credentials.
            response: Its status and headers; its body may not have been read.
        """


class KalshiTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Authenticates, limits and retries requests, and sends them over another transport, blocking or not, as that does.

    `KalshiHTTPXClient` puts it around the transport of each request. In an `httpx.Client` of your own it does the same,
    but reads no body, so that a response that breaks off is not retried.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport,
        *,
        auth: BaseAuth | None = None,
        retry_policy: RetryPolicy | None = None,
        limiter: Limiter | None = None,
        base_url: httpx.URL | None = None,
        signs_at_once: bool = False,
    ) -> None:
        """Make a transport around another one.

        Args:
            transport: What sends: httpx's own, a mock, or one of yours. It gets the request with its credentials.
            auth: Authenticates each attempt: a `KalshiAuth` or a `KlearAuth`; None for no credentials.
            retry_policy: How often and how long requests are retried; a `RetryPolicy()` by default.
            limiter: What holds attempts back.
            base_url: Where credentials may go, together with the other hosts of its environment; None for every
                address that `auth` permits.
            signs_at_once: Sign in the event loop, whatever the key. The way to a thread and back pays only where other
                requests are under way.
        """
        self._transport: Any = transport
        self._auth = auth
        self._has_secret = auth is not None
        self._policy = RetryPolicy() if retry_policy is None else retry_policy
        self._limiter = limiter
        self._base_url = base_url
        self._signs_at_once = signs_at_once

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and retry it where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: Nothing was sent. The request has a header that only a client may write, or its
                credentials would go to another address.
            KalshiTransportError: The last attempt got no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        # The frames below hold the credentials.
        with HiddenFrames(self._has_secret), HiddenFrames(self._has_secret):
            return run(self._attempts(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and retry it while other tasks run; see `handle_request`."""
        with HiddenFrames(self._has_secret), HiddenFrames(self._has_secret):
            return await run_async(self._attempts(request))

    def close(self) -> None:
        """Close the transport below."""
        self._transport.close()

    async def aclose(self) -> None:
        """Close the transport below."""
        await self._transport.aclose()

    def _attempts(self, request: httpx.Request) -> Flow[httpx.Response]:
        """The attempts of one request, unless it is held back because trading is stopped."""
        call = self._begin(request)
        if self._auth is None or not TradingHold.concerns(request):
            return (yield from self._retried(request, call))
        hold, is_lost = self._auth.hold, True
        hold.begin(request, call)
        try:
            response = yield from self._retried(request, call)
            status = response.status_code
            is_lost = call.may_have_reached or status >= 500 or status in TRANSIENT_STATUSES - REJECTED_STATUSES
            return response
        except KalshiTransportError as error:
            is_lost = error.may_have_reached_exchange
            raise
        except KalshiError:
            is_lost = call.may_have_reached
            raise
        finally:
            hold.end(call, is_lost=is_lost)

    def _retried(self, request: httpx.Request, call: CallState) -> Flow[httpx.Response]:
        """The attempts of one request: each waits for the limiter, is sent and logged, and may be retried."""
        limiter = self._limiter
        while True:
            call.attempts += 1
            wait: float | None = None
            if limiter is not None:
                yield Call(limiter.acquire, limiter.acquire_async, (request, call.deadline))
            began = clock.now() if request_log.is_on() else None
            try:
                response = yield from self._attempt(request, call)
            except KalshiTransportError:
                raise
            except httpx.RequestError as error:
                # The transport may have set the one with credentials.
                error.request = request
                if began is not None:
                    request_log.log(request, error, call.attempts, began)
                call.may_have_reached |= may_have_reached_exchange(type(error))
                if retries_failure(request.method, type(error)):
                    wait = self._wait(request, call, 0.0)
                if wait is None:
                    raise translate(error, request, call.attempts, call.may_have_reached) from error
            else:
                if limiter is not None:
                    limiter.on_response(request, response)
                if began is not None:
                    request_log.log(request, response, call.attempts, began)
                response.extensions["kalshi_attempts"] = call.attempts
                if retries_status(request.method, response.status_code):
                    seconds = retry_after(response.headers.get("retry-after"), response.headers.get("date")) or 0.0
                    wait = self._wait(request, call, min(seconds, self._policy.retry_after_max))
                if wait is None:
                    return response
                # By 429 the exchange says that it has seen the request and has done nothing.
                call.may_have_reached |= response.status_code not in REJECTED_STATUSES
                yield Call(response.close, response.aclose)
            yield sleep(wait)

    def _begin(self, request: httpx.Request) -> CallState:
        auth = self._auth
        refuse_credentials(request.headers, None if auth is None else auth.owns)
        if auth is not None:
            allow_unknown_host = auth.allow_unknown_host
            check_destination(
                request, self._transport, self._base_url, auth.apis, allow_unknown_host=allow_unknown_host
            )
        call = request.extensions.get(_CALL)
        if not isinstance(call, CallState):
            call = CallState.of(request)
        is_redirect = call.request() is not request
        if is_redirect and auth is not None:
            refuse("a request with credentials is not redirected; send it to the address itself")
        if not is_redirect:
            timeout = self._policy.total_timeout
            call.deadline = None if timeout is None else clock.now() + timeout
        call.attempts = 0
        return call

    def _attempt(self, request: httpx.Request, call: CallState) -> Flow[httpx.Response]:
        auth, sent = self._auth, request
        if auth is not None:
            arguments = (request.method, request.url.raw_path.decode("ascii"))
            headers_async = self._headers_at_once if self._signs_at_once else auth.headers_async
            credentials = yield Call(auth.headers, headers_async, arguments)
            sent = _with_credentials(request, credentials)
            # It may have waited for tokens, a signature or another attempt while trading was stopped.
            if TradingHold.concerns(request):
                auth.hold.refuse_if_stopped(request)
        began = perf_counter()
        response: httpx.Response = yield Call(self._send, self._send_async, (sent, call.reads_body))
        response.request = request
        if auth is not None and "KALSHI-ACCESS-TIMESTAMP" in credentials:
            response.extensions[TIMESTAMP_EXTENSION] = credentials["KALSHI-ACCESS-TIMESTAMP"]
        try:
            for hook in call.hooks:
                yield Call(hook, hook, (response,))
            if call.reads_body:
                yield Call(response.read, response.aread)
        except BaseException as error:
            # After GeneratorExit nobody runs this any more.
            if not isinstance(error, GeneratorExit):
                yield Call(response.close, response.aclose)
            raise
        if response.is_stream_consumed:
            response.elapsed = timedelta(seconds=perf_counter() - began)
            # What the body came from knows the request with credentials.
            response.stream = httpx.ByteStream(b"")
        elif auth is not None:
            response.stream = _Body(response.stream)
        return response

    async def _headers_at_once(self, method: str, path: str) -> dict[str, str]:
        assert self._auth is not None
        return self._auth.headers(method, path)

    def _send(self, request: httpx.Request, reads_body: bool) -> httpx.Response:
        response: httpx.Response = self._transport.handle_request(request)
        return response

    def _send_async(self, request: httpx.Request, reads_body: bool) -> Awaitable[httpx.Response]:
        handle: Callable[[httpx.Request], Awaitable[httpx.Response]] = self._transport.handle_async_request
        return (getattr(self._transport, "handle_and_read", handle) if reads_body else handle)(request)

    def _wait(self, request: httpx.Request, call: CallState, least: float) -> float | None:
        """Seconds to wait before the next attempt; None if there is none."""
        if call.attempts > self._policy.retries or not isinstance(request.stream, httpx.ByteStream):
            return None
        seconds = least + clock.jitter(backoff_max(self._policy, call.attempts))
        return None if call.deadline is not None and clock.now() + seconds >= call.deadline else seconds


@define(eq=False)
class CallState:
    """What the attempts of one call share.

    Attributes:
        request: What it began with; where another request has the same call, it comes of a redirect.
        reads_body: Whether the body belongs to the attempt.
        hooks: What is called with the response of each attempt.
        deadline: When the total timeout is over; None for never.
        attempts: How many there were.
        may_have_reached: Whether one of them may have reached the exchange.
    """

    request: ref[httpx.Request]
    reads_body: bool
    hooks: list[AttemptHook]
    deadline: float | None = None
    attempts: int = 0
    may_have_reached: bool = False

    @classmethod
    def of(cls, request: httpx.Request, reads_body: bool = False, hooks: list[AttemptHook] | None = None) -> CallState:
        """Begin a call, which its request carries along."""
        call = cls(ref(request), reads_body, hooks or [])
        # A new dict: the caller's own may serve other requests.
        request.extensions = {**request.extensions, _CALL: call}
        return call


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response to a request with credentials; the frames that read it hold them."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with HiddenFrames(), HiddenFrames():
            yield from self._stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with HiddenFrames(), HiddenFrames():
            async for part in self._stream:
                yield part

    def close(self) -> None:
        with HiddenFrames(), HiddenFrames():
            self._stream.close()

    async def aclose(self) -> None:
        with HiddenFrames(), HiddenFrames():
            await self._stream.aclose()


def _with_credentials(request: httpx.Request, credentials: dict[str, str]) -> httpx.Request:
    """A copy of a request, body and all, with credentials."""
    sent = object.__new__(BoundRequest)
    vars(sent).update(vars(request))
    # `_begin` has refused a request that has one of them.
    sent.headers = httpx.Headers([*request.headers.raw, *((n.encode(), v.encode()) for n, v in credentials.items())])
    sent.extensions = {name: value for name, value in request.extensions.items() if name != _CALL}
    trace = sent.extensions.get("trace")
    if trace is not None:
        # The caller's own sees the request without its credentials.
        sent.extensions["trace"] = lambda event, info: trace(
            event, info | {"request": request} if "request" in info else info
        )
    return sent
