"""The errors of configuration and of transport; those of answers are in `kalshi_gen.errors`."""

from __future__ import annotations

import httpx

from kalshi_gen.errors import KalshiError


class KalshiConfigError(KalshiError, ValueError):
    """An argument, an environment variable or a key file can't be used; nothing was sent."""


class KalshiKeyFileWarning(UserWarning):
    """The file of a private key can be read by other users of the machine."""


class KalshiTransportError(KalshiError):
    """There is no answer to a request.

    Attributes:
        problem: What happened at the last attempt, in words.
        method: The HTTP method of the request.
        path: The path of the request as it goes on the wire, without the query.
        may_have_reached_exchange: False if no attempt can have been acted on, since the exchange can't have seen
            it or refused it with 429: sending the request again can't do anything twice.
        attempts: How many attempts were made.
    """

    def __init__(
        self, problem: str, method: str, path: str, may_have_reached_exchange: bool, attempts: int = 1
    ) -> None:
        super().__init__(problem, method, path, may_have_reached_exchange, attempts)
        self.problem = problem
        self.method = method
        self.path = path
        self.may_have_reached_exchange = may_have_reached_exchange
        self.attempts = attempts

    def __str__(self) -> str:
        tried = f" at attempt {self.attempts}" if self.attempts > 1 else ""
        if self.may_have_reached_exchange:
            advice = "the request may have reached the exchange: check before sending again"
        else:
            advice = "the request can't have reached the exchange"
        return f"{self.method} {self.path}: {self.problem}{tried}; {advice}"


class KalshiTimeoutError(KalshiTransportError):
    """A phase of the request took longer than the client's timeout."""


class KalshiPoolExhaustedError(KalshiTransportError):
    """No connection of the client's pool became free within its timeout."""


class KalshiNetworkError(KalshiTransportError):
    """The connection could not be made, or broke."""


_OUTCOMES: tuple[tuple[type[httpx.RequestError], type[KalshiTransportError], str, bool], ...] = (
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
    (httpx.ReadError, KalshiNetworkError, "the connection broke before the answer was whole", True),
    (httpx.RemoteProtocolError, KalshiNetworkError, "the answer is not valid HTTP, or was cut off", True),
    (httpx.DecodingError, KalshiNetworkError, "the answer's content encoding is broken", True),
    (httpx.RequestError, KalshiNetworkError, "the connection failed", True),
)
"""The first line whose httpx error fits; what none of the first lines knows may have reached the exchange."""


def may_have_reached_exchange(kind: type[httpx.RequestError]) -> bool:
    """Tell whether a request that failed so may have reached the exchange."""
    return _outcome(kind)[2]


def translate(
    error: httpx.RequestError, request: httpx.Request, attempts: int = 1, earlier_may_have_reached: bool = False
) -> KalshiTransportError:
    """Give an httpx error our name, and say whether the request may have reached the exchange.

    Raise the result `from error`. The frames of `error` and of what caused it are cut off, since their locals
    hold the headers of the request, its signature among them.

    Args:
        error: What httpx raised.
        request: The request that it was raised for.
        attempts: How many attempts were made, this one included.
        earlier_may_have_reached: Whether one of the attempts before this one may have reached the exchange.

    Returns:
        The error to raise.
    """
    kind, problem, reached = _outcome(type(error))
    if isinstance(error, httpx.ConnectError) and str(error):
        # Names the address or the certificate; the texts of other errors may quote headers and bodies.
        problem = f"{problem} ({error})"
    strip_tracebacks(error)
    path = request.url.raw_path.partition(b"?")[0].decode("ascii")
    return kind(problem, request.method, path, reached or earlier_may_have_reached, attempts)


def _outcome(kind: type[httpx.RequestError]) -> tuple[type[KalshiTransportError], str, bool]:
    return next(outcome[1:] for outcome in _OUTCOMES if issubclass(kind, outcome[0]))


def strip_tracebacks(error: BaseException | None) -> None:
    """Forget where an error and what caused it come from, since the locals there hold a signature."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
