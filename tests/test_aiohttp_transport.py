"""What is sent with aiohttp is what httpx sends, and what comes of it is what comes of httpx."""

from __future__ import annotations

import asyncio
import gc
import gzip
import logging
import socket
import threading
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from unittest.mock import Mock

import aiohttp
import httpx
import pytest
from yarl import URL

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_overlay import KalshiConfigError, RetryPolicy, create_client, create_klear_client, create_public_client
from kalshi_overlay import aiohttp_transport as module
from kalshi_overlay.aiohttp_transport import AiohttpTransport
from kalshi_overlay.errors import (
    ClientStateError,
    KalshiNetworkError,
    KalshiPoolExhaustedError,
    KalshiTransportError,
    MissingExtraError,
)
from tests.async_transports import ASYNC_TRANSPORTS, each_async_transport
from tests.interruption_soak import linked
from tests.keys import KEY_ID, pem
from tests.loopback import (
    NO_CERTIFICATES,
    OVERFLOWING,
    Loopback,
    Received,
    answers,
    answers_by_half,
    answers_nonsense,
    listening,
    never_reading,
    resets,
    stays_silent,
)
from tests.retry_cases import CASES, Case, Failing
from tests.walking import by_name, walk

ONCE = RetryPolicy(retries=0)
Scenario = Callable[[httpx.AsyncClient], Awaitable[Any]]


def client_of(base_url: str, async_transport: Any, **options: Any) -> Any:
    given = {"verify_ssl": NO_CERTIFICATES, "retry_policy": ONCE, "timeout": 5.0, **options}
    return create_public_client(base_url=base_url, allow_unknown_host=True, async_transport=async_transport, **given)


def run(server: Loopback | Failing, async_transport: str, scenario: Scenario, **options: Any) -> Any:
    """Do something with the httpx client of a client of the server, and close it."""

    async def main() -> Any:
        async with client_of(server.base_url, async_transport, **options) as client:
            return await scenario(client.get_async_httpx_client())

    return asyncio.run(main())


def transport_of(client: Any) -> Any:
    return client.get_async_httpx_client()._transport


async def in_parts() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


BY_AIOHTTP: dict[str, dict[str, Any]] = {
    "a read": {},
    "a query": {"url": "/x?a=1&b=2?c="},
    "parameters": {"params": {"a": ["1", "2"], "b": "ü &=+"}},
    "the root": {"url": "ROOT"},
    "a path of odd characters": {"url": "/a;b=c/%2F%2f/ü/~!$&'()*+,=:@/@x:y@z/"},
    "characters that no URL has": {"url": '/a b|^c`d{e}"f<g>\\h?i=|^`{}"<>[]\\ j&%zz%'},
    "a path of dots": {"url": "/a/../b/./c/%2e%2e/d"},
    "two slashes": {"url": "//x//y"},
    "a fragment": {"url": "/x%23y?z=%23#part"},
    "a query of other letters": {"url": "/x?q=☃&p=+%20"},
    "a write": {"method": "POST", "json": {"count": "1.00"}},
    "a write without a body": {"method": "POST"},
    "PUT without a body": {"method": "PUT"},
    "PATCH": {"method": "PATCH", "content": b"x"},
    "DELETE": {"method": "DELETE"},
    "DELETE with a body": {"method": "DELETE", "content": b"{}"},
    "GET with a body": {"content": b"{}"},
    "small letters": {"method": "get"},
    "a body of 12,000 bytes": {"method": "POST", "content": bytes(12_000)},
    "a form": {"method": "POST", "data": {"a": "b c"}},
    "a body that is compressed": {"method": "POST", "content": b"x", "headers": {"content-encoding": "gzip"}},
    "names in their own case": {"headers": {"X-aBc": "1", "KALSHI-x": "2"}},
    "a header without a value": {"headers": {"x": "", "accept": ""}},
    "a header with a tab": {"headers": {"x": "a\tb"}},
    "a header of 9,000 bytes": {"headers": {"x": "a" * 9_000}},
    "headers that aiohttp would add": {"headers": {"user-agent": "me", "accept-encoding": "identity"}},
    "another host": {"headers": {"host": "other.example"}},
    "cookies as they are": {"headers": {"cookie": 'a="b; c"; d=e;f'}},
    "an Authorization": {"headers": {"authorization": "Basic abc"}},
}
BY_HTTPX: dict[str, dict[str, Any]] = {
    "an empty query": {"url": "/x?"},
    "a user name": {"url": "USER"},
    "a target": {"extensions": {"target": b"/other"}},
    "HEAD": {"method": "HEAD"},
    "OPTIONS": {"method": "OPTIONS"},
    "a method of no RFC": {"method": "FOO"},
    "a method that is none": {"method": "G T"},
    "a long body": {"method": "POST", "content": bytes(70_000)},
    "a body in parts": {"method": "POST", "content": in_parts},
    "headers that come twice": {"headers": [("X", "1"), ("x", "2"), ("X", "3")]},
    "a header in UTF-8": {"headers": [(b"x", "é".encode())]},
    "a header in no encoding": {"headers": [(b"x", b"\xff\xe9")]},
    "a header with spaces around it": {"headers": {"x": " a "}},
    "a header with a control character": {"headers": {"x": "a\x01b"}},
    "a header with a line break": {"headers": {"x": "a\r\ny: b"}},
    "a name with a space": {"headers": {"x y": "a"}},
    "a name with a colon": {"headers": {"x:": "a"}},
    "long headers": {"headers": {"x": "a" * 20_000}},
    "a connection to be closed": {"headers": {"connection": "close"}},
    "an answer to be waited for": {"method": "POST", "content": b"x", "headers": {"expect": "100-continue"}},
    "a body in chunks": {"method": "POST", "content": b"x", "headers": {"transfer-encoding": "chunked"}},
}


