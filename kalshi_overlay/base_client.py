"""What the signed and the public client have in common: how they try again, and copies that share connections."""

from __future__ import annotations

from typing import Any, Self

import httpx
from attrs import Attribute, define, field

from kalshi_gen.client import Client
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.signature_guard import refuse_signature_headers
from kalshi_overlay.transport import KalshiAsyncHTTPXClient, KalshiHTTPXClient, Limiter


def _check_policy(client: object, attribute: Attribute[RetryPolicy], value: Any) -> None:
    if not isinstance(value, RetryPolicy):
        raise KalshiConfigError(f"{attribute.name} must be a RetryPolicy, not {type(value).__name__}")


@define(slots=False, eq=False)
class KalshiClient(Client):
    """A client that tries again where that is safe; its transport errors are `KalshiTransportError`.

    Attributes:
        retry_policy: How often and how long it tries; `RetryPolicy(retries=0)` for once only.
        limiter: What holds its attempts back, or None.
    """

    retry_policy: RetryPolicy = field(factory=RetryPolicy, kw_only=True, validator=_check_policy)
    limiter: Limiter | None = field(default=None, kw_only=True, repr=False)
    _parent: KalshiClient | None = field(default=None, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse headers that only a signature may write.

        Raises:
            KalshiConfigError: `headers` or `httpx_args` has one.
        """
        refuse_signature_headers(httpx.Headers(self._headers))
        refuse_signature_headers(httpx.Headers(self._httpx_args.get("headers")))

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this `httpx.Client` for sending; it replaces all settings, and never tries again if it is plain.

        Raises:
            KalshiConfigError: It has a header that only a signature may write.
        """
        refuse_signature_headers(client.headers)
        return super().set_httpx_client(client)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this `httpx.AsyncClient` for sending; see `set_httpx_client`."""
        refuse_signature_headers(async_client.headers)
        return super().set_async_httpx_client(async_client)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Get a new client matching this one with additional headers.

        Raises:
            KalshiConfigError: One of them is a header that only a signature may write.
        """
        refuse_signature_headers(httpx.Headers(headers))
        return super().with_headers(headers)

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Give a client with another policy that sends over this one's connections; it costs next to nothing.

        This client owns the connections: opening and closing the other does nothing. A plain httpx client that
        was set with `set_httpx_client` never tries again, whatever the policy.

        Args:
            retry_policy: What holds for the requests of the new client.

        Raises:
            KalshiConfigError: It is not a `RetryPolicy`.
        """
        clone = self._with(_parent=self._parent or self)
        clone.retry_policy = retry_policy
        return clone

    def get_httpx_client(self) -> httpx.Client:
        """Get the underlying `httpx.Client`, made at the first call."""
        if self._parent is None or self._client is not None:
            return super().get_httpx_client()
        shared = self._parent.get_httpx_client()
        return shared.with_retry_policy(self.retry_policy) if isinstance(shared, KalshiHTTPXClient) else shared

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Get the underlying `httpx.AsyncClient`, made at the first call."""
        if self._parent is None or self._async_client is not None:
            return super().get_async_httpx_client()
        shared = self._parent.get_async_httpx_client()
        return shared.with_retry_policy(self.retry_policy) if isinstance(shared, KalshiAsyncHTTPXClient) else shared

    def __enter__(self) -> Self:
        """Open the underlying `httpx.Client`, unless it is another's; it can be opened once."""
        return super().__enter__() if self._parent is None else self

    def __exit__(self, *args: Any) -> None:
        """Close the underlying `httpx.Client`, unless it is another's."""
        if self._parent is None:
            super().__exit__(*args)

    async def __aenter__(self) -> Self:
        """Open the underlying `httpx.AsyncClient`, unless it is another's; it can be opened once."""
        return await super().__aenter__() if self._parent is None else self

    async def __aexit__(self, *args: Any) -> None:
        """Close the underlying `httpx.AsyncClient`, unless it is another's."""
        if self._parent is None:
            await super().__aexit__(*args)

    def _new_httpx_client(self) -> httpx.Client:
        return KalshiHTTPXClient(**self._httpx_arguments())

    def _new_async_httpx_client(self) -> httpx.AsyncClient:
        return KalshiAsyncHTTPXClient(**self._httpx_arguments())

    def _httpx_arguments(self) -> dict[str, Any]:
        return {**super()._httpx_arguments(), "retry_policy": self.retry_policy, "limiter": self.limiter}

    def _with(self, **changes: Any) -> Self:
        # A copy with other headers, cookies or timeouts has connections of its own.
        return super()._with(**{"_parent": None, **changes})
