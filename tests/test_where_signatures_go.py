"""Hooks, transports, mounts, proxies, redirects and foreign requests: no credentials reach another address.

The cases are sent with the signature of an API key and with an access token of Klear.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from attrs import frozen

from kalshi_overlay import KalshiConfigError, RetryPolicy
from kalshi_overlay.auth import BaseAuth
from kalshi_overlay.errors import KalshiHandshakeError, KalshiNetworkError, KalshiTimeoutError
from kalshi_overlay.stream.socket import how_to_connect, open_socket, stream_url
from kalshi_overlay.transport import KalshiTransport
from tests.async_transports import sending_with
from tests.credentials import CREDENTIALS, KEY, TOKEN, Credentials, credentials_in, public
from tests.loopback import NO_CERTIFICATES, Loopback, Received, answers, listening, stays_silent
from tests.shown_errors import shown
from tests.test_secrets import assert_nothing_shows, every_signature
from tests.test_signature_guard import get, hooks
from tests.walking import walk

WAYS = {"sync": False, "asyncio": True}
ONCE = RetryPolicy(retries=0)
STATUS_PATH = "/exchange/status"


@frozen
class Wire:
    """The servers of a case, one that the client is for and one that must see no credentials, and its credentials."""

    server: Loopback
    elsewhere: Loopback
    credentials: Credentials
    run_async: bool
    patch: pytest.MonkeyPatch

    @property
    def base_url(self) -> str:
        return self.server.origin + self.credentials.base_path

    def auth(self) -> BaseAuth:
        return self.credentials.auth()

    def client(self, base_url: str | None = None, **options: Any) -> Any:
        return self.credentials.client(base_url or self.base_url, **{"retry_policy": ONCE, **options})

    def get(self, client: Any, url: str = STATUS_PATH, **options: Any) -> httpx.Response:
        return get(client, run_async=self.run_async, url=url, **options)

    def hooked(self, act: Callable[[httpx.Request], object]) -> httpx.Response:
        """Send through an event hook."""
        return self.get(self.client(httpx_args=hooks(act, run_async=self.run_async)))

    def over(self, transport: Any, **options: Any) -> httpx.Response:
        """Send over a transport."""
        return self.get(self.client(httpx_args={"transport": transport, **options}))

    def plain(self, **options: Any) -> Any:
        kind: Any = httpx.AsyncClient if self.run_async else httpx.Client
        return kind(base_url=self.base_url, verify=NO_CERTIFICATES, **options)

    def adopted(self) -> Any:
        """A plain client that the signed client was given, and that follows redirects since."""
        client, plain = self.client(), self.plain()
        (client.set_async_httpx_client if self.run_async else client.set_httpx_client)(plain)
        plain.follow_redirects = True
        return plain

    def send(self, client: Any, request: httpx.Request) -> httpx.Response:
        async def send_async() -> httpx.Response:
            async with client.get_async_httpx_client() as http:
                response: httpx.Response = await http.send(request)
                return response

        if self.run_async:
            return asyncio.run(send_async())
        with client.get_httpx_client() as http:
            response: httpx.Response = http.send(request)
            return response

    @property
    def other_url(self) -> str:
        return self.elsewhere.origin + self.credentials.base_path + STATUS_PATH


Act = Callable[[Wire], object]
CASES: dict[str, tuple[Act, str]] = {}


def case(name: str, outcome: str) -> Callable[[Act], Act]:
    """A case of the table: it is `refused`, `sent` with credentials to its own server, or `seen` by no server."""

    def add(act: Act) -> Act:
        assert name not in CASES
        CASES[name] = (act, outcome)
        return act

    return add


def change(**attributes: Any) -> Callable[[httpx.Request], None]:
    def act(request: httpx.Request) -> None:
        for name, value in attributes.items():
            setattr(request, name, value)

    return act


@case("a hook changes the URL", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL(wire.other_url)))


@case("a hook changes the URL and the Host header", "refused")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> None:
        request.url = httpx.URL(wire.other_url)
        request.headers["host"] = request.url.netloc.decode()

    wire.hooked(act)


@case("a hook changes the Host header", "refused")
def _(wire: Wire) -> None:
    wire.hooked(lambda request: request.headers.update({"host": "evil.example"}))


@case("a hook adds another Host header", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(headers=httpx.Headers([("host", wire.server.origin[7:]), ("Host", "evil.example")])))


@case("a hook changes the path", "sent")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL(wire.base_url + "/markets")))


@case("a hook changes the path to another API's", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL(wire.server.origin + wire.credentials.other_path + "/markets")))


@case("a hook changes the path to one that leaves the API's", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL(f"{wire.base_url}/%2e%2e/%2E%2e{wire.credentials.other_path}")))


@case("a hook changes the method", "sent")
def _(wire: Wire) -> None:
    wire.hooked(change(method="DELETE"))


@case("a hook replaces the extensions", "sent")
def _(wire: Wire) -> None:
    wire.hooked(change(extensions={}))


@case("a hook sets a trace, and another one changes the URL and the Host header", "refused")
def _(wire: Wire) -> None:
    def set_trace(request: httpx.Request) -> None:
        request.extensions["trace"] = lambda event, info: None

    def redirect(request: httpx.Request) -> None:
        request.url = httpx.URL(wire.other_url)
        request.headers["host"] = request.url.netloc.decode()

    both = hooks(lambda request: (set_trace(request), redirect(request)), run_async=wire.run_async)
    wire.get(wire.client(httpx_args=both))


@case("a hook replaces the extensions, the URL and the Host header", "refused")
def _(wire: Wire) -> None:
    url = httpx.URL(wire.other_url)
    wire.hooked(change(extensions={}, url=url, headers=httpx.Headers({"host": url.netloc.decode()})))


@case("a hook adds a header of the credentials", "refused")
def _(wire: Wire) -> None:
    wire.hooked(lambda request: request.headers.update({wire.credentials.headers[0]: "x"}))


@case("a hook adds a header of other credentials", "refused")
def _(wire: Wire) -> None:
    other = TOKEN if wire.credentials is KEY else KEY
    wire.hooked(lambda request: request.headers.update(other.auth().headers("GET", request.url.path)))


@case("a hook sets another target", "refused")
def _(wire: Wire) -> None:
    wire.hooked(lambda request: request.extensions.update(target=wire.other_url.encode()))


@case("a hook sets another name for TLS", "refused")
def _(wire: Wire) -> None:
    wire.hooked(lambda request: request.extensions.update(sni_hostname="evil.example"))


@case("a hook changes the URL to plain http of another machine", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL("http://exchange.invalid/x"), headers=httpx.Headers({"host": "exchange.invalid"})))


@case("a hook adds a user name to the URL", "refused")
def _(wire: Wire) -> None:
    wire.hooked(change(url=httpx.URL(wire.base_url.replace("http://", "http://me@") + "/x")))


@case("a hook changes the URL to the exchange's", "refused")
def _(wire: Wire) -> None:
    host = "external-api.kalshi.com"
    wire.hooked(change(url=httpx.URL(f"https://{host}/x"), headers=httpx.Headers({"host": host})))


@case("a response hook sends the request's headers elsewhere", "sent")
def _(wire: Wire) -> None:
    def forward(response: httpx.Response) -> None:
        httpx.get(wire.other_url, headers={**response.request.headers, "host": "x"}, verify=NO_CERTIFICATES)

    async def forward_async(response: httpx.Response) -> None:
        await asyncio.to_thread(forward, response)

    hook = forward_async if wire.run_async else forward
    wire.get(wire.client(httpx_args={"event_hooks": {"response": [hook]}}))
    assert wire.elsewhere.received


@case("a trace changes the URL of the request that it sees", "sent")
def _(wire: Wire) -> None:
    def trace(event: str, info: dict[str, Any]) -> None:
        if "request" in info:
            info["request"].url = httpx.URL(wire.other_url)

    async def trace_async(event: str, info: dict[str, Any]) -> None:
        trace(event, info)

    wire.get(wire.client(), extensions={"trace": trace_async if wire.run_async else trace})


@case("a trace sends the headers that it sees elsewhere", "sent")
def _(wire: Wire) -> None:
    def trace(event: str, info: dict[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            httpx.get(wire.other_url, headers={**info["request"].headers, "host": "x"}, verify=NO_CERTIFICATES)

    async def trace_async(event: str, info: dict[str, Any]) -> None:
        await asyncio.to_thread(trace, event, info)

    wire.get(wire.client(), extensions={"trace": trace_async if wire.run_async else trace})
    assert wire.elsewhere.received


def transport_of(wire: Wire, act: Callable[[httpx.Request], httpx.Request], **options: Any) -> Any:
    """A transport on httpx's own that does something with each request."""

    class Sync(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return super().handle_request(act(request))

    class Async(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return await super().handle_async_request(act(request))

    return (Async if wire.run_async else Sync)(verify=NO_CERTIFICATES, **options)


@case("a transport changes the URL", "refused")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> httpx.Request:
        request.url = httpx.URL(wire.other_url)
        return request

    wire.over(transport_of(wire, act))


@case("a transport that makes a new request of the same", "sent")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> httpx.Request:
        return httpx.Request(request.method, request.url, headers=request.headers, stream=request.stream)

    wire.over(transport_of(wire, act))


@case("a transport that makes a new request of one that a hook sent elsewhere", "refused")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> httpx.Request:
        return httpx.Request(request.method, request.url, headers=request.headers, stream=request.stream)

    changed = hooks(change(url=httpx.URL(wire.other_url)), run_async=wire.run_async)
    wire.over(transport_of(wire, act), **changed)


@case("a transport that loses the extensions", "sent")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> httpx.Request:
        request.extensions = {}
        return request

    wire.over(transport_of(wire, act))


@case("a mock", "seen by no server")
def _(wire: Wire) -> None:
    assert wire.over(httpx.MockTransport(lambda request: httpx.Response(204))).status_code == 204


@case("a mock and a hook that changes the URL", "refused")
def _(wire: Wire) -> None:
    changed = hooks(change(url=httpx.URL(wire.other_url)), run_async=wire.run_async)
    wire.over(httpx.MockTransport(lambda request: httpx.Response(204)), **changed)


@case("a transport to a proxy", "refused")
def _(wire: Wire) -> None:
    wire.over(transport_of(wire, lambda request: request, proxy=wire.elsewhere.origin))


@case("our transport in a plain client", "sent")
def _(wire: Wire) -> None:
    inner = transport_of(wire, lambda request: request)
    ours = KalshiTransport(inner, auth=wire.auth())
    assert wire.get(wire.plain(transport=ours)).extensions["kalshi_attempts"] == 1


@case("our transport in a plain client that follows a redirect", "refused")
def _(wire: Wire) -> None:
    wire.server.answer = answers(b"", "302 Moved", f"location: {wire.other_url}")
    inner = transport_of(wire, lambda request: request)
    ours = KalshiTransport(inner, auth=wire.auth())
    wire.get(wire.plain(transport=ours, follow_redirects=True))


@case("a mount to a proxy", "refused")
def _(wire: Wire) -> None:
    proxy = transport_of(wire, lambda request: request, proxy=wire.elsewhere.origin)
    wire.get(wire.client(httpx_args={"mounts": {"http://": proxy}}))


@case("a mount that changes the URL", "refused")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> httpx.Request:
        request.url = httpx.URL(wire.other_url)
        return request

    wire.get(wire.client(httpx_args={"mounts": {"all://": transport_of(wire, act)}}))


@case("a mount for the server", "sent")
def _(wire: Wire) -> None:
    wire.get(wire.client(httpx_args={"mounts": {"all://127.0.0.1": transport_of(wire, lambda request: request)}}))


@case("a mount of nothing, past a proxy of the environment", "sent")
def _(wire: Wire) -> None:
    wire.patch.setenv("HTTP_PROXY", wire.elsewhere.origin)
    wire.get(wire.client(httpx_args={"mounts": {"http://127.0.0.1": None}}))


@case("a proxy", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(httpx_args={"proxy": wire.elsewhere.origin}))


@case("a proxy of a client of the user's own", "refused")
def _(wire: Wire) -> None:
    client, plain = wire.client(), wire.plain(proxy=wire.elsewhere.origin)
    (client.set_async_httpx_client if wire.run_async else client.set_httpx_client)(plain)
    wire.get(plain)


def environment_case(name: str) -> None:
    @case(f"{name} in the environment", "refused")
    def _(wire: Wire) -> None:
        wire.patch.setenv(name, wire.elsewhere.origin)
        wire.get(wire.client())


for _name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
    environment_case(_name)


@case("a proxy of the environment that is not for the server", "sent")
def _(wire: Wire) -> None:
    wire.patch.setenv("HTTP_PROXY", wire.elsewhere.origin)
    wire.patch.setenv("NO_PROXY", "127.0.0.1")
    wire.get(wire.client())


@case("a proxy of the environment that the client doesn't read", "sent")
def _(wire: Wire) -> None:
    wire.patch.setenv("HTTP_PROXY", wire.elsewhere.origin)
    wire.get(wire.client(httpx_args={"trust_env": False}))


def connects(connection: socket.socket, received: Received) -> None:
    """Open a tunnel as a proxy does, and answer in another protocol than TLS; for silence a client would wait."""
    connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
    connection.recv(65536)
    connection.sendall(b"+OK POP3 ready\r\n\r\n")
    connection.close()


def tunnel_case(how: str) -> None:
    @case(f"a proxy for https, by {how}", "seen by no server")
    def _(wire: Wire) -> None:
        wire.elsewhere.answer = connects
        options = {"httpx_args": {"proxy": wire.elsewhere.origin}} if how == "argument" else {}
        if how == "environment":
            wire.patch.setenv("HTTPS_PROXY", wire.elsewhere.origin)
        with pytest.raises(KalshiNetworkError):
            wire.get(wire.client("https://exchange.invalid", **options))
        assert [each.method for each in wire.elsewhere.received] == ["CONNECT"]


tunnel_case("argument")
tunnel_case("environment")


def redirect_cases(status: int) -> None:
    def answer(wire: Wire, location: str) -> None:
        wire.server.answer = answers(b"", f"{status} Moved", f"location: {location}")

    @case(f"{status}", "sent")
    def _(wire: Wire) -> None:
        answer(wire, wire.other_url)
        assert wire.get(wire.client()).status_code == status

    @case(f"{status} that is followed by a client of the user's own", "refused")
    def _(wire: Wire) -> None:
        answer(wire, wire.other_url)
        wire.get(wire.adopted())

    @case(f"{status} to the same address that is followed by a client of the user's own", "refused")
    def _(wire: Wire) -> None:
        answer(wire, wire.base_url + "/markets")
        wire.get(wire.adopted())

    @case(f"the next request of {status}, sent by the client", "refused")
    def _(wire: Wire) -> None:
        answer(wire, wire.other_url)
        following = wire.get(wire.client()).next_request
        assert following is not None
        wire.send(wire.client(), following)

    @case(f"the next request of {status}, sent by a public client", "sent")
    def _(wire: Wire) -> None:
        answer(wire, wire.other_url)
        following = wire.get(wire.client()).next_request
        assert following is not None
        assert wire.send(public(wire.server.base_url), following).is_success
        assert wire.elsewhere.received


for _status in (301, 302, 303, 307, 308):
    redirect_cases(_status)


@case("a call that is to follow redirects", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), follow_redirects=True)


@case("the URL of another server", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.other_url)


@case("the URL of another API of the server", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.server.origin + wire.credentials.other_path + STATUS_PATH)


@case("the URL of another API of the server, without a base URL of the client's own", "refused")
def _(wire: Wire) -> None:
    kind: Any = httpx.AsyncClient if wire.run_async else httpx.Client
    transport = KalshiTransport(transport_of(wire, lambda request: request), auth=wire.auth())
    wire.get(kind(transport=transport), url=wire.server.origin + wire.credentials.other_path + STATUS_PATH)


@case("the URL of another API of the server, by a plain client of httpx that authenticates", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.plain(auth=wire.auth()), wire.server.origin + wire.credentials.other_path + STATUS_PATH)


@case("a path of the server that is not below the base URL", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.server.origin + STATUS_PATH)


@case("a path with dots", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), f"../..{wire.credentials.other_path}{STATUS_PATH}")


