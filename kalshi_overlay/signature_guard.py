"""Where a signature may go, and who writes its headers: the last look at a request before it is signed and sent.

`KalshiTransport` takes it below everything of yours but your transport. A `KalshiAuth` on a plain `httpx.Client` signs
above your hooks and transports, so `guard` compares the request with what was signed where it is written to its
connection: httpx's own transport passes the extension "trace" to whatever writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn

import httpx

from kalshi_overlay.environments import check_host, environment_of
from kalshi_overlay.errors import KalshiConfigError

_PREFIX: Final = b"kalshi-access-"
_REFUSED_EXTENSIONS: Final = ("target", "sni_hostname")


class SignedRequest(httpx.Request):
    """A request whose URL can't be changed any more, since it is signed for that."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "url" and name in self.__dict__:
            refuse("the signed request was on its way to another address; a signature is for one host alone")
        super().__setattr__(name, value)


def refuse(problem: str) -> NoReturn:
    """Raise a `KalshiConfigError` for a request that is not sent."""
    raise KalshiConfigError(problem + "; nothing was sent")


def refuse_signature_headers(headers: httpx.Headers) -> None:
    """Refuse headers that only a signature may write.

    Args:
        headers: What a caller gives.

    Raises:
        KalshiConfigError: One of them begins with KALSHI-ACCESS, in whatever case.
    """
    found = next((name for name, _ in headers.raw if name.lower().startswith(_PREFIX)), None)
    # It may hold a signature, which the traceback would show.
    del headers
    if found is not None:
        refuse(f"the header {found.decode('ascii', 'replace')} is written by the signature alone; leave it out")


def refuse_redirects(options: dict[str, Any]) -> None:
    """Refuse the option `follow_redirects` of a client or call that signs.

    Raises:
        KalshiConfigError: It is on.
    """
    given = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default means what the client was made with: False.
    if given is not httpx.USE_CLIENT_DEFAULT and given:
        raise KalshiConfigError(
            "follow_redirects: a signed request is not redirected, since the signature would go to another "
            "address; leave it out and send the request to the address itself"
        )


def check_destination(
    request: httpx.Request, transport: Any, base_url: httpx.URL | None, *, allow_unknown_host: bool
) -> None:
    """Refuse a request whose signature would go to another address than the client's, or to a proxy that reads it.

    Args:
        request: What is about to be signed.
        transport: What sends it.
        base_url: The client's base URL; None if it has none.
        allow_unknown_host: Permit hosts that are not the exchange's; see `check_host`.

    Raises:
        KalshiConfigError: It would.
    """
    url = request.url
    check_host(url, allow_unknown_host=allow_unknown_host)
    hosts = request.headers.get_list("host")
    if hosts != [url.netloc.decode("ascii")] or not (base_url is None or _belongs_to(url, base_url)):
        refuse(
            "the signed request was on its way to another address, such as by a redirect, an event hook or a Host "
            "header; a signature is for one host alone"
        )
    for name in _REFUSED_EXTENSIONS:
        if name in request.extensions:
            refuse(f"the extension {name!r} would change where a signed request goes; leave it out")
    # Of httpx's transports, those with this attribute send to a proxy.
    if url.scheme == "http" and hasattr(getattr(transport, "_pool", None), "_proxy_url"):
        refuse("a proxy for plain http would see the signature; leave it out, or use https")


def _belongs_to(url: httpx.URL, base: httpx.URL) -> bool:
    """Whether a URL is of the same origin as a client's base URL, or of the same environment."""
    if (url.raw_scheme, url.raw_host, url.port) == (base.raw_scheme, base.raw_host, base.port) or not base.raw_host:
        return True
    environment = environment_of(base)
    return environment is not None and environment is environment_of(url) and url.scheme == "https" and not url.port


def forget_signature(request: httpx.Request) -> None:
    """Remove the signature of an earlier attempt from a request that is sent again, and refuse any other's.

    Raises:
        KalshiConfigError: The request has a header that only a signature may write.
    """
    guard = request.extensions.get("trace")
    if isinstance(guard, _Guard) and _signature(request.headers.raw) == guard.signature:
        for name, _ in guard.signature:
            del request.headers[name.decode("ascii")]
    refuse_signature_headers(request.headers)


def guard(request: httpx.Request, *, is_async: bool = False) -> None:
    """Let a request go to its own address alone, with the signature that it has by now and no other.

    Args:
        request: The request; the caller's own "trace" is still called.
        is_async: Whether an `httpx.AsyncClient` sends it.
    """
    request.__class__ = SignedRequest
    # A new dict: the caller's own may serve other requests.
    request.extensions = {**request.extensions, "trace": _Guard(request, is_async)}


class _Guard:
    """What is called with each step of a request on the wire."""

    def __init__(self, request: httpx.Request, is_async: bool) -> None:
        url, then = request.url, request.extensions.get("trace")
        self.signature = _signature(request.headers.raw)
        self._address = (url.raw_scheme, url.raw_host, url.port)
        self._host = url.netloc
        self._seen: object = None
        self._then: Callable[..., Any] | None = then._then if isinstance(then, _Guard) else then
        self._nothing = _nothing if is_async else lambda: None

    def __call__(self, event: str, info: dict[str, Any]) -> Any:
        """Check a step; for an `httpx.AsyncClient` the result is awaited."""
        sent = info.get("request")
        # Each request comes by several times. A CONNECT to a proxy is another one, without a signature.
        if sent is not None and sent is not self._seen:
            self._seen = sent
            self._check(sent)
        return self._nothing() if self._then is None else self._then(event, info)

    def _check(self, sent: Any) -> None:
        # Not a local, which a traceback would show.
        if not _signature(sent.headers):
            return
        if _signature(sent.headers) != self.signature:
            refuse("a KALSHI-ACCESS header was added or changed after signing, such as by an event hook")
        hosts = [value for name, value in sent.headers if name.lower() == b"host"]
        if (sent.url.scheme, sent.url.host, sent.url.port) != self._address or hosts != [self._host]:
            refuse(
                "the signed request was on its way to another address, such as by a redirect, a proxy for plain "
                "http or a Host header; a signature is for one host alone"
            )


async def _nothing() -> None:
    pass


def _signature(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in headers if name.lower().startswith(_PREFIX)]
