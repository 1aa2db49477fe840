"""The exchange's environments and servers, and the addresses that a request may go to.

An API has its hosts and its path on them, and one host may serve two APIs: `demo-api.kalshi.co` serves the API below
`/trade-api/v2` and Klear below `/klear-api/v1`. So what authenticates a request is for a host *and* a path.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

import httpx
from attrs import frozen

from kalshi_gen.runtime.apis import API, KLEAR, PERPS, Api
from kalshi_overlay.errors import KalshiConfigError

KEY_APIS: Final = (API.name, PERPS.name)
"""The APIs that an API key opens: they have the same servers, but for hosts that don't serve perpetual futures."""

KLEAR_APIS: Final = (KLEAR.name,)
"""The API that an access token of Klear opens."""


class Server(NamedTuple):
    """A server of the exchange.

    Attributes:
        base_url: The URL that the paths of a spec are appended to.
        apis: The names of the APIs that it serves there.
    """

    base_url: str
    apis: tuple[str, ...]


@frozen(eq=False)
class Environment:
    """One of the exchange's environments.

    Attributes:
        name: Its usual name.
        servers: Its servers, from those of the specs; the first that serves an API is the default for it.
    """

    name: str
    servers: tuple[Server, ...]

    @property
    def base_url(self) -> str:
        """The default base URL of the API."""
        return self.base_url_of(KEY_APIS)

    def base_url_of(self, apis: tuple[str, ...]) -> str:
        """The default base URL of a client of these APIs."""
        return next(server.base_url for server in self.servers if not {*apis}.isdisjoint(server.apis))


PRODUCTION: Final = Environment(
    "production",
    (
        Server("https://external-api.kalshi.com/trade-api/v2", KEY_APIS),
        Server("https://api.elections.kalshi.com/trade-api/v2", (API.name,)),
        Server("https://api.klear.kalshi.com/klear-api/v1", KLEAR_APIS),
    ),
)
"""Real money."""

DEMO: Final = Environment(
    "demo",
    (
        Server("https://external-api.demo.kalshi.co/trade-api/v2", KEY_APIS),
        Server("https://demo-api.kalshi.co/trade-api/v2", (API.name,)),
        Server("https://demo-api.kalshi.co/klear-api/v1", KLEAR_APIS),
    ),
)
"""Play money; its accounts, API keys and access tokens are its own."""

ENVIRONMENTS: Final = (PRODUCTION, DEMO)

_SERVERS = [(httpx.URL(each.base_url), each.apis, place) for place in ENVIRONMENTS for each in place.servers]
_ENVIRONMENTS = {url.raw_host: environment for url, _, environment in _SERVERS}
# The APIs that a host serves, below whichever path.
_SERVED = {
    host: tuple(name for url, names, _ in _SERVERS if url.raw_host == host for name in names) for host in _ENVIRONMENTS
}
_APIS = {api.name: api for api in (API, PERPS, KLEAR)}
# A segment of a path that a server may take for the folder above, or for nothing.
_DOTS = rb"[/\\]\.\.?(;[^/\\]*)?([/\\]|$)"


def check_host(url: httpx.URL | str, apis: tuple[str, ...], *, allow_unknown_host: bool) -> None:
    """Refuse a host that a request must not go to.

    Args:
        url: The address, with its scheme.
        apis: The APIs that the request may be for.
        allow_unknown_host: Permit every https address but those of other APIs, and http to a name below `.localhost`.

    Raises:
        KalshiConfigError: The URL has no scheme, no host or a user name in it; it is plain http to another
            machine; it is the exchange's for another API; or, unless an unknown host is permitted, it is neither the
            exchange's nor this machine's.
    """
    if isinstance(url, str):
        url = _parse(url)
    # httpx gives no port where it is the scheme's own, so an allowed host on another port is not found.
    if url.scheme == "https" and url.netloc in _paths(apis) and not url.userinfo:
        return
    if url.userinfo:
        raise KalshiConfigError("the URL holds a user name or password before its host; leave them out")
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise KalshiConfigError("the URL needs a scheme and a host, as in " + PRODUCTION.base_url_of(apis))
    address = url.netloc.decode("ascii")
    _refuse_host_of_others(url, apis)
    if url.netloc in _SERVED:
        raise KalshiConfigError(f"{address} takes https only; write https:// in the URL")
    if is_loopback(url.host):
        return
    # Nothing makes a name below `.localhost` this machine's but a resolver that keeps to RFC 6761.
    if allow_unknown_host and (url.scheme == "https" or url.host.rstrip(".").endswith(".localhost")):
        return
    if allow_unknown_host:
        raise KalshiConfigError(
            f"{address} is another machine, and plain http would show your credentials on the way; write "
            "https:// in the URL"
        )
    hosts = ", ".join(sorted(host.decode("ascii") for host in _paths(apis)))
    raise KalshiConfigError(
        f"{address} is not a host of the exchange ({hosts}); if it is a mock or a "
        "proxy of yours, pass allow_unknown_host=True or set KALSHI_ALLOW_UNKNOWN_HOST=true"
    )


