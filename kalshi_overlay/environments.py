"""The exchange's environments, and the hosts that a request may go to."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import Final

import httpx
from attrs import frozen

from kalshi_overlay.errors import KalshiConfigError


@frozen
class Environment:
    """One of the exchange's environments.

    Attributes:
        name: Its usual name.
        base_url: The default URL that the paths of the spec are appended to.
        hosts: Every host of the environment, from the servers of the spec.
    """

    name: str
    base_url: str
    hosts: tuple[str, ...]


PRODUCTION: Final = Environment(
    "production",
    "https://external-api.kalshi.com/trade-api/v2",
    ("external-api.kalshi.com", "api.elections.kalshi.com"),
)
"""Real money."""

DEMO: Final = Environment(
    "demo", "https://external-api.demo.kalshi.co/trade-api/v2", ("external-api.demo.kalshi.co", "demo-api.kalshi.co")
)
"""Play money; its accounts and API keys are its own."""

ENVIRONMENTS: Final = (PRODUCTION, DEMO)

ALLOWED_HOSTS: Final = frozenset(host for environment in ENVIRONMENTS for host in environment.hosts)
"""The hosts that requests go to unless an unknown host is permitted."""

_API_PATH = httpx.URL(PRODUCTION.base_url).raw_path
_ALLOWED_ADDRESSES = frozenset(host.encode("ascii") for host in ALLOWED_HOSTS)


def check_host(url: httpx.URL | str, *, allow_unknown_host: bool) -> None:
    """Refuse an address that a request must not go to.

    Args:
        url: The address, with its scheme.
        allow_unknown_host: Permit every https address, and http to a name below `.localhost`.

    Raises:
        KalshiConfigError: The URL has no scheme, no host or a user name in it; it is plain http to another
            machine; or, unless an unknown host is permitted, it is neither the exchange's nor this machine's.
    """
    if isinstance(url, str):
        url = _parse(url)
    # httpx gives no port where it is the scheme's own, so an allowed host on another port is not found.
    if url.scheme == "https" and url.netloc in _ALLOWED_ADDRESSES and not url.userinfo:
        return
    if url.userinfo:
        raise KalshiConfigError("the URL holds a user name or password before its host; leave them out")
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise KalshiConfigError("the URL needs a scheme and a host, as in " + PRODUCTION.base_url)
    address = url.netloc.decode("ascii")
    if address in ALLOWED_HOSTS:
        raise KalshiConfigError(f"{address} takes https only; write https:// in the URL")
    if _is_loopback(url.host):
        return
    # Nothing makes a name below `.localhost` this machine's but a resolver that keeps to RFC 6761.
    if allow_unknown_host and (url.scheme == "https" or url.host.rstrip(".").endswith(".localhost")):
        return
    if allow_unknown_host:
        raise KalshiConfigError(
            f"{address} is another machine, and plain http would show your signatures on the way; write "
            "https:// in the URL"
        )
    raise KalshiConfigError(
        f"{address} is not a host of the exchange ({', '.join(sorted(ALLOWED_HOSTS))}); if it is a mock or a "
        "proxy of yours, pass allow_unknown_host=True or set KALSHI_ALLOW_UNKNOWN_HOST=true"
    )


def check_api_path(base_url: str) -> None:
    """Refuse a base URL of the exchange that leaves out the path of its API.

    Raises:
        KalshiConfigError: Its host is the exchange's, and its path is not the API's.
    """
    url = _parse(base_url)
    if environment_of(url) is not None and url.raw_path.rstrip(b"/") != _API_PATH:
        api = f"{url.scheme}://{url.netloc.decode('ascii')}{_API_PATH.decode('ascii')}"
        raise KalshiConfigError(f"the exchange's API has another path; write {api}")


def environment_of(url: httpx.URL | str) -> Environment | None:
    """The environment of a URL's host, whatever its scheme and port; None if it is no environment's.

    Raises:
        KalshiConfigError: It is not a URL.
    """
    parsed = _parse(url) if isinstance(url, str) else url
    host = parsed.raw_host.decode("ascii").rstrip(".")
    return next((environment for environment in ENVIRONMENTS if host in environment.hosts), None)


@lru_cache(maxsize=16)
def _is_loopback(host: str) -> bool:
    try:
        return host.rstrip(".") == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _parse(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        # A password may be in it, so neither the message nor the locals of this frame keep it.
        del url
    raise KalshiConfigError("the URL can't be read; it should look like " + PRODUCTION.base_url)
