"""The clients of httpx that send over `KalshiTransport`, and how one of yours comes to do so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final, Self

import httpx

from kalshi_overlay.auth import BaseAuth
from kalshi_overlay.credential_guard import refuse_redirects
from kalshi_overlay.errors import ClientStateError, KalshiConfigError, KalshiTransportError
from kalshi_overlay.httpx_errors import translate
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.transport import AttemptHook, CallState, KalshiTransport, Limiter

IS_CLOSED: Final = "the client is closed; make another one, and keep it open around all of its calls"
_MOST_URLS: Final = 256
_NO_RETRIES: Final = RetryPolicy(retries=0, total_timeout=None)


class _PolicyClient:
    """What both httpx clients have in common."""

    # `with_retry_policy` shares what is in __dict__; a slot is not.
    __slots__ = ("__dict__", "retry_policy")

    _opened_by: ClassVar[str]
    _other_kind: ClassVar[str]

    def __init__(
        self, *, retry_policy: RetryPolicy | None = None, limiter: Limiter | None = None, **arguments: Any
    ) -> None:
        """Make a client; no connection is made.

        Args:
            retry_policy: How often and how long it retries; a `RetryPolicy()` by default.
            limiter: What holds its attempts back.
            **arguments: What the client of httpx takes.

        Raises:
            KalshiConfigError: It is to authenticate requests and to follow redirects.
        """
        self.retry_policy = RetryPolicy() if retry_policy is None else retry_policy
        self.limiter = limiter
        self.attempt_hooks: list[AttemptHook] = []
        # What the client that it belongs to was opened by, and "closed".
        self.states: set[str] = set()
        # How many asynchronous calls are under way.
        self._calls = 0
        if isinstance(arguments.get("auth"), BaseAuth):
            refuse_redirects(arguments)
        # The URLs of paths below the base URL that they were made with.
        self._urls: tuple[httpx.URL | None, dict[str, httpx.URL]] = (None, {})
        super().__init__(**arguments)
        client: Any = self
        client._cookies = _Cookies(client.cookies)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Get a client with another policy that shares all else with this one: connections, cookies, being closed."""
        clone = object.__new__(type(self))
        clone.__dict__ = self.__dict__
        clone.retry_policy = retry_policy
        return clone

    def _merge_url(self, url: httpx.URL | str) -> httpx.URL:
        """The URL of a request, which httpx would parse three times; the same paths are asked for again and again."""
        client: Any = self
        base_url, urls = self._urls
        if base_url is not client.base_url or len(urls) >= _MOST_URLS:
            urls = {}
            self._urls = (client.base_url, urls)
        found = urls.get(url) if isinstance(url, str) else None
        if found is None:
            found = super()._merge_url(url)  # type: ignore[misc]  # of the client of httpx
            if isinstance(url, str):
                urls[url] = found
        return found

    def _transport_for_url(self, url: httpx.URL) -> KalshiTransport:
        client: Any = self
        return KalshiTransport(
            super()._transport_for_url(url),  # type: ignore[misc]  # of the client of httpx
            auth=client.auth if isinstance(client.auth, BaseAuth) else None,
            retry_policy=self.retry_policy,
            limiter=self.limiter,
            base_url=client.base_url,
            signs_at_once=self._calls == 1,
        )

    def _begin(self, request: httpx.Request, options: dict[str, Any]) -> CallState:
        """Begin a call of `send`; its options are changed in place."""
        client: Any = self
        if client.is_closed or "closed" in self.states:
            raise ClientStateError(IS_CLOSED)
        if self.states and self._opened_by not in self.states:
            raise ClientStateError(self._other_kind)
        own: Any = client.auth
        given = options.get("auth", httpx.USE_CLIENT_DEFAULT)
        if isinstance(own, BaseAuth):
            refuse_redirects(options)
            if given is not httpx.USE_CLIENT_DEFAULT and given is not own:
                raise KalshiConfigError(
                    "auth: this client authenticates every request with its own key or token; leave it out, or make a "
                    "client of the other one"
                )
            # The transport authenticates.
            options.update(auth=None, follow_redirects=False)
        elif isinstance(given, BaseAuth):
            raise KalshiConfigError(
                "auth: this client authenticates no request; make one with the key or token by create_client() or "
                "create_klear_client()"
            )
        return CallState.of(request, not options.get("stream", False), self.attempt_hooks)


