"""The headers of a signature: nobody else writes them.

`KalshiTransport` writes them below everything of yours. With a `KalshiAuth` on a plain `httpx.Client` they are written
above your hooks and transports, so that the request is compared with what was signed where it is written to its
connection: httpx's own transport passes the extension "trace" to whatever writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import httpx

from kalshi_overlay.errors import KalshiConfigError

_PREFIX = "kalshi-access-"

Headers = list[tuple[bytes, bytes]]


def refuse_signature_headers(headers: httpx.Headers) -> None:
    """Refuse headers that only a signature may write.

    Args:
        headers: What a caller gives.

    Raises:
        KalshiConfigError: One of them begins with KALSHI-ACCESS, in whatever case.
    """
    # The names alone: what a value may be, no frame holds.
    for name in headers.keys():  # noqa: SIM118
        if name.startswith(_PREFIX):
            refuse(f"the header {name} is written by the signature alone; leave it out")


def refuse_signature_headers_of(request: httpx.Request) -> None:
    """Refuse headers that only a signature may write, unless the signature of an earlier attempt wrote them.

    Raises:
        KalshiConfigError: One of them begins with KALSHI-ACCESS, in whatever case.
    """
    guard = request.extensions.get("trace")
    if not (isinstance(guard, _Guard) and guard.wrote(request.headers.raw)):
        refuse_signature_headers(request.headers)


def refuse(problem: str) -> NoReturn:
    """Raise a `KalshiConfigError` for a request that is not sent."""
    raise KalshiConfigError(problem + "; nothing was sent")


def guard(request: httpx.Request, *, is_async: bool = False) -> None:
    """Let a request go to its own address alone, with the signature that it has by now and no other.

    Args:
        request: The request; the caller's own "trace" is still called.
        is_async: Whether an `httpx.AsyncClient` sends it.
    """
    # A new dict: the caller's own may serve other requests.
    request.extensions = {**request.extensions, "trace": _Guard(request, is_async)}


class _Guard:
    """What is called with each step of a request on the wire."""

    def __init__(self, request: httpx.Request, is_async: bool) -> None:
        url, then = request.url, request.extensions.get("trace")
        self._address = (url.raw_scheme, url.raw_host, url.port)
        self._host = url.netloc
        self._signature = _signature(request.headers.raw)
        self._seen: object = None
        self._then: Callable[..., Any] | None = then._then if isinstance(then, _Guard) else then
        self._nothing = _nothing if is_async else lambda: None

    def wrote(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        return _signature(headers) == self._signature

    def __call__(self, event: str, info: dict[str, Any]) -> Any:
        """Check a step; for an `httpx.AsyncClient` the result is awaited."""
        sent = info.get("request")
        # Each request comes by several times. A CONNECT to a proxy is another one, without a signature.
        if sent is not None and sent is not self._seen:
            self._seen = sent
            self._check(sent)
        return self._nothing() if self._then is None else self._then(event, info)

    def _check(self, sent: Any) -> None:
        signature = _signature(sent.headers)
        if not signature:
            return
        if signature != self._signature:
            refuse("a KALSHI-ACCESS header was added or changed after signing, such as by an event hook")
        hosts = [value for name, value in sent.headers if name.lower() == b"host"]
        if (sent.url.scheme, sent.url.host, sent.url.port) != self._address or hosts != [self._host]:
            refuse(
                "the signed request was on its way to another address, such as by a redirect, a proxy for plain "
                "http or a Host header; a signature is for one host alone"
            )


async def _nothing() -> None:
    pass


def _signature(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return [(name.lower(), value) for name, value in headers if name.lower().startswith(_PREFIX.encode())]