def is_complete(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    if b"transfer-encoding: chunked" in lines:
        return body.endswith(b"0\r\n\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    return bool(end) and len(body) >= length


def recorded(request: dict[str, Any], async_transport: str) -> tuple[bytes, str, bool]:
    """What comes over the wire, what is raised, and whether httpx's own transport sent it."""
    wire: list[bytes] = []

    def record(connection: socket.socket) -> None:
        data = b""
        while not is_complete(data) and (part := connection.recv(65_536)):
            data += part
        connection.sendall(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
        # And whatever is sent beside it.
        wire.append((data + connection.recv(65_536)).replace(b":%d\r" % server.server_address[1], b":PORT\r"))

    async def send(http: httpx.AsyncClient) -> tuple[str, bool]:
        given = {"method": "GET", "url": "/x", **request}
        urls = {"ROOT": server.origin, "USER": server.origin.replace("//", "//me:word@") + "/x"}
        given["url"] = urls.get(given["url"], given["url"])
        if callable(given.get("content")):
            given["content"] = given["content"]()
        raised = ""
        try:
            await http.request(**given)
        except httpx.RequestError as error:
            raised = f"{type(error).__name__} {type(error.__cause__).__name__}"
        transport: Any = http._transport
        return raised, not isinstance(transport, AiohttpTransport) or transport._other is not None

    with listening(at_once=record) as server:
        raised, is_httpx = run(server, async_transport, send)
    return b"".join(wire), raised, is_httpx


def test_each_request_is_sent_byte_for_byte_as_httpx_sends_it() -> None:
    def check(request: dict[str, Any]) -> None:
        sent, raised, _ = recorded(request, "httpx")
        ours, ours_raised, is_httpx = recorded(request, "aiohttp")
        assert (ours, ours_raised) == (sent, raised)
        assert is_httpx == (request in BY_HTTPX.values())

    walk({**BY_AIOHTTP, **BY_HTTPX}, check)


OK = b"HTTP/1.1 200 OK\r\n"
TWO = b"content-length: 2\r\n\r\nok"
ZIPPED = gzip.compress(b"ok", mtime=0)
# Each with what the server does then: keeps the connection, or closes it.
ANSWERS: dict[str, tuple[bytes, bool]] = {
    "a body": (OK + TWO, True),
    "no body": (OK + b"content-length: 0\r\n\r\n", True),
    "a body up to the end": (OK + b"\r\nok", False),
    "chunks": (OK + b"transfer-encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nTrailer: a\r\n\r\n", True),
    "a compressed body": (OK + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(ZIPPED) + ZIPPED, True),
    "an unknown encoding": (OK + b"content-encoding: z\r\n" + TWO, True),
    "a connection to be closed": (OK + b"connection: close\r\n" + TWO, True),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\nok", False),
    "HTTP/1.0 and a length": (b"HTTP/1.0 200 OK\r\n" + TWO, False),
    "100": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + TWO, True),
    "103 twice": (b"HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n" * 2 + OK + TWO, True),
    "103 alone": (b"HTTP/1.1 103 Early Hints\r\n\r\n", False),
    "101": (b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nok", False),
    "101 without a word": (b"HTTP/1.1 101 Switching\r\n\r\n", False),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", True),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\ncontent-length: 20\r\n\r\n", True),
    "999": (b"HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n", True),
    "99": (b"HTTP/1.1 99 Odd\r\n\r\n", False),
    "no reason": (b"HTTP/1.1 200\r\n" + TWO, True),
    "an empty reason": (b"HTTP/1.1 200 \r\n" + TWO, True),
    "a reason in no encoding": (b"HTTP/1.1 200 \xff\xc3\xa9\r\n" + TWO, True),
    "a long reason": (b"HTTP/1.1 200 " + b"a" * 50_000 + b"\r\n" + TWO, True),
    "a header of 90,000 bytes": (OK + b"x: " + b"a" * 90_000 + b"\r\n" + TWO, True),
    "a header of 150,000 bytes": (OK + b"x: " + b"a" * 150_000 + b"\r\n" + TWO, False),
    "2,000 headers": (OK + b"".join(b"x%d: a\r\n" % each for each in range(2_000)) + TWO, True),
    "headers that come twice": (OK + b"Set-Cookie: a=1\r\nset-cookie: b=2; Path=/x\r\nX: 1\r\nx: 2\r\n" + TWO, True),
    "headers in no encoding": (OK + b"x: \xff\xfe\r\ny: \xc3\xa9\r\n" + TWO, True),
    "headers with spaces": (OK + b"x:   a b  \r\ny:\r\n" + TWO, True),
    "a header with a zero byte": (OK + b"x: a\x00b\r\n" + TWO, False),
    "a name with a space": (OK + b"x : a\r\n" + TWO, False),
    "two lengths that differ": (OK + b"content-length: 3\r\n" + TWO, False),
    "a length that is none": (OK + b"content-length: x\r\n\r\nok", False),
    "a length below 0": (OK + b"content-length: -2\r\n\r\nok", False),
    "a body that is cut off": (OK + b"content-length: 3\r\n\r\nok", False),
    "chunks that are cut off": (OK + b"transfer-encoding: chunked\r\n\r\n5\r\nok", False),
    "a chunk without a length": (OK + b"transfer-encoding: chunked\r\n\r\nzz\r\nok", False),
    "headers that are cut off": (OK + b"x: a", False),
    "HTTP/2": (b"HTTP/2 200 OK\r\n\r\n", False),
    "nothing": (b"", False),
}
# What no server should send. httpx reads it, and what aiohttp makes of it says that the exchange may have acted.
REFUSED: dict[str, tuple[bytes, bool]] = {
    "a length that comes twice": (OK + b"content-length: 2\r\n" + TWO, True),
    "a length and chunks": (OK + b"transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n", True),
    "204 with a body": (b"HTTP/1.1 204 No Content\r\n" + TWO, True),
    "HTTP/1.2": (b"HTTP/1.2 200 OK\r\n" + TWO, True),
}


def outcome(case: tuple[bytes, bool], async_transport: str, *, requests: int = 2) -> tuple[Any, ...]:
    """What comes of an answer, what cookies are kept, and how many connections the requests take."""
    data, keeps = case

    def answer(connection: socket.socket, received: Received) -> None:
        connection.sendall(data)
        if not keeps:
            connection.shutdown(socket.SHUT_WR)

    async def ask(http: httpx.AsyncClient) -> tuple[Any, ...]:
        try:
            response = await http.post("/x", json={})
        except KalshiTransportError as error:
            return type(error), type(error.__cause__), error.may_have_reached_exchange
        given = response.extensions
        head = response.status_code, response.headers.raw, given["reason_phrase"], given["http_version"]
        for _ in range(requests - 1):
            await http.post("/x", json={})
        return (*head, response.content, dict(http.cookies), len(server.connections))

    with listening(answer) as server:
        return tuple(run(server, async_transport, ask))


def test_each_answer_is_read_as_httpx_reads_it() -> None:
    def check(case: tuple[bytes, bool]) -> None:
        assert outcome(case, "aiohttp") == outcome(case, "httpx")

    walk(ANSWERS, check)


def test_an_answer_that_aiohttp_refuses_may_be_one_to_a_request_that_was_acted_on() -> None:
    def check(case: tuple[bytes, bool]) -> None:
        assert outcome(case, "aiohttp") == (KalshiNetworkError, httpx.RemoteProtocolError, True)
        assert outcome(case, "httpx", requests=1)[0] in (200, 204)

    walk(REFUSED, check)


def test_a_second_answer_is_not_taken_for_that_of_the_next_request() -> None:
    *_, connections = outcome((OK + TWO + OK + TWO, True), "aiohttp")
    assert connections == 2


def breaks_the_second_time(connection: socket.socket, received: Received) -> None:
    if received.target.endswith("/first"):
        answers()(connection, received)
    else:
        resets(connection)


def closes_the_second_time(connection: socket.socket, received: Received) -> None:
    if received.target.endswith("/first"):
        answers()(connection, received)
    else:
        connection.shutdown(socket.SHUT_RDWR)


@each_async_transport
@pytest.mark.parametrize("answer", [breaks_the_second_time, closes_the_second_time])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH"])
def test_a_request_is_sent_once_over_a_kept_connection_that_breaks(
    method: str, answer: Any, async_transport: str
) -> None:
    async def ask(http: httpx.AsyncClient) -> bool:
        await http.get("/first")
        with pytest.raises(KalshiNetworkError) as failed:
            await http.request(method, "/second")
        return failed.value.may_have_reached_exchange

    with listening(answer) as server:
        assert run(server, async_transport, ask)
    assert [each.method for each in server.received] == ["GET", method]
    assert len(server.connections) == 1


@each_async_transport
def test_a_connection_that_was_closed_while_the_loop_was_busy_takes_no_write(async_transport: str) -> None:
    closing = threading.Event()
    closed: list[socket.socket] = []

    def answer_and_close(connection: socket.socket, received: Received) -> None:
        answers()(connection, received)
        if received.method == "GET":
            closing.wait(5)
            connection.shutdown(socket.SHUT_RDWR)
            closed.append(connection)

    async def ask(http: httpx.AsyncClient) -> None:
        await asyncio.gather(*(http.get("/x") for _ in range(3)))
        closing.set()
        # The loop sees nothing of what happens now.
        while len(closed) < 3:
            time.sleep(0.001)
        assert (await http.post("/orders", json={})).is_success

    with listening(answer_and_close) as server:
        run(server, async_transport, ask)
    assert len(server.connections) == len(server.received) == 4


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


@each_async_transport
def test_a_request_that_is_cancelled_leaves_no_connection_and_no_task(async_transport: str) -> None:
    gone = threading.Event()

    def wait_for_the_end(connection: socket.socket, received: Received) -> None:
        if received.target.endswith("/slow"):
            connection.recv(1)
            gone.set()
        else:
            answers()(connection, received)

    async def cancel(http: httpx.AsyncClient) -> None:
        asking = asyncio.create_task(http.post("/slow", json={}))
        await until(lambda: server.received)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await until(gone.is_set)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert (await http.post("/quick", json={})).is_success

    with listening(wait_for_the_end) as server:
        run(server, async_transport, cancel, httpx_args={"limits": httpx.Limits(max_connections=1)})
    assert [each.target.rpartition("/")[2] for each in server.received] == ["slow", "quick"]


@pytest.mark.parametrize("is_closing", [True, False], ids=["its own", "another's by now"])
def test_a_connection_is_aborted_unless_it_is_another_requests_by_now(is_closing: bool) -> None:
    async def handle(request: aiohttp.ClientRequest) -> aiohttp.ClientResponse:
        raise asyncio.CancelledError

    async def cancel() -> None:
        request = module._Request("GET", URL("http://localhost/x"), loop=asyncio.get_running_loop())
        request.wire = Mock(**{"is_closing.return_value": is_closing})
        with pytest.raises(asyncio.CancelledError):
            await module._send_once(request, handle)
        assert request.wire.abort.called == is_closing

    asyncio.run(cancel())


@each_async_transport
def test_a_request_that_is_cancelled_while_it_connects_leaves_nothing_open(
    async_transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancel(http: httpx.AsyncClient) -> None:
        asking = asyncio.create_task(http.get("/x"))
        await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert asyncio.all_tasks() == {asyncio.current_task()}

    (case,) = [case for case in CASES if case.kinds == (httpx.ConnectTimeout,)]
    with case.provoke(monkeypatch) as failing, warnings.catch_warnings():
        warnings.simplefilter("error")
        run(failing, async_transport, cancel)
        gc.collect()


@pytest.mark.parametrize("how", ["its time is over", "it is cancelled", "the client is closed"])
def test_a_connection_whose_other_end_reads_nothing_is_closed_at_once(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(http: httpx.AsyncClient) -> None:
        asking = asyncio.create_task(http.post("/x", headers={"x": "x" * OVERFLOWING}))
        transport: Any = http._transport
        await until(lambda: transport._session is not None and len(transport._session.connector._used))
        (wire,) = transport._session.connector._used
        await asyncio.sleep(0.02)
        assert wire.get_write_buffer_size() > 0
        if how == "it is cancelled":
            asking.cancel()
        elif how == "the client is closed":
            async with asyncio.timeout(1):
                await http.aclose()
        with pytest.raises((KalshiTransportError, asyncio.CancelledError)):
            await asking
        await asyncio.sleep(0)
        assert wire.get_write_buffer_size() == 0
        assert wire.get_extra_info("socket").fileno() == -1

    # More than aiohttp would be given, since nothing else fills the buffers.
    monkeypatch.setattr(module, "_LARGEST", 2 * OVERFLOWING)
    with never_reading() as server:
        run(server, "aiohttp", ask, timeout=httpx.Timeout(5, read=0.05 if how == "its time is over" else 5))


@each_async_transport
def test_a_request_that_is_cancelled_while_it_waits_for_a_connection_takes_none(async_transport: str) -> None:
    released = threading.Event()

    def answer_when_released(connection: socket.socket, received: Received) -> None:
        released.wait(5)
        answers()(connection, received)

    async def cancel(http: httpx.AsyncClient) -> None:
        asking = asyncio.create_task(http.get("/first"))
        await until(lambda: server.received)
        waiting = [asyncio.create_task(http.get(f"/{each}")) for each in range(3)]
        await asyncio.sleep(0.01)
        for task in waiting[:2]:
            task.cancel()
        # One of them is cancelled when its turn has come.
        released.set()
        await asking
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(each) for each in outcomes] == [asyncio.CancelledError, asyncio.CancelledError, httpx.Response]
        assert (await http.get("/last")).is_success

    with listening(answer_when_released) as server:
        run(server, async_transport, cancel, httpx_args={"limits": httpx.Limits(max_connections=1)})
    assert [each.target.rpartition("/")[2] for each in server.received] == ["first", "2", "last"]


def test_two_hundred_tasks_share_the_connections_that_there_may_be() -> None:
    async def ask(http: httpx.AsyncClient) -> None:
        responses = await asyncio.gather(*(http.get(f"/{each}") for each in range(200)))
        assert all(response.is_success for response in responses)

    with listening() as server:
        run(server, "aiohttp", ask, httpx_args={"limits": httpx.Limits(max_connections=7)})
    assert 1 < len(server.connections) <= 7
    assert len(server.received) == 200


@each_async_transport
@pytest.mark.parametrize(
    ("limits", "connections"),
    [
        (httpx.Limits(max_keepalive_connections=0), 3),
        (httpx.Limits(keepalive_expiry=0), 3),
        (httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=None), 1),
    ],
    ids=["none are kept", "none are kept for long", "all are kept, without limit"],
)
def test_a_connection_is_kept_as_the_limits_say(limits: httpx.Limits, connections: int, async_transport: str) -> None:
    async def ask(http: httpx.AsyncClient) -> None:
        for _ in range(3):
            await http.get("/x")

    with listening() as server:
        run(server, async_transport, ask, httpx_args={"limits": limits})
    assert len(server.connections) == connections


@each_async_transport
def test_a_stream_has_its_connection_until_it_is_closed(async_transport: str) -> None:
    async def ask(http: httpx.AsyncClient) -> None:
        async with http.stream("GET", "/x") as response:
            with pytest.raises(KalshiPoolExhaustedError):
                await http.get("/x")
            assert b"".join([part async for part in response.aiter_bytes()])
        async with http.stream("GET", "/x"):
            # Closed before it is read.
            pass
        assert (await http.get("/x")).is_success

    with listening() as server:
        options = {"timeout": httpx.Timeout(5, pool=0.01), "httpx_args": {"limits": httpx.Limits(max_connections=1)}}
        run(server, async_transport, ask, **options)
    assert len(server.received) == 3


@each_async_transport
def test_cookies_are_httpxs_alone(async_transport: str) -> None:
    async def ask(http: httpx.AsyncClient) -> None:
        for _ in range(2):
            await http.get("/x")
        http.cookies.clear()
        await http.get("/x")

    with listening(answers(b"{}", "200 OK", "set-cookie: a=1; Path=/")) as server:
        # aiohttp would keep no cookie of an address.
        url = server.base_url.replace("127.0.0.1", "localhost")
        run(Failing(url, None), async_transport, ask)
    sent = [[value for name, value in each.headers if name.lower() == "cookie"] for each in server.received]
    assert sent == [[], ["a=1"], []]


def test_an_answer_with_a_private_key_is_read_by_httpxs_own_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_with_aiohttp: list[str] = []
    send = aiohttp.ClientSession.request

    def watched(session: aiohttp.ClientSession, **request: Any) -> Any:
        sent_with_aiohttp.append(request["url"].name)
        return send(session, **request)

    async def ask(base_url: str) -> None:
        async with create_client(
            access_key_id=KEY_ID,
            private_key_data=pem("Ed25519"),
            base_url=base_url,
            allow_unknown_host=True,
            verify_ssl=NO_CERTIFICATES,
            async_transport="aiohttp",
        ) as client:
            await client.get_async_httpx_client().get("/status")
            await generate_api_key.asyncio(client=client, body=GenerateApiKeyRequest(name="mine"))

    monkeypatch.setattr(aiohttp.ClientSession, "request", watched)
    with listening(answers(b'{"api_key_id": "new", "private_key": "of it"}')) as server:
        asyncio.run(ask(server.base_url))
        assert len(server.received) == 2
    assert sent_with_aiohttp == ["status"]


@each_async_transport
def test_closing_ends_a_request_that_is_under_way(async_transport: str) -> None:
    async def close(client: Any) -> None:
        http = client.get_async_httpx_client()
        asking = asyncio.create_task(http.post("/x", json={}))
        await until(lambda: server.received)
        await client.aclose()
        async with asyncio.timeout(4):
            with pytest.raises(KalshiNetworkError) as failed:
                await asking
        assert failed.value.may_have_reached_exchange

    with listening(stays_silent) as server:
        asyncio.run(close(client_of(server.base_url, async_transport)))


def test_a_request_that_waits_for_a_connection_is_not_sent_once_the_client_is_closed() -> None:
    async def close(client: Any) -> None:
        http = client.get_async_httpx_client()
        asking, waiting = (asyncio.create_task(http.post("/x", json={})) for _ in range(2))
        await until(lambda: server.received)
        await client.aclose()
        with pytest.raises(KalshiNetworkError):
            await asking
        with pytest.raises(ClientStateError, match="nothing was sent"):
            await waiting

    with listening(stays_silent) as server:
        limits = {"limits": httpx.Limits(max_connections=1)}
        asyncio.run(close(client_of(server.base_url, "aiohttp", httpx_args=limits)))
    assert len(server.received) == 1


@each_async_transport
def test_closing_within_another_event_loop_says_what_to_do(async_transport: str) -> None:
    with listening() as server, asyncio.Runner() as runner:
        client = client_of(server.base_url, async_transport)
        runner.run(client.get_async_httpx_client().get("/x"))
        other = client.with_headers({})
        runner.run(other.get_async_httpx_client().get("/x"))
        runner.run(other.aclose())
        if async_transport == "aiohttp":
            with pytest.raises(ClientStateError, match=r"event loop.*make a client in each"):
                asyncio.run(client.aclose())
        runner.run(transport_of(client).aclose())


def test_a_client_that_is_never_closed_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def ask() -> None:
        http = client_of(server.base_url, "aiohttp").get_async_httpx_client()
        await http.get("/x")
        # The other end closes, so that nothing is left open which asyncio would speak of.
        server.connections[-1].shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(0.01)
        del http
        gc.collect()

    with listening() as server, warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.INFO):
        warnings.simplefilter("always")
        asyncio.run(ask())
        gc.collect()
    assert warned == []
    assert [record for record in caplog.records if record.name in ("asyncio", "aiohttp.client")] == []


def test_no_error_of_aiohttp_hangs_on_ours() -> None:
    def check(case: Case) -> None:
        with pytest.MonkeyPatch.context() as patch, case.provoke(patch) as failing:
            if failing.holds_the_connection or "content" in failing.request:
                return
            client = client_of(failing.base_url, "aiohttp", **{"verify_ssl": False, **failing.client})

            async def ask() -> KalshiTransportError:
                async with client:
                    http = client.get_async_httpx_client()
                    with pytest.raises(KalshiTransportError) as failed:
                        await http.request(**{"method": "GET", "url": "/x", **failing.request})
                    return failed.value

            hanging = linked(asyncio.run(ask()))
            assert not any(isinstance(each, aiohttp.ClientError) for each in hanging)

    walk(by_name(CASES, lambda case: case.name), check)


@pytest.mark.parametrize("answer", [answers_nonsense, answers_by_half, resets])
def test_an_error_of_aiohttp_that_another_one_interrupts_shows_no_signature(
    answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(error: BaseException) -> None:
        raise KeyboardInterrupt

    async def ask(client: Any) -> None:
        async with client:
            await client.get_async_httpx_client().get("/x")

    monkeypatch.setattr(module, "_as_httpx_error", interrupt)
    with listening(answer) as server:
        client = create_client(
            access_key_id=KEY_ID,
            private_key_data=pem("Ed25519"),
            base_url=server.base_url,
            verify_ssl=NO_CERTIFICATES,
            async_transport="aiohttp",
        )
        with pytest.raises(KeyboardInterrupt) as interrupted:
            asyncio.run(ask(client))
    hanging = linked(interrupted.value)
    assert any(isinstance(each, aiohttp.ClientError) for each in hanging)
    signature = server.received[0].header("KALSHI-ACCESS-SIGNATURE")
    for each in hanging:
        assert signature not in f"{each!r} {each} {vars(each)}"


MAKERS: dict[str, Callable[..., Any]] = {
    "signed": lambda **options: create_client(access_key_id=KEY_ID, private_key_data=pem("Ed25519"), **options),
    "public": create_public_client,
    "of Klear": lambda **options: create_klear_client(admin_user_id="a-user", access_token="a-token", **options),
}
each_maker = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@each_maker
def test_aiohttp_sends_by_default_and_httpx_if_you_say_so(make: Callable[..., Any]) -> None:
    options = {"verify_ssl": NO_CERTIFICATES}
    assert isinstance(transport_of(make(**options)), AiohttpTransport)
    assert isinstance(transport_of(make(async_transport="aiohttp", **options)), AiohttpTransport)
    chosen = make(async_transport="httpx", **options)
    for each in (chosen, chosen.with_headers({}), chosen.with_timeout(1), chosen.with_retry_policy(ONCE)):
        assert isinstance(transport_of(each), httpx.AsyncHTTPTransport)


@each_maker
def test_another_transport_is_refused_by_its_name(make: Callable[..., Any]) -> None:
    with pytest.raises(KalshiConfigError, match="async_transport must be 'httpx' or 'aiohttp', not 'requests'"):
        make(async_transport="requests")


@each_maker
@pytest.mark.parametrize("async_transport", [None, "aiohttp"])
def test_a_transport_of_your_own_is_kept(make: Callable[..., Any], async_transport: Any) -> None:
    mock = httpx.MockTransport(lambda request: httpx.Response(200))
    options = {} if async_transport is None else {"async_transport": async_transport}
    assert transport_of(make(httpx_args={"transport": mock}, **options)) is mock


def test_a_client_without_aiohttp_sends_with_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "aiohttp", None)
    assert isinstance(transport_of(create_public_client(verify_ssl=NO_CERTIFICATES)), httpx.AsyncHTTPTransport)
    with pytest.raises(MissingExtraError, match=r"aiohttp is not installed.*kalshi-gen\[fast\]"):
        create_public_client(async_transport="aiohttp")


@pytest.mark.parametrize("version", ["3.9.1", "3.14.4", "4.0.0a1"])
def test_an_aiohttp_of_another_version_is_none(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiohttp, "__version__", version)
    assert isinstance(transport_of(create_public_client(verify_ssl=NO_CERTIFICATES)), httpx.AsyncHTTPTransport)
    with pytest.raises(MissingExtraError, match=f'aiohttp {version} .*extra "fast"'):
        create_public_client(async_transport="aiohttp")


def test_the_transports_that_are_compared_are_those_that_may_be_chosen() -> None:
    for name in ASYNC_TRANSPORTS:
        create_public_client(async_transport=name)  # type: ignore[arg-type]  # a name is no literal
