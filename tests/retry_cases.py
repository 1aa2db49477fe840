"""Every way in which a request can fail, made to happen on a real socket."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from tests.loopback import (
    BASE_PATH,
    OVERFLOWING,
    Answer,
    answers,
    answers_by_half,
    answers_nonsense,
    answers_with_broken_gzip,
    listening,
    never_reading,
    refused_port,
    resets,
    resets_unread,
    stays_silent,
)

SHORT = 0.01


@frozen
class Failing:
    """Where and how a request fails.

    Attributes:
        base_url: Where it is sent to.
        seen: Grows with each attempt that somebody else than the client has seen; None if nobody can.
        client: Further arguments of the client.
        request: Further arguments of the request.
        holds_the_connection: Whether another request holds the only connection meanwhile.
    """

    base_url: str
    seen: list[Any] | None = field(repr=False)
    client: dict[str, Any] = field(factory=dict)
    request: dict[str, Any] = field(factory=dict)
    holds_the_connection: bool = False


@frozen
class Case:
    """A failure, by what httpx raises for it, and what provokes it."""

    name: str
    kinds: tuple[type[httpx.RequestError], ...]
    provoke: Callable[[pytest.MonkeyPatch], contextlib.AbstractContextManager[Failing]]


def _served(answer: Answer, **client: Any) -> Callable[[pytest.MonkeyPatch], Any]:
    @contextlib.contextmanager
    def provoke(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
        with listening(answer) as server:
            yield Failing(server.base_url, server.received, client)

    return provoke


def _connected(at_once: Callable[[socket.socket], object], scheme: str = "http") -> Callable[[pytest.MonkeyPatch], Any]:
    @contextlib.contextmanager
    def provoke(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
        with listening(at_once=at_once) as server:
            yield Failing(server.base_url.replace("http:", f"{scheme}:"), server.connections)

    return provoke


def _speaks_no_tls(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"+OK POP3 ready\r\n\r\n")


def _says_nothing_and_closes(connection: socket.socket, received: object) -> None:
    connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _refused(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with refused_port() as port:
        yield Failing(f"http://127.0.0.1:{port}{BASE_PATH}", None)


@contextlib.contextmanager
def _nameless(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    asked: list[Any] = []

    def fail(host: Any, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", fail)
        yield Failing("https://exchange.invalid" + BASE_PATH, asked)


@contextlib.contextmanager
def _unanswered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(full.getsockname())
        base_url = f"http://127.0.0.1:{full.getsockname()[1]}{BASE_PATH}"
        yield Failing(base_url, None, {"timeout": httpx.Timeout(5, connect=SHORT)})


@contextlib.contextmanager
def _unread(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with never_reading() as server:
        timeout = httpx.Timeout(5, write=SHORT)
        yield Failing(server.base_url, server.connections, {"timeout": timeout}, {"content": bytes(OVERFLOWING)})


@contextlib.contextmanager
def _exhausted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.01)
    with listening() as server:
        client = {"timeout": timeout, "httpx_args": {"limits": limits}}
        yield Failing(server.base_url, None, client, holds_the_connection=True)


@contextlib.contextmanager
def _proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with listening(answers(b"", "502 Bad Gateway")) as proxy:
        client = {"httpx_args": {"proxy": proxy.origin}}
        yield Failing("https://exchange.invalid" + BASE_PATH, proxy.received, client)


@contextlib.contextmanager
def _unknown_scheme(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    yield Failing("https://exchange.invalid", None, request={"url": "gopher://exchange.invalid/asked"})


@contextlib.contextmanager
def _no_http(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with listening() as server:
        yield Failing(server.base_url, None, request={"headers": {"x-mine": "a\nb"}})


@contextlib.contextmanager
def _redirected(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    with listening(answers(b"", "307 Elsewhere", "location: /asked")) as server:
        client = {"follow_redirects": True, "httpx_args": {"max_redirects": 0}}
        yield Failing(server.base_url, server.received, client)


CASES = (
    Case("connection refused", (httpx.ConnectError,), _refused),
    Case("no such host (DNS)", (httpx.ConnectError,), _nameless),
    Case("TLS handshake failed", (httpx.ConnectError,), _connected(_speaks_no_tls, "https")),
    Case("proxy refused", (httpx.ProxyError,), _proxied),
    Case("timeout of connecting", (httpx.ConnectTimeout,), _unanswered),
    Case("timeout of the pool", (httpx.PoolTimeout,), _exhausted),
    Case("timeout of sending", (httpx.WriteTimeout,), _unread),
    Case("timeout of the answer", (httpx.ReadTimeout,), _served(stays_silent, timeout=httpx.Timeout(5, read=SHORT))),
    Case("reset, request unread", (httpx.ReadError, httpx.WriteError), _connected(resets_unread)),
    Case("reset, request read", (httpx.ReadError,), _served(resets)),
    Case("closed without an answer", (httpx.RemoteProtocolError,), _served(_says_nothing_and_closes)),
    Case("answer cut off", (httpx.RemoteProtocolError,), _served(answers_by_half)),
    Case("answer is no HTTP", (httpx.RemoteProtocolError,), _served(answers_nonsense)),
    Case("answer's compression broken", (httpx.DecodingError,), _served(answers_with_broken_gzip)),
    Case("too many redirects", (httpx.TooManyRedirects,), _redirected),
    Case("request is no HTTP", (httpx.LocalProtocolError,), _no_http),
    Case("scheme is neither http nor https", (httpx.UnsupportedProtocol,), _unknown_scheme),
)