@case("a path with dots that are escaped", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), f"/%2e%2e/%2e%2e{wire.credentials.other_path}{STATUS_PATH}")


def exchange_case(url: str) -> None:
    @case(f"a client of the host that serves two APIs, and {url}", "refused")
    def _(wire: Wire) -> None:
        wire.get(wire.client("https://demo-api.kalshi.co" + wire.credentials.base_path), url.format(wire.credentials))


for _url in (
    "https://demo-api.kalshi.co{0.other_path}/x",
    "https://demo-api.kalshi.co/x",
    "https://demo-api.kalshi.co{0.base_path}/%2e%2e/%2e%2e{0.other_path}/x",
    "https://demo-api.kalshi.co.{0.other_path}/x",
    "https://external-api.kalshi.com{0.base_path}/x",
    "https://external-api.demo.kalshi.co{0.other_path}/x",
    "https://api.klear.kalshi.com{0.base_path}/x",
):
    exchange_case(_url)


@case("a client of another API's host", "refused")
def _(wire: Wire) -> None:
    host = "api.klear.kalshi.com" if wire.credentials is KEY else "external-api.kalshi.com"
    wire.get(wire.client(f"https://{host}{wire.credentials.base_path}"))


@case("a client of another API's path", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(wire.server.origin + wire.credentials.other_path))


