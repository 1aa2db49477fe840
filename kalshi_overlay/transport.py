"""The transport that requests go through: signed, limited, retried, and every failure is a `KalshiTransportError`.

In httpx your event hooks, the redirects and the cookies act on a request above its transport. `KalshiTransport` goes
around whichever transport is used, so it has the last look, and it signs a request of its own: no hook, response or
traceback above it ever holds a signature. Each attempt is signed for itself, with the time of that attempt.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import perf_counter
from typing import Any, Final, Protocol, Self
from weakref import ref

import httpx
from attrs import define, field

from kalshi_gen.errors import TIMESTAMP_EXTENSION, retry_after
from kalshi_gen.runtime.tracebacks import strip_tracebacks
from kalshi_overlay import clock, request_log
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.environments import check_host, environment_of
from kalshi_overlay.errors import KalshiConfigError, may_have_reached_exchange, strip_secret_frames, translate
from kalshi_overlay.flow import Call, Flow, run, run_async, sleep
from kalshi_overlay.retries import REJECTED_STATUSES, RetryPolicy, backoff_max, retries_failure, retries_status
from kalshi_overlay.signature_guard import refuse, refuse_signature_headers

_CALL: Final = "kalshi_call"
_REFUSED_EXTENSIONS: Final = ("target", "sni_hostname")
_SENDS_ONCE: Final = RetryPolicy(retries=0, total_timeout=None)
_READ: Final = httpx.ByteStream(b"")
"""What the body of a response comes from that has been read."""


class Limiter(Protocol):
    """What holds attempts back until the account has tokens for them."""

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt.

        Args:
            request: What is about to be sent; it is not signed.
            deadline: When the call's total timeout is over, in seconds of `kalshi_overlay.clock.now()`; None for none.

        Raises:
            KalshiError: The tokens don't come in time; the attempt is not made.
        """

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Learn from each response, such as a 429 with a Retry-After.

        Args:
            request: What was sent, without its signature.
            response: Its status and headers; its body may not have been read.
        """


class KalshiTransport(httpx.BaseTransport):
    """Signs, limits and retries requests, and sends them over another transport.

    `KalshiHTTPXClient` puts it around the transport of each request. In an `httpx.Client` of your own it does the same,
    but reads no body, so that a response that breaks off is not retried.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport,
        *,
        auth: KalshiAuth | None = None,
        retry_policy: RetryPolicy | None = None,
        limiter: Limiter | None = None,
        base_url: httpx.URL | None = None,
    ) -> None:
        """Make a transport around another one.

        Args:
            transport: What sends: httpx's own, a mock, or one of yours. It gets the signed request.
            auth: Signs each attempt; None for no signature.
            retry_policy: How often and how long requests are retried; a `RetryPolicy()` by default.
            limiter: What holds attempts back.
            base_url: Where signed requests may go, together with the other hosts of its environment; None for every
                host that `auth` permits.
        """
        policy = RetryPolicy() if retry_policy is None else retry_policy
        self._transport = transport
        self._sender = _Sender(transport, auth, policy, limiter, base_url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and retry it where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: Nothing was sent. The request has a KALSHI-ACCESS header, or its signature would go to
                another address.
            KalshiTransportError: The last attempt got no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        return run(self._sender.attempts(request))

    def close(self) -> None:
        """Close the transport below."""
        self._transport.close()


class KalshiAsyncTransport(httpx.AsyncBaseTransport):
    """The asynchronous `KalshiTransport`; neither waiting nor signing holds up other tasks."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        *,
        auth: KalshiAuth | None = None,
        retry_policy: RetryPolicy | None = None,
        limiter: Limiter | None = None,
        base_url: httpx.URL | None = None,
    ) -> None:
        """Make a transport around another one; see `KalshiTransport`."""
        policy = RetryPolicy() if retry_policy is None else retry_policy
        self._transport = transport
        self._sender = _Sender(transport, auth, policy, limiter, base_url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and retry it where the policy says so; see `KalshiTransport.handle_request`."""
        return await run_async(self._sender.attempts(request))

    async def aclose(self) -> None:
        """Close the transport below."""
        await self._transport.aclose()


AttemptHook = Callable[[httpx.Response], Any]


class KalshiHTTPXClient(httpx.Client):
    """An `httpx.Client` that retries where that is safe; its transport errors are `KalshiTransportError`.

    With a `KalshiAuth` as its `auth` it signs every request with that, and follows no redirect.

    Attributes:
        retry_policy: How often and how long it retries.
        limiter: What holds its attempts back, or None.
        attempt_hooks: Functions that are called with the response of each attempt, before its body is read. httpx's
            `event_hooks` are called once for all attempts of a request.
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
        self.attempt_hooks: list[AttemptHook] = []
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
            KalshiConfigError: Nothing was sent. The request has a KALSHI-ACCESS header, its host is not allowed, it
                asks for redirects or for another `auth`, or its signature would go to another address.
            KalshiTransportError: The last attempt got no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        handled, call = sys.exception(), _begin(self, request, options)
        try:
            return super().send(request, **options)
        except httpx.RequestError as error:
            # Raised above the transport, such as for too many redirects.
            strip_tracebacks(error, handled)
            raise translate(error, request, call.attempts, call.may_have_reached) from error
        except BaseException as error:
            strip_tracebacks(error, handled, below=_BELOW)
            raise

    def _transport_for_url(self, url: httpx.URL) -> httpx.BaseTransport:
        return KalshiTransport(super()._transport_for_url(url), **_policy_of(self))


class KalshiAsyncHTTPXClient(httpx.AsyncClient):
    """The asynchronous `KalshiHTTPXClient`; neither waiting nor signing holds up other tasks."""

    __slots__ = ("retry_policy",)

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made. See `KalshiHTTPXClient`."""
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        self.attempt_hooks: list[AttemptHook] = []
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
        handled, call = sys.exception(), _begin(self, request, options)
        try:
            return await super().send(request, **options)
        except httpx.RequestError as error:
            strip_tracebacks(error, handled)
            raise translate(error, request, call.attempts, call.may_have_reached) from error
        except BaseException as error:
            strip_tracebacks(error, handled, below=_BELOW)
            raise

    def _transport_for_url(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        return KalshiAsyncTransport(super()._transport_for_url(url), **_policy_of(self))


def sign_requests_of(client: httpx.Client | httpx.AsyncClient, auth: KalshiAuth) -> None:
    """Have an httpx client of the user's own sign what it sends, below its hooks, over its own transports.

    A plain one never retries, and follows no redirect.
    """
    if isinstance(client, KalshiHTTPXClient | KalshiAsyncHTTPXClient):
        client.auth = auth
        return
    client.auth = None  # type: ignore[assignment]  # its setter takes what its constructor takes
    find: Callable[..., Any] = type(client)._transport_for_url
    kind: Any = KalshiTransport if isinstance(client, httpx.Client) else KalshiAsyncTransport

    def find_and_wrap(url: httpx.URL) -> Any:
        return kind(find(client, url), auth=auth, retry_policy=_SENDS_ONCE, base_url=client.base_url)

    vars(client)["_transport_for_url"] = find_and_wrap


@define
class _Call:
    """A call of `send`, as its attempts see it.

    Attributes:
        deadline: When the total timeout is over; None for never.
        reads_body: Whether the body belongs to the attempt.
        first: The request that a plain httpx client began with, to tell a redirect; None where redirects are off.
        attempts: How many there were.
        may_have_reached: Whether one of them may have reached the exchange.
    """

    deadline: float | None
    reads_body: bool
    first: ref[httpx.Request] | None = None
    attempts: int = 0
    may_have_reached: bool = False
    hooks: list[AttemptHook] = field(factory=list)


@define
class _Sender:
    """What a transport sends with; the same for threads and tasks."""

    transport: Any
    auth: KalshiAuth | None
    policy: RetryPolicy
    limiter: Limiter | None
    base_url: httpx.URL | None

    def attempts(self, request: httpx.Request) -> Flow[httpx.Response]:
        """The attempts of one request: each waits for the limiter, is sent and logged, and may be retried."""
        self._check(request)
        call, limiter = self._call_of(request), self.limiter
        call.attempts = 0
        while True:
            call.attempts += 1
            wait: float | None = None
            if limiter is not None:
                yield Call(limiter.acquire, limiter.acquire_async, (request, call.deadline))
            began = clock.now() if request_log.is_on() else None
            try:
                response: httpx.Response = yield Call(self.exchange, self.exchange_async, (request, call))
            except httpx.RequestError as error:
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
                    wait = self._wait(request, call, min(seconds, self.policy.retry_after_max))
                if wait is None:
                    return response
                # By 429 the exchange says that it has seen the request and has done nothing.
                call.may_have_reached |= response.status_code not in REJECTED_STATUSES
                yield Call(response.close, response.aclose)
            yield sleep(wait)

    def exchange(self, request: httpx.Request, call: _Call) -> httpx.Response:
        """Sign a request and send it. Frames below this one hold its signature, so none of them stays with an error."""
        handled = sys.exception()
        try:
            return run(self._exchange(request, call))
        except BaseException as error:
            self._hide(error, handled, request)
            raise

    async def exchange_async(self, request: httpx.Request, call: _Call) -> httpx.Response:
        """Sign a request and send it while other tasks run; see `exchange`."""
        handled = sys.exception()
        try:
            return await run_async(self._exchange(request, call))
        except BaseException as error:
            self._hide(error, handled, request)
            raise

    def _exchange(self, request: httpx.Request, call: _Call) -> Flow[httpx.Response]:
        sent, timestamp = request, None
        if self.auth is not None:
            arguments = (request.method, request.url.raw_path.decode("ascii"))
            signature = yield Call(self.auth.headers, self.auth.headers_async, arguments)
            sent, timestamp = _signed(request, signature), signature["KALSHI-ACCESS-TIMESTAMP"]
        began = perf_counter()
        response: httpx.Response = yield self._handle(sent)
        response.request = request
        if timestamp is not None:
            response.extensions[TIMESTAMP_EXTENSION] = timestamp
        try:
            for hook in call.hooks:
                yield Call(hook, hook, (response,))
            if call.reads_body:
                yield Call(response.read, response.aread)
        except GeneratorExit:
            # Nobody runs this any more, so nothing can be awaited.
            raise
        except BaseException:
            yield Call(response.close, response.aclose)
            raise
        if response.is_stream_consumed:
            response.elapsed = timedelta(seconds=perf_counter() - began)
            # What it came from knows the signed request.
            response.stream = _READ
        elif self.auth is not None:
            response.stream = _hiding(response.stream)
        return response

    def _handle(self, request: httpx.Request) -> Call:
        handle: Callable[..., Any] = getattr(self.transport, "handle_request", None) or _no_transport
        awaited: Callable[..., Awaitable[Any]] = getattr(self.transport, "handle_async_request", None) or _no_transport
        return Call(handle, awaited, (request,))

    def _check(self, request: httpx.Request) -> None:
        refuse_signature_headers(request.headers)
        if self.auth is None:
            return
        url, base = request.url, self.base_url
        check_host(url, allow_unknown_host=self.auth.allow_unknown_host)
        hosts = request.headers.get_list("host")
        if hosts != [url.netloc.decode("ascii")] or not (base is None or _belongs_to(url, base)):
            refuse(
                "the signed request was on its way to another address, such as by a redirect, an event hook or a Host "
                "header; a signature is for one host alone"
            )
        for name in _REFUSED_EXTENSIONS:
            if name in request.extensions:
                refuse(f"the extension {name!r} would change where a signed request goes; leave it out")
        if url.scheme == "http" and _is_proxy(self.transport):
            refuse("a proxy for plain http would see the signature; leave it out, or use https")

    def _call_of(self, request: httpx.Request) -> _Call:
        call = request.extensions.get(_CALL)
        if isinstance(call, _Call):
            if call.first is None:
                return call
            if call.first() is not request and self.auth is not None:
                refuse("a signed request is not redirected; send the request to the address itself")
        timeout = self.policy.total_timeout
        call = _Call(None if timeout is None else clock.now() + timeout, False, ref(request))
        request.extensions = {**request.extensions, _CALL: call}
        return call

    def _wait(self, request: httpx.Request, call: _Call, least: float) -> float | None:
        """Seconds to wait before the next attempt; None if there is none."""
        if call.attempts > self.policy.retries or not isinstance(request.stream, httpx.ByteStream):
            return None
        seconds = least + clock.jitter(backoff_max(self.policy, call.attempts))
        return None if call.deadline is not None and clock.now() + seconds >= call.deadline else seconds

    def _hide(self, error: BaseException, handled: BaseException | None, request: httpx.Request) -> None:
        if isinstance(error, httpx.RequestError):
            error.request = request
        elif self.auth is None:
            return
        strip_secret_frames(error, handled)


_BELOW: Final = (_Sender.exchange.__code__, _Sender.exchange_async.__code__)


class _SignedRequest(httpx.Request):
    """A request that goes to the address that it was signed for."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "url" and name in self.__dict__:
            refuse("a transport sent the signed request on its way to another address; a signature is for one host")
        super().__setattr__(name, value)


class _Trace:
    """The caller's own "trace", which sees the request without its signature."""

    def __init__(self, trace: Callable[..., Any], request: httpx.Request) -> None:
        self._trace, self._request = trace, request

    def __call__(self, event: str, info: dict[str, Any]) -> Any:
        return self._trace(event, {**info, "request": self._request} if "request" in info else info)


class _HidingStream(httpx.SyncByteStream):
    """The body of a response to a signed request; no frame below it stays with an error."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        handled = sys.exception()
        try:
            yield from self._stream
        except BaseException as error:
            strip_tracebacks(error, handled)
            raise

    def close(self) -> None:
        handled = sys.exception()
        try:
            self._stream.close()
        except BaseException as error:
            strip_tracebacks(error, handled)
            raise


class _AsyncHidingStream(httpx.AsyncByteStream):
    """The asynchronous `_HidingStream`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> Any:
        handled = sys.exception()
        try:
            async for part in self._stream:
                yield part
        except BaseException as error:
            strip_tracebacks(error, handled)
            raise

    async def aclose(self) -> None:
        handled = sys.exception()
        try:
            await self._stream.aclose()
        except BaseException as error:
            strip_tracebacks(error, handled)
            raise


def _hiding(stream: Any) -> Any:
    if isinstance(stream, httpx.ByteStream):
        return stream
    return _HidingStream(stream) if isinstance(stream, httpx.SyncByteStream) else _AsyncHidingStream(stream)


def _signed(request: httpx.Request, signature: dict[str, str]) -> httpx.Request:
    extensions = {name: value for name, value in request.extensions.items() if name != _CALL}
    if "trace" in extensions:
        extensions["trace"] = _Trace(extensions["trace"], request)
    signed = _SignedRequest(
        request.method,
        request.url,
        headers=[
            *request.headers.raw,
            *((name.encode("ascii"), value.encode("ascii")) for name, value in signature.items()),
        ],
        stream=request.stream,
        extensions=extensions,
    )
    if isinstance(request.stream, httpx.ByteStream):
        # So that a transport may look at its content, as it may at that of every request with such a body.
        signed.read()
    return signed


def _policy_of(client: KalshiHTTPXClient | KalshiAsyncHTTPXClient) -> dict[str, Any]:
    return {
        "auth": client.auth if isinstance(client.auth, KalshiAuth) else None,
        "retry_policy": client.retry_policy,
        "limiter": client.limiter,
        "base_url": client.base_url,
    }


def _begin(client: Any, request: httpx.Request, options: dict[str, Any]) -> _Call:
    """Begin a call of `send`; its options are changed in place.

    Raises:
        KalshiConfigError: The options ask for what a signed client doesn't do.
    """
    auth = options.get("auth", httpx.USE_CLIENT_DEFAULT)
    if isinstance(client.auth, KalshiAuth):
        _refuse_redirects(options)
        if auth is not httpx.USE_CLIENT_DEFAULT and auth is not client.auth:
            raise KalshiConfigError(
                "auth: this client signs every request with its own key; leave it out, or use a client of another key"
            )
        # The transport signs.
        options.update(auth=None, follow_redirects=False)
    elif isinstance(auth, KalshiAuth):
        raise KalshiConfigError("auth: this client signs no request; make one with an API key by create_client()")
    timeout = client.retry_policy.total_timeout
    call = _Call(
        None if timeout is None else clock.now() + timeout,
        not options.get("stream", False),
        hooks=client.attempt_hooks,
    )
    # A new dict: the caller's own may serve other requests.
    request.extensions = {**request.extensions, _CALL: call}
    return call


def _belongs_to(url: httpx.URL, base: httpx.URL) -> bool:
    """Whether a URL is of the same origin as a client's base URL, or of the same environment."""
    if (url.raw_scheme, url.raw_host, url.port) == (base.raw_scheme, base.raw_host, base.port) or not base.raw_host:
        return True
    environment = environment_of(base)
    return environment is not None and environment is environment_of(url) and url.scheme == "https" and not url.port


def _is_proxy(transport: Any) -> bool:
    """Whether a transport of httpx's sends to a proxy, which reads what is in plain http."""
    return hasattr(getattr(transport, "_pool", None), "_proxy_url")


def _no_transport(request: httpx.Request) -> Any:
    raise RuntimeError("a synchronous client needs a synchronous transport, and an asynchronous one its own")


def _refuse_redirects(options: dict[str, Any]) -> None:
    given = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default means what the client was made with: False.
    if given is not httpx.USE_CLIENT_DEFAULT and given:
        raise KalshiConfigError(
            "follow_redirects: a signed request is not redirected, since the signature would go to another "
            "address; leave it out and send the request to the address itself"
        )
