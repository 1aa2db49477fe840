"""The clients that the endpoint functions take: the base URL, and how requests are sent."""

from __future__ import annotations

import copy
import ssl
from typing import TYPE_CHECKING, Any, Self

import httpx
from attrs import define, field, validators

from .runtime.drift import DriftHook

if TYPE_CHECKING:
    from .runtime.apis import Api


def _default_timeout() -> httpx.Timeout:
    return httpx.Timeout(5.0)


@define(slots=False, eq=False)
class Client:
    """A client for the operations that need no signature.

    Attributes:
        base_url: The URL that the paths of operations are appended to.
        cookies: Cookies sent with every request.
        headers: Headers sent with every request.
        timeout: How long each phase of a request may take, 5 seconds by default; None for no limit.
        verify_ssl: False for no verification, the path of a certificate bundle, or an SSL context.
        follow_redirects: Whether redirects are followed.
        httpx_args: Further arguments for `httpx.Client` and `httpx.AsyncClient`, such as `event_hooks` or `proxy`.
        raise_on_unexpected_status: Whether the `*_detailed` functions raise `UnexpectedStatus` for a status that
            the spec doesn't document.
        strict: Whether a response that doesn't match the spec raises `KalshiDecodeError`. If not, it is returned, and
            `Response.drift` lists the mismatches.
        apis: The names of the APIs whose operations it takes; an operation of another is refused.
        on_drift: A function that is called with each `SpecDrift`, in the thread or task that reads the response. It
            must not block. Its exceptions are logged and not raised.
    """

    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies", repr=False)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | None = field(factory=_default_timeout, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    strict: bool = field(default=False, kw_only=True)
    apis: tuple[str, ...] = field(default=("api", "perps"), kw_only=True)
    on_drift: DriftHook | None = field(
        default=None, kw_only=True, repr=False, validator=validators.optional(validators.is_callable())
    )
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    def refusal(self, api: Api, base_url: httpx.URL) -> str | None:
        """Say why operations of an API are not sent over a base URL; None if they are."""
        if api.name in self.apis:
            return None
        return f"this client is for {' and '.join(self.apis)}; make one with {api.client}"

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Return a copy of this client with additional headers."""
        return self._with(_headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Return a copy of this client with additional cookies."""
        return self._with(_cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """Return a copy of this client with another timeout."""
        return self._with(_timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this `httpx.Client`; it replaces all other settings, such as headers, cookies and timeout."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Return the underlying `httpx.Client`, which the first call creates."""
        if self._client is None:
            self._client = self._new_httpx_client()
        return self._client

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this `httpx.AsyncClient`; it replaces all other settings, such as headers, cookies and timeout."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the underlying `httpx.AsyncClient`, which the first call creates."""
        if self._async_client is None:
            self._async_client = self._new_async_httpx_client()
        return self._async_client

    def __enter__(self) -> Self:
        """Open the underlying `httpx.Client`; it can be opened once."""
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        """Close the underlying `httpx.Client`."""
        self.get_httpx_client().__exit__(*args)

    async def __aenter__(self) -> Self:
        """Open the underlying `httpx.AsyncClient`; it can be opened once."""
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        """Close the underlying `httpx.AsyncClient`."""
        await self.get_async_httpx_client().__aexit__(*args)

    def _new_httpx_client(self) -> httpx.Client:
        return httpx.Client(**self._httpx_arguments())

    def _new_async_httpx_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(**self._httpx_arguments())

    def _httpx_arguments(self) -> dict[str, Any]:
        verify = self._verify_ssl
        return {
            "base_url": self._base_url,
            "cookies": self._cookies,
            "headers": self._headers,
            "timeout": self._timeout,
            "verify": ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }

    def _with(self, **changes: Any) -> Self:
        clone = copy.copy(self)
        for name, value in {**changes, "_client": None, "_async_client": None}.items():
            setattr(clone, name, value)
        return clone


@define(slots=False, eq=False)
class AuthenticatedClient(Client):
    """A client that signs its requests, as secured operations require.

    Attributes:
        auth: Adds the credentials to each request.
    """

    auth: httpx.Auth = field(kw_only=True)

    def _httpx_arguments(self) -> dict[str, Any]:
        return {**super()._httpx_arguments(), "auth": self.auth}