@case("the server's URL by another name", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.base_url.replace("127.0.0.1", "localhost") + STATUS_PATH)


@case("the server's URL in full", "sent")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.base_url + STATUS_PATH)


@case("a URL that begins with two slashes", "sent")
def _(wire: Wire) -> None:
    wire.get(wire.client(), wire.other_url.removeprefix("http:"))


@case("a URL whose user name looks like the server", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), f"{wire.server.origin}@{wire.other_url.removeprefix('http://')}")


@case("the exchange's URL by plain http", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), "http://external-api.kalshi.com/trade-api/v2/exchange/status")


@case("a request that was made by hand", "refused")
def _(wire: Wire) -> None:
    wire.send(wire.client(), httpx.Request("GET", wire.other_url))


@case("a request that was made by hand, with the Host of the server", "refused")
def _(wire: Wire) -> None:
    wire.send(wire.client(), httpx.Request("GET", wire.other_url, headers={"host": wire.server.origin[7:]}))


@case("a call with a Host header", "refused")
def _(wire: Wire) -> None:
    wire.get(wire.client(), headers={"host": "evil.example"})


def foreign(wire: Wire) -> httpx.Request:
    """A request that carries credentials, as a plain client that authenticates sends it."""
    request = wire.get(wire.plain(auth=wire.auth())).request
    assert wire.credentials.headers[0] in request.headers
    wire.server.received.clear()
    return httpx.Request("GET", wire.other_url, headers={**request.headers, "host": wire.elsewhere.origin[7:]})