def check_path(url: httpx.URL, apis: tuple[str, ...]) -> None:
    """Refuse the path of another API, and on the exchange's hosts every path but those below the API's own.

    Raises:
        KalshiConfigError: It is one.
    """
    path = url.raw_path.partition(b"?")[0]
    own = _paths(apis).get(_host(url))
    if own is None:
        _refuse_host_of_others(url, apis)
        for base, others in _paths_of_others(apis):
            if is_below(path, base):
                raise KalshiConfigError(f"{base.decode('ascii')} is the path of {_titles(others)}; {_remedy(others)}")
    elif not is_below(path, own):
        address = url.netloc.decode("ascii")
        raise KalshiConfigError(f"on {address} requests of this client stay below {own.decode('ascii')}")


def check_base_url(base_url: str, apis: tuple[str, ...]) -> None:
    """Refuse a base URL of the exchange that is none of these APIs'.

    Raises:
        KalshiConfigError: Its host or its path is that of another API, or its host is the exchange's and its path is
            not the API's.
    """
    url = _parse(base_url)
    own = _paths(apis).get(_host(url))
    if own is not None and url.raw_path.rstrip(b"/") != own:
        address = f"{url.scheme}://{url.netloc.decode('ascii')}{own.decode('ascii')}"
        raise KalshiConfigError(f"the exchange's API has another path; write {address}")
    check_path(url, apis)


def is_below(path: bytes, base: bytes) -> bool:
    """Whether a path is a base path or below it, whatever a server makes of what is escaped in it."""
    if path != base and not path.startswith(base + b"/"):
        return False
    rest = path[len(base) :]
    # httpx resolves the dots of a path; those that are escaped it leaves to the server.
    if b"%" in rest or b"\\" in rest or b"/." in rest:
        while rest != (rest := unquote_to_bytes(rest)):
            pass
        return re.search(_DOTS, rest) is None
    return True


def why_not_served(url: httpx.URL, api: Api) -> str | None:
    """Why an API is not served at a base URL, with what to write; None if it may be.

    A host that is not the exchange's may serve every API.
    """
    host = _host(url)
    if host not in _SERVED or api.name in _SERVED[host]:
        return None
    other = _ENVIRONMENTS[host].base_url_of((api.name,))
    return f"{url.netloc.decode('ascii')} doesn't serve it; write {other} as the base URL"


def environment_of(url: httpx.URL | str) -> Environment | None:
    """The environment of a URL's host, whatever its scheme, port and path; None if it is no environment's.

    Raises:
        KalshiConfigError: It is not a URL.
    """
    return _ENVIRONMENTS.get(_host(_parse(url) if isinstance(url, str) else url))


@cache
def environment_name(base_url: str) -> str:
    """What to call the environment of a client: its usual name, or the base URL of a host that is none of them.

    Args:
        base_url: The client's base URL.
    """
    environment = environment_of(base_url)
    return base_url.rstrip("/") if environment is None else environment.name


@cache
def _paths(apis: tuple[str, ...]) -> dict[bytes, bytes]:
    """The hosts that serve some of these APIs, and the path that each serves them below."""
    return {url.raw_host: url.raw_path for url, names, _ in _SERVERS if not {*apis}.isdisjoint(names)}


@cache
def _paths_of_others(apis: tuple[str, ...]) -> list[tuple[bytes, tuple[str, ...]]]:
    """The paths that the exchange serves none of these APIs below, and the APIs that it serves there."""
    others = {url.raw_path: names for url, names, _ in reversed(_SERVERS) if {*apis}.isdisjoint(names)}
    return list(others.items())


def _refuse_host_of_others(url: httpx.URL, apis: tuple[str, ...]) -> None:
    host = _host(url)
    others = _SERVED.get(host)
    if others is not None and host not in _paths(apis):
        raise KalshiConfigError(f"{host.decode('ascii')} is a host of {_titles(others)}; {_remedy(others)}")


def _titles(apis: tuple[str, ...]) -> str:
    return " and ".join(_APIS[name].title for name in apis)


def _remedy(apis: tuple[str, ...]) -> str:
    return f"make a client of it with {_APIS[apis[0]].client}"


def _host(url: httpx.URL) -> bytes:
    return url.raw_host.rstrip(b".")


@lru_cache(maxsize=16)
def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or its address."""
    with suppress(ValueError):
        return host.rstrip(".") == "localhost" or ip_address(host).is_loopback
    return False


def _parse(url: str) -> httpx.URL:
    # A password may be in it, so the message doesn't have it, and no error is kept that does.
    with suppress(httpx.InvalidURL):
        return httpx.URL(url)
    raise KalshiConfigError("the URL can't be read; it should look like " + PRODUCTION.base_url)