class KalshiHTTPXClient(_PolicyClient, httpx.Client):
    """An `httpx.Client` that retries where that is safe; its transport errors are `KalshiTransportError`.

    With a `KalshiAuth` or a `KlearAuth` as its `auth` it authenticates every request, and follows no redirect.

    Attributes:
        retry_policy: How often and how long it retries.
        limiter: What holds its attempts back, or None.
        attempt_hooks: Functions that are called with the response of each attempt, before its body is read. httpx's
            `event_hooks` are called once for all attempts of a request.
    """

    _opened_by = "with"
    _other_kind = "the client was opened by async with: await asyncio() instead of calling sync(), or open it by with"

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.Client.send` does, and retry it where the policy says so.

        Returns:
            The last response, whatever its status; `extensions["kalshi_attempts"]` counts the attempts.

        Raises:
            KalshiConfigError: Nothing was sent. The request has a header that only a client may write, its host is not
                allowed, it asks for redirects or for another `auth`, or its credentials would go to another address.
            KalshiTransportError: The last attempt got no response; the httpx error is the cause.
            KalshiError: The limiter held an attempt back for too long.
        """
        call = self._begin(request, options)
        try:
            return super().send(request, **options)
        except KalshiTransportError:
            raise
        except httpx.RequestError as error:
            # Raised above the transport, such as for too many redirects.
            raise translate(error, request, call.attempts, call.may_have_reached) from error


class KalshiAsyncHTTPXClient(_PolicyClient, httpx.AsyncClient):
    """The asynchronous `KalshiHTTPXClient`; where several calls are under way, an RSA key signs in threads."""

    _opened_by = "async with"
    _other_kind = "the client was opened by with: call sync() instead of asyncio(), or open it by async with"

    def __init__(self, *, uses_aiohttp: bool = False, **arguments: Any) -> None:
        """Make a client; no connection is made.

        Args:
            uses_aiohttp: Whether aiohttp makes the connections that go directly to a host, by HTTP/1.1; httpx makes all
                others.
            **arguments: See `KalshiHTTPXClient`.
        """
        self._uses_aiohttp = uses_aiohttp
        super().__init__(**arguments)

    def _init_transport(self, **settings: Any) -> httpx.AsyncBaseTransport:  # type: ignore[override]  # as it is called
        is_httpx = settings["http2"] or not settings["http1"] or settings["transport"] or settings.get("app")
        if is_httpx or not self._uses_aiohttp:
            return super()._init_transport(**settings)
        from kalshi_overlay.aiohttp_transport import AiohttpTransport

        certificates = {name: settings[name] for name in ("verify", "cert", "trust_env")}
        verify = httpx.create_ssl_context(**certificates)
        otherwise = partial(super()._init_transport, **settings | {"verify": verify, "cert": None})
        return AiohttpTransport(verify=verify, limits=settings["limits"], otherwise=otherwise)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and retry it where the policy says so; see `KalshiHTTPXClient.send`."""
        call = self._begin(request, options)
        self._check_event_loop()
        self._calls += 1
        try:
            return await super().send(request, **options)
        except KalshiTransportError:
            raise
        except httpx.RequestError as error:
            raise translate(error, request, call.attempts, call.may_have_reached) from error
        finally:
            self._calls -= 1

    async def aclose(self) -> None:
        """Close the connections.

        Raises:
            ClientStateError: One that is open belongs to another event loop.
        """
        try:
            await super().aclose()
        except RuntimeError:
            self._check_event_loop()
            raise

    def _check_event_loop(self) -> None:
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            # It is of another library, such as trio.
            return
        if vars(self).setdefault("_event_loop", loop) is not loop:
            raise ClientStateError(
                "the client's connections belong to the event loop of its first call, and this is another one; make "
                "a client in each, or make all calls within one asyncio.run()"
            )


def authenticate_requests_of(client: httpx.Client | httpx.AsyncClient, auth: BaseAuth) -> None:
    """Have an httpx client of the user's own authenticate what it sends, below its hooks, over its own transports.

    A plain one never retries, and follows no redirect.
    """
    if isinstance(client, _PolicyClient):
        client.auth = auth
        return
    client.auth = None  # type: ignore[assignment]  # its setter takes what its constructor takes
    find: Callable[..., Any] = type(client)._transport_for_url

    def find_and_wrap(url: httpx.URL) -> KalshiTransport:
        return KalshiTransport(find(client, url), auth=auth, retry_policy=_NO_RETRIES, base_url=client.base_url)

    vars(client)["_transport_for_url"] = find_and_wrap


class _Cookies(httpx.Cookies):
    """Cookies that cost nothing where a response sets none."""

    def extract_cookies(self, response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            super().extract_cookies(response)