@case("a request with the credentials of a plain client, sent by a public client", "refused")
def _(wire: Wire) -> None:
    wire.send(public(wire.server.base_url), foreign(wire))


@case("the very request that a plain client authenticated, sent by a public client", "refused")
def _(wire: Wire) -> None:
    request = wire.get(wire.plain(auth=wire.auth())).request
    wire.server.received.clear()
    request.url = httpx.URL(wire.other_url)
    wire.send(public(wire.server.base_url), request)


@case("a request with the credentials of a plain client, sent by a client", "refused")
def _(wire: Wire) -> None:
    wire.send(wire.client(), foreign(wire))


@case("the request of a client, sent by a plain client of httpx", "sent")
def _(wire: Wire) -> None:
    request = wire.get(wire.client()).request
    request.url = httpx.URL(wire.other_url)
    with httpx.Client(verify=NO_CERTIFICATES) as plain:
        plain.send(request)
    assert wire.elsewhere.received


@case("a public client that is to authenticate one call", "refused")
def _(wire: Wire) -> None:
    wire.get(public(wire.server.base_url), auth=wire.auth())


@case("the client's own auth for a call", "sent")
def _(wire: Wire) -> None:
    client = wire.client()
    wire.get(client, auth=client.auth)


@case("a plain client of httpx that follows a redirect", "refused")
def _(wire: Wire) -> None:
    wire.server.answer = answers(b"", "302 Moved", f"location: {wire.other_url}")
    wire.get(wire.plain(auth=wire.auth(), follow_redirects=True))


