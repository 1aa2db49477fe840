"""How an error of httpx becomes one of this package, and whether its request may have reached the exchange."""

from __future__ import annotations

import httpx

from kalshi_overlay.errors import KalshiNetworkError, KalshiPoolExhaustedError, KalshiTimeoutError, KalshiTransportError

_BY_HTTPX_ERROR: tuple[tuple[type[httpx.RequestError], type[KalshiTransportError], str, bool], ...] = (
    (httpx.PoolTimeout, KalshiPoolExhaustedError, "no connection of the pool became free in time", False),
    (httpx.ConnectTimeout, KalshiTimeoutError, "connecting took too long", False),
    (httpx.WriteTimeout, KalshiTimeoutError, "sending took too long", True),
    (httpx.ReadTimeout, KalshiTimeoutError, "the answer took too long", True),
    (httpx.TimeoutException, KalshiTimeoutError, "it took too long", True),
    (httpx.ConnectError, KalshiNetworkError, "no connection could be made", False),
    (httpx.UnsupportedProtocol, KalshiNetworkError, "the URL's scheme is neither http nor https", False),
    (httpx.ProxyError, KalshiNetworkError, "the proxy refused the connection", False),
    (httpx.LocalProtocolError, KalshiNetworkError, "the request is not valid HTTP", False),
    (httpx.WriteError, KalshiNetworkError, "the connection broke while sending", True),
    (httpx.ReadError, KalshiNetworkError, "the connection broke before the answer was complete", True),
    (httpx.RemoteProtocolError, KalshiNetworkError, "the answer is not valid HTTP, or was cut off", True),
    (httpx.DecodingError, KalshiNetworkError, "the answer's content encoding is broken", True),
    (httpx.RequestError, KalshiNetworkError, "the connection failed", True),
)
"""Our error, its words, and whether the request may have reached the exchange; the first line that fits counts."""


def may_have_reached_exchange(kind: type[httpx.RequestError]) -> bool:
    """Whether a request that failed with this kind of error may have reached the exchange."""
    return _look_up(kind)[2]


def translate(
    error: httpx.RequestError, request: httpx.Request, attempts: int = 1, earlier_may_have_reached: bool = False
) -> KalshiTransportError:
    """Make our error of an httpx error.

    Raise the result `from error`.

    Args:
        error: What httpx raised.
        request: The request that it was raised for.
        attempts: How many attempts were made, this one included.
        earlier_may_have_reached: Whether one of the attempts before this one may have reached the exchange.

    Returns:
        The error to raise.
    """
    kind, problem, reached = _look_up(type(error))
    if isinstance(error, httpx.ConnectError) and str(error):
        # Names the address or the certificate; the texts of other errors may quote headers and bodies.
        problem = f"{problem} ({error})"
    path = request.url.raw_path.partition(b"?")[0].decode("ascii")
    return kind(problem, request.method, path, reached or earlier_may_have_reached, attempts, request.url.host)


def _look_up(kind: type[httpx.RequestError]) -> tuple[type[KalshiTransportError], str, bool]:
    return next(outcome[1:] for outcome in _BY_HTTPX_ERROR if issubclass(kind, outcome[0]))
