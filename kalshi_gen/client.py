"""What a request needs of its client: where to send it, and how."""

from __future__ import annotations

import copy
import ssl
from typing import Any, Self

import httpx
from attrs import define, field, validators

from .runtime.drift import DriftHook


def _default_timeout() -> httpx.Timeout:
    return httpx.Timeout(5.0)


@define(slots=False, eq=False)
class Client:
    """A client for the operations that need no signature.

    Attributes:
        base_url: The address that the spec's paths are appended to.
        cookies: Cookies sent with every request.
        headers: Headers sent with every request.
        timeout: How long each phase of a request may take (5 seconds unless told); None waits without end.
        verify_ssl: False for no verification, the path of a bundle of certificates, or an SSL context.
        follow_redirects: Whether redirects are followed.
        httpx_args: Further arguments for `httpx.Client` and `httpx.AsyncClient`, such as `event_hooks` or `proxy`.
        raise_on_unexpected_status: Whether the `*_detailed` functions raise `UnexpectedStatus` for a status that
            the spec doesn't document.
        strict: Whether an answer that is not what the spec says raises `KalshiDecodeError`, instead of being
            given with `Response.drift`.
        on_drift: A function that is called with each `SpecDrift`, in the thread or task that reads the answer, so
            it must not block; what it raises is logged and goes no further.
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
    on_drift: DriftHook | None = field(
        default=None, kw_only=True, repr=False, validator=validators.optional(validators.is_callable())
    )
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Get a new client matching this one with additional headers."""
        return self._with(_headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Get a new client matching this one with additional cookies."""
        return self._with(_cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """Get a new client matching this one with another timeout."""
        return self._with(_timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this `httpx.Client`; it replaces all other settings, such as headers, cookies and timeout."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Get the underlying `httpx.Client`, made at the first call."""
        if self._client is None:
            self._client = self._new_httpx_client()
        return self._client

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this `httpx.AsyncClient`; it replaces all other settings, such as headers, cookies and timeout."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Get the underlying `httpx.AsyncClient`, made at the first call."""
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
    """A client whose requests carry credentials, as the spec's secured operations ask.

    Attributes:
        auth: What puts the credentials on each request.
    """

    auth: httpx.Auth = field(kw_only=True)

    def _httpx_arguments(self) -> dict[str, Any]:
        return {**super()._httpx_arguments(), "auth": self.auth}