@case("a plain client of httpx that follows a redirect to another API of the server", "refused")
def _(wire: Wire) -> None:
    location = wire.server.origin + wire.credentials.other_path + STATUS_PATH
    wire.server.answer = answers(b"", "302 Moved", f"location: {location}")
    wire.get(wire.plain(auth=wire.auth(), follow_redirects=True))


@case("a plain client of httpx, and a hook that takes a header of the credentials away", "refused")
def _(wire: Wire) -> None:
    def act(request: httpx.Request) -> None:
        del request.headers[wire.credentials.headers[0]]

    wire.get(wire.plain(auth=wire.auth(), **hooks(act, run_async=wire.run_async)))


def plain_case(name: str, outcome: str, first: Callable[[httpx.Request], object] | None = None) -> None:
    @case(f"a plain client of httpx that authenticates, {name}", outcome)
    def _(wire: Wire) -> None:
        def redirect(request: httpx.Request) -> None:
            request.url = httpx.URL(wire.other_url)
            request.headers["host"] = request.url.netloc.decode()

        def act(request: httpx.Request) -> None:
            if first is not None:
                first(request)
            if outcome == "refused":
                redirect(request)

        def make_new(request: httpx.Request) -> httpx.Request:
            return httpx.Request(request.method, request.url, headers=request.headers, stream=request.stream)

        changed = hooks(act, run_async=wire.run_async)
        wire.get(wire.plain(auth=wire.auth(), transport=transport_of(wire, make_new), **changed))


