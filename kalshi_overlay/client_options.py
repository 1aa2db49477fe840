"""The options that every client takes, and what a value of theirs may be."""

from __future__ import annotations

import math
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import httpx

from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.extras import require_aiohttp
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.transport import Limiter

if TYPE_CHECKING:
    from attrs import Attribute

    from kalshi_gen.runtime.drift import DriftHook


class ClientOptions(TypedDict, total=False):
    """The options of every client, beside its address and its key.

    Attributes:
        retry_policy: How often and how long a request is retried; `RetryPolicy(retries=0)` sends it once only.
        limiter: What holds attempts back; see `create_client(rate_limit=...)`.
        timeout: How long each phase of a request may take, in seconds (5 by default) or as an `httpx.Timeout`; None
            waits without end.
        headers: Headers sent with every request.
        cookies: Cookies sent with every request.
        verify_ssl: False for no verification, the path of a bundle of certificates, or an SSL context.
        follow_redirects: Whether a public client follows redirects; a client with credentials takes False alone.
        async_transport: What sends asynchronous requests: `aiohttp`, which needs the extra `fast` and is the default
            where that is installed, or `httpx`. A proxy, a `transport` or `mounts` of yours, and HTTP/2, keep httpx.
        httpx_args: Further arguments for `httpx.Client` and `httpx.AsyncClient`, such as `event_hooks` or `proxy`.
        raise_on_unexpected_status: Whether the `*_detailed` functions raise `UnexpectedStatus` for a status that the
            spec doesn't document.
        strict: Whether a response that doesn't match the spec raises `KalshiDecodeError`, instead of being returned
            with `Response.drift`.
        on_drift: A function that is called with each mismatch, in the thread or task that reads the response, so it
            must not block; what it raises is logged and goes no further.
    """

    retry_policy: RetryPolicy
    limiter: Limiter | None
    timeout: float | httpx.Timeout | None
    headers: dict[str, str]
    cookies: dict[str, str]
    verify_ssl: str | bool | ssl.SSLContext
    follow_redirects: bool
    async_transport: Literal["httpx", "aiohttp"]
    httpx_args: dict[str, Any]
    raise_on_unexpected_status: bool
    strict: bool
    on_drift: DriftHook | None


def refuse_unknown_options(function: str, options: Iterable[str]) -> None:
    """Refuse the names of options that no client has, before any value is looked at.

    Raises:
        TypeError: There is no such option.
    """
    for name in options:
        if name not in ClientOptions.__optional_keys__:
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}")


def check_policy(client: object, attribute: Attribute[RetryPolicy], value: Any) -> None:
    """Refuse a retry policy of another type, as a validator of attrs.

    Raises:
        KalshiConfigError: It is no `RetryPolicy`.
    """
    if not isinstance(value, RetryPolicy):
        raise KalshiConfigError(f"{attribute.name} must be a RetryPolicy, not {type(value).__name__}")


def check_async_transport(client: object, attribute: Attribute[str | None], value: Any) -> None:
    """Refuse a transport that there is not, as a validator of attrs.

    Raises:
        KalshiConfigError: It is neither None, "httpx" nor "aiohttp".
        MissingExtraError: It is "aiohttp", which is not installed.
    """
    if value not in (None, "httpx", "aiohttp"):
        raise KalshiConfigError(f"async_transport must be 'httpx' or 'aiohttp', not {value!r}")
    if value == "aiohttp":
        require_aiohttp()


def checked_timeout(timeout: Any) -> httpx.Timeout | None:
    """The timeout of a client as httpx takes it.

    Args:
        timeout: Seconds, an `httpx.Timeout`, or None for no end.

    Raises:
        KalshiConfigError: It is something else, or no time at all.
    """
    if timeout is None or isinstance(timeout, httpx.Timeout):
        return timeout
    if isinstance(timeout, int | float) and not isinstance(timeout, bool) and 0 < timeout < math.inf:
        return httpx.Timeout(timeout)
    raise KalshiConfigError(
        f"timeout must be seconds above 0, such as 10, an httpx.Timeout, or None for no end; not {timeout!r}"
    )
