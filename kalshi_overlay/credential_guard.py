"""Where credentials may go, and who writes their headers: the last look at a request before it gets them and is sent.

Credentials are the signature of an API key and the access token of Klear. `KalshiTransport` takes the last look below
everything of yours but your transport. A `BaseAuth` on a plain `httpx.Client` writes its headers above your hooks and
transports, so `guard` compares the request with what it wrote where that is written to its connection: httpx's own
transport passes the extension "trace" to whatever writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn

import httpx

from kalshi_overlay.environments import check_host, check_path, environment_of, is_below
from kalshi_overlay.errors import KalshiConfigError

SIGNATURE_HEADERS: Final = b"kalshi-access-"
"""How the names of the headers of a signature begin."""

_AUTHORIZATION: Final = b"authorization"
# A token of OAuth, which RFC 6750 describes, has no colon.
_ACCESS_TOKEN: Final = rb"(?i)bearer\s+[^:]*:"
_REFUSED_EXTENSIONS: Final = ("target", "sni_hostname")

Owns = Callable[[bytes], bool]
"""Whether credentials own a header, by its name in small letters."""


class BoundRequest(httpx.Request):
    """A request whose URL can't be changed any more, since its credentials are for that."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "url" and name in self.__dict__:
            refuse("the request was on its way to another address, and its credentials are for one host alone")
        super().__setattr__(name, value)


def refuse(problem: str) -> NoReturn:
    """Raise a `KalshiConfigError` for a request that is not sent."""
    raise KalshiConfigError(problem + "; nothing was sent")


def refuse_credentials(headers: httpx.Headers, owns: Owns | None = None) -> None:
    """Refuse headers that only a client may write.

    Args:
        headers: What a caller gives.
        owns: What the client's own credentials own; None if it has none.

    Raises:
        KalshiConfigError: One of them begins with KALSHI-ACCESS, in whatever case, has an access token of Klear, or is
            owned by the client's own credentials.
    """
    found = next((name for name, value in headers.raw if _is_credential(name.lower(), value, owns)), None)
    # It may hold a credential, which the traceback would show.
    del headers
    if found is not None:
        refuse(f"the header {found.decode('ascii', 'replace')} is written by the client alone; leave it out")


def _is_credential(name: bytes, value: bytes, owns: Owns | None) -> bool:
    if name.startswith(SIGNATURE_HEADERS) or (owns is not None and owns(name)):
        return True
    return name == _AUTHORIZATION and re.match(_ACCESS_TOKEN, value) is not None


def refuse_redirects(options: dict[str, Any]) -> None:
    """Refuse the option `follow_redirects` of a client or call with credentials.

    Raises:
        KalshiConfigError: It is on.
    """
    given = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default means what the client was made with: False.
    if given is not httpx.USE_CLIENT_DEFAULT and given:
        raise KalshiConfigError(
            "follow_redirects: a request with credentials is not redirected, since they would go to another "
            "address; leave it out and send the request to the address itself"
        )


def check_destination(
    request: httpx.Request,
    transport: Any,
    base_url: httpx.URL | None,
    apis: tuple[str, ...],
    *,
    allow_unknown_host: bool,
) -> None:
    """Refuse a request whose credentials would go to another address than the client's, or to a proxy that reads them.

    Args:
        request: What is about to get its credentials.
        transport: What sends it.
        base_url: The client's base URL; None if it has none.
        apis: The APIs that the credentials are for.
        allow_unknown_host: Permit hosts that are not the exchange's; see `check_host`.

    Raises:
        KalshiConfigError: They would.
    """
    url = request.url
    check_host(url, apis, allow_unknown_host=allow_unknown_host)
    check_path(url, apis)
    hosts = [value for name, value in request.headers.raw if name.lower() == b"host"]
    if hosts != [url.netloc] or not (base_url is None or _belongs_to(url, base_url)):
        refuse(
            "the request was on its way to another address, such as by a redirect, an event hook or a Host "
            "header; its credentials are for one host alone"
        )
    for name in _REFUSED_EXTENSIONS:
        if name in request.extensions:
            refuse(f"the extension {name!r} would change where a request with credentials goes; leave it out")
    # Of httpx's transports, those with this attribute send to a proxy.
    if url.scheme == "http" and hasattr(getattr(transport, "_pool", None), "_proxy_url"):
        refuse("a proxy for plain http would see the credentials; leave it out, or use https")


def _belongs_to(url: httpx.URL, base: httpx.URL) -> bool:
    """Whether a URL is below a client's base URL, or of the same environment."""
    if not base.raw_host:
        return True
    if (url.raw_scheme, url.raw_host, url.port) == (base.raw_scheme, base.raw_host, base.port):
        return is_below(url.raw_path.partition(b"?")[0], base.raw_path.rstrip(b"/"))
    environment = environment_of(base)
    return environment is not None and environment is environment_of(url) and url.scheme == "https" and not url.port


def forget_credentials(request: httpx.Request, owns: Owns) -> None:
    """Remove the credentials of an earlier attempt from a request that is sent again, and refuse any others.

    Raises:
        KalshiConfigError: The request has a header that only a client may write.
    """
    guard = request.extensions.get("trace")
    if isinstance(guard, _Guard) and _owned(request.headers.raw, owns) == guard.credentials:
        for name, _ in guard.credentials:
            del request.headers[name.decode("ascii")]
    refuse_credentials(request.headers, owns)


def guard(request: httpx.Request, owns: Owns, *, is_async: bool = False) -> None:
    """Let a request go to its own address alone, with the credentials that it has by now and no others.

    Args:
        request: The request; the caller's own "trace" is still called.
        owns: Which headers the credentials are.
        is_async: Whether an `httpx.AsyncClient` sends it.
    """
    request.__class__ = BoundRequest
    # A new dict: the caller's own may serve other requests.
    request.extensions = {**request.extensions, "trace": _Guard(request, owns, is_async)}


class _Guard:
    """What is called with each step of a request on the wire."""

    def __init__(self, request: httpx.Request, owns: Owns, is_async: bool) -> None:
        url, then = request.url, request.extensions.get("trace")
        self.credentials = _owned(request.headers.raw, owns)
        self._owns = owns
        self._address = (url.raw_scheme, url.raw_host, url.port, url.raw_path)
        self._host = url.netloc
        self._seen: object = None
        self._then: Callable[..., Any] | None = then._then if isinstance(then, _Guard) else then
        self._nothing = _nothing if is_async else lambda: None

    def __call__(self, event: str, info: dict[str, Any]) -> Any:
        """Check a step; for an `httpx.AsyncClient` the result is awaited."""
        sent = info.get("request")
        # Each request comes by several times. A CONNECT to a proxy is another one, without credentials.
        if sent is not None and sent is not self._seen:
            self._seen = sent
            if sent.method != b"CONNECT" or _owned(sent.headers, self._owns):
                self._check(sent)
        return self._nothing() if self._then is None else self._then(event, info)

    def _check(self, sent: Any) -> None:
        url, hosts = sent.url, [value for name, value in sent.headers if name.lower() == b"host"]
        if (url.scheme, url.host, url.port, url.target) != self._address or hosts != [self._host]:
            refuse(
                "the request was on its way to another address, such as by a redirect, a proxy for plain "
                "http or a Host header; its credentials are for one host alone"
            )
        # Not a local, which a traceback would show.
        if _owned(sent.headers, self._owns) != self.credentials:
            refuse("a header of the credentials was added or changed after they were written, such as by an event hook")


async def _nothing() -> None:
    pass


def _owned(headers: Iterable[tuple[bytes, bytes]], owns: Owns) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in headers if owns(name.lower())]