plain_case("over a transport that makes a new request", "sent")
plain_case("and a hook that changes the URL", "refused")
plain_case("a hook that sets a trace, and one that changes the URL", "refused", change(extensions={"trace": None}))
plain_case("a hook that replaces the extensions, and one that changes the URL", "refused", change(extensions={}))


def stream(wire: Wire, client: Any, **options: Any) -> None:
    """Read a response part by part."""

    async def stream_async() -> None:
        async with client.get_async_httpx_client() as http, http.stream("GET", STATUS_PATH, **options) as response:
            async for _ in response.aiter_raw():
                pass

    if wire.run_async:
        asyncio.run(stream_async())
    else:
        with client.get_httpx_client() as http, http.stream("GET", STATUS_PATH, **options) as response:
            list(response.iter_raw())


@case("a body that is read part by part", "sent")
def _(wire: Wire) -> None:
    stream(wire, wire.client())


@case("a body that is read part by part, of a redirect", "sent")
def _(wire: Wire) -> None:
    wire.server.answer = answers(b"there", "307 Moved", f"location: {wire.other_url}")
    stream(wire, wire.client())


@case("a body that is read part by part, of a redirect that is to be followed", "refused")
def _(wire: Wire) -> None:
    wire.server.answer = answers(b"there", "307 Moved", f"location: {wire.other_url}")
    stream(wire, wire.client(), follow_redirects=True)


@case("a body that is read part by part, and a hook that changes the URL", "refused")
def _(wire: Wire) -> None:
    stream(wire, wire.client(httpx_args=hooks(change(url=httpx.URL(wire.other_url)), run_async=wire.run_async)))


def send_parts(wire: Wire, client: Any) -> httpx.Response:
    async def parts_async() -> AsyncIterator[bytes]:
        yield b"{}"

    content = parts_async() if wire.run_async else iter([b"{}"])
    url = wire.base_url + STATUS_PATH
    return wire.send(client, httpx.Request("POST", url, content=content, headers={"content-length": "2"}))


@case("a request whose body comes part by part", "sent")
def _(wire: Wire) -> None:
    send_parts(wire, wire.client())


@case("a request whose body comes part by part, and a redirect", "sent")
def _(wire: Wire) -> None:
    wire.server.answer = answers(b"", "307 Moved", f"location: {wire.other_url}")
    assert send_parts(wire, wire.client()).status_code == 307


@case("a request that is given up, and another one", "sent")
def _(wire: Wire) -> None:
    async def give_up_and_ask() -> None:
        async with wire.client().get_async_httpx_client() as http:
            asking = asyncio.create_task(http.get(STATUS_PATH))
            while not wire.server.received:
                await asyncio.sleep(0.001)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            ask_again()
            await http.get(STATUS_PATH)

    def ask_again() -> None:
        assert len(credentials_in(wire.server.received)) == len(wire.credentials.headers)
        wire.server.received.clear()
        wire.server.answer = answers()

    wire.server.answer = stays_silent
    if wire.run_async:
        asyncio.run(give_up_and_ask())
    else:
        with wire.client().get_httpx_client() as http:
            with pytest.raises(KalshiTimeoutError):
                http.get(STATUS_PATH, timeout=httpx.Timeout(5, read=0.05))
            ask_again()
            http.get(STATUS_PATH)


STREAM_CASES: list[str] = []


def stream_case(name: str, outcome: str) -> Callable[[Act], Act]:
    """A case of the stream, which is opened with a key alone."""
    STREAM_CASES.append(name)
    return case(name, outcome)


def open_stream(wire: Wire, base_url: str | None = None, **options: Any) -> None:
    """Open the stream of a client at a server that is none; the handshake is all that it sees."""
    client = KEY.client(base_url or wire.base_url, **options)
    with pytest.raises(KalshiHandshakeError):
        asyncio.run(open_socket(stream_url(client), KEY.auth(), 5, how_to_connect(client)))


@stream_case("a handshake", "sent")
def _(wire: Wire) -> None:
    open_stream(wire)


def handshake_proxy_case(name: str) -> None:
    @stream_case(f"a handshake, with {name} in the environment", "sent")
    def _(wire: Wire) -> None:
        wire.patch.setenv(name, wire.elsewhere.origin)
        open_stream(wire)


for _name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ws_proxy", "socks_proxy", "ALL_PROXY"):
    handshake_proxy_case(_name)


@stream_case("a handshake over TLS, with a proxy in the environment", "seen by no server")
def _(wire: Wire) -> None:
    wire.elsewhere.answer = connects
    wire.patch.setenv("https_proxy", wire.elsewhere.origin)
    open_stream(wire, "https://exchange.invalid/trade-api/v2")
    assert [each.method for each in wire.elsewhere.received] == ["CONNECT"]


@stream_case("a handshake over TLS, with a proxy of the client's", "seen by no server")
def _(wire: Wire) -> None:
    wire.elsewhere.answer = connects
    open_stream(wire, "https://exchange.invalid/trade-api/v2", httpx_args={"proxy": wire.elsewhere.origin})
    assert [each.method for each in wire.elsewhere.received] == ["CONNECT"]


@stream_case("a handshake without TLS, with a proxy of the client's", "sent")
def _(wire: Wire) -> None:
    open_stream(wire, httpx_args={"proxy": wire.elsewhere.origin})


def handshake_redirect_case(status: int) -> None:
    @stream_case(f"a handshake that is answered by {status}", "sent")
    def _(wire: Wire) -> None:
        location = wire.elsewhere.origin.replace("http:", "ws:")
        wire.server.answer = answers(b"", f"{status} Moved", f"location: {location}/trade-api/ws/v2")
        open_stream(wire)


for _status in (301, 302, 303, 307, 308):
    handshake_redirect_case(_status)


def handshake_address_case(url: str) -> None:
    @stream_case(f"a handshake with {url}", "refused")
    def _(wire: Wire) -> None:
        asyncio.run(open_socket(url, KEY.auth(), 5))


for _url in ("ws://exchange.invalid/x", "ws://external-api-ws.kalshi.com/x", "wss://me@exchange.invalid/x"):
    handshake_address_case(_url)


@contextlib.contextmanager
def every_name_is_elsewhere(wire: Wire) -> Iterator[None]:
    """Names of other machines lead to the other server, so that it sees what leaves this machine."""
    find = socket.getaddrinfo
    address = wire.elsewhere.server_address

    def found(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        is_ours = host in ("127.0.0.1", b"127.0.0.1")
        return find(host, port, *arguments, **options) if is_ours else find(*address, *arguments, **options)

    with wire.patch.context() as patched:
        patched.setattr(socket, "getaddrinfo", found)
        yield


def test_no_credentials_reach_another_address() -> None:
    def check(given: tuple[Act, str, Credentials, bool]) -> None:
        act, outcome, credentials, run_async = given
        server.answer = elsewhere.answer = answers()
        server.received.clear()
        elsewhere.received.clear()
        with pytest.MonkeyPatch.context() as patch:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
                patch.delenv(name, raising=False)
                patch.delenv(name.lower(), raising=False)
            wire = Wire(server, elsewhere, credentials, run_async, patch)
            # Each transport with credentials of one kind; what is checked lies above both.
            transport = "aiohttp" if credentials is KEY else "httpx"
            with sending_with(transport), every_name_is_elsewhere(wire), every_signature() as kept:
                if outcome == "refused":
                    with pytest.raises(KalshiConfigError) as refused:
                        act(wire)
                    assert_nothing_shows(shown(refused.value), kept.arguments["signatures"])
                    # One that redirected saw its own request.
                    assert len(credentials_in(server.received)) in (0, len(credentials.headers)), refused.value
                else:
                    act(wire)
                    sent = credentials.headers if outcome == "sent" else ()
                    assert len(credentials_in(server.received)) == len(sent)
        assert credentials_in(elsewhere.received) == []

    assert len(CASES) >= 40
    cases = {
        f"{name}, {kind}, {way}": (*CASES[name], CREDENTIALS[kind], WAYS[way])
        for name in CASES
        for kind in CREDENTIALS
        for way in WAYS
        if kind == "a key" or name not in STREAM_CASES
    }
    with listening() as server, listening() as elsewhere:
        walk(cases, check)
