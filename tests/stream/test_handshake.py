"""Opening the stream: signed, to one host, again and again; and everything that can be there instead of it."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from kalshi_gen.perps.stream import channels as perps_channels
from kalshi_gen.stream import channels
from kalshi_overlay import KalshiAuth, create_client
from kalshi_overlay.errors import ClientStateError, KalshiConfigError, KalshiSubscriptionError
from kalshi_overlay.stream import KalshiHandshakeError, StateChange, connect
from kalshi_overlay.stream.feeds import HOSTS
from kalshi_overlay.stream.socket import _SignedConnect, how_to_connect, open_socket, stream_url
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import RejectHandshake
from tests.loopback import Answer, Loopback, answers, answers_by_half, answers_nonsense, resets, stays_silent
from tests.stream.running import run, until
from tests.stream.trades import opened

SIGNED = ("KALSHI-ACCESS-KEY", "KALSHI-ACCESS-SIGNATURE", "KALSHI-ACCESS-TIMESTAMP")


@contextmanager
def loopback(answer: Answer) -> Iterator[Loopback]:
    """A server that answers the handshake its own way."""
    with Loopback(answer, None) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            for connection in server.connections:
                # The server waits for its threads, and the test that leaves a connection open has failed already.
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def client_of(exchange: Sandbox, base_url: str) -> Any:
    return exchange.client(base_url=base_url)


async def refusal(exchange: Sandbox, base_url: str, **how: Any) -> KalshiHandshakeError:
    async with client_of(exchange, base_url) as client:
        with pytest.raises(KalshiHandshakeError) as refused:
            async with connect(client, **how):
                raise AssertionError("it was opened")
    return refused.value


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (answers(b"{}", "401 Unauthorized"), 401, "API key and this machine's clock"),
        (answers(b"{}", "403 Forbidden"), 403, "API key"),
        (answers(b"{}", "429 Too Many Requests"), 429, "429"),
        (answers(b"{}", "503 Service Unavailable"), 503, "503"),
        (answers(b"{}", "302 Found", "location: http://127.0.0.1:9/elsewhere"), 302, "302"),
        (answers(b"<html>"), 200, "200"),
        (answers_by_half, None, "no WebSocket"),
        (answers_nonsense, None, "no WebSocket"),
        (resets, None, ""),
    ],
)
def test_whatever_is_no_stream_is_said_so_and_shows_no_secret(
    exchange: Sandbox, answer: Answer, status: int | None, words: str
) -> None:
    async def scenario() -> None:
        with loopback(answer) as server:
            refused = await refusal(exchange, server.base_url)
            assert (refused.status_code, words in str(refused)) == (status, True)
            (received,) = server.received
            assert received.method == "GET"
            shown = "".join(traceback.TracebackException.from_exception(refused, capture_locals=True).format())
            assert received.header("KALSHI-ACCESS-SIGNATURE") not in shown
            assert "PRIVATE KEY" not in shown

    run(scenario())


def test_a_stream_that_can_not_be_reached_is_said_so(exchange: Sandbox) -> None:
    async def scenario() -> None:
        refused = await refusal(exchange, "http://127.0.0.1:9/trade-api/v2")
        assert refused.status_code is None
        assert "no connection could be made" in str(refused)

    run(scenario())


def test_a_handshake_without_an_answer_ends_in_time(exchange: Sandbox) -> None:
    async def scenario() -> None:
        with loopback(stays_silent) as server:
            refused = await refusal(exchange, server.base_url, open_timeout=0.05)
            assert "longer than 0.05 s" in str(refused)

    run(scenario())


def test_a_redirect_is_not_followed_with_a_signature(exchange: Sandbox) -> None:
    async def scenario() -> None:
        with loopback(answers()) as elsewhere:
            location = f"location: ws://{elsewhere.origin.removeprefix('http://')}/trade-api/ws/v2"
            with loopback(answers(b"", "307 Temporary Redirect", location)) as server:
                await refusal(exchange, server.base_url)
                assert len(server.received) == 1
            assert elsewhere.received == []

    run(scenario())


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy", "ws_proxy", "socks_proxy"])
def test_a_plain_stream_goes_through_no_proxy_of_the_environment(
    exchange: Sandbox, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        with loopback(answers(b"", "502 Bad Gateway")) as proxy:
            monkeypatch.setenv(name, proxy.origin)
            auth = exchange.client().auth
            assert isinstance(auth, KalshiAuth)
            opened_socket = await open_socket(exchange.stream_url, auth, 10)
            await opened_socket.close()
            assert proxy.received == []

    run(scenario())


def test_a_proxy_for_a_tls_stream_sees_no_signature(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        with loopback(answers(b"", "502 Bad Gateway")) as proxy:
            monkeypatch.setenv("https_proxy", proxy.origin)
            refused = await refusal(exchange, "https://exchange.invalid/trade-api/v2")
            assert refused.status_code is None
            (received,) = proxy.received
            assert received.method == "CONNECT"
            assert not [header for header, _ in received.headers if header.lower().startswith("kalshi")]

    run(scenario())


def test_a_refused_handshake_carries_the_exchanges_own_words_and_the_id_of_the_request(exchange: Sandbox) -> None:
    body = b'{"error":{"code":"authentication_error","message":"no such key","details":"NOT_FOUND"}}'

    async def scenario() -> None:
        with loopback(answers(body, "401 Unauthorized", "cf-ray: 8a1", "content-encoding: br")) as server:
            refused = await refusal(exchange, server.base_url)
            carried = (refused.status_code, refused.code, refused.message, refused.details, refused.request_ids)
            assert carried == (401, "authentication_error", "no such key", "NOT_FOUND", {"cf-ray": "8a1"})
            for part in ("401", "authentication_error", "no such key", "NOT_FOUND", "cf-ray: 8a1"):
                assert part in str(refused)

    run(scenario())


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
@pytest.mark.parametrize(
    "page", [b"<html><title>Blocked</title>", b"access denied", b'{"cloudflare_error":true,"code":1}']
)
def test_a_page_that_blocks_the_handshake_says_nothing_of_the_key(exchange: Sandbox, status: str, page: bytes) -> None:
    async def scenario() -> None:
        with loopback(answers(page, status)) as server:
            refused = await refusal(exchange, server.base_url)
            assert refused.status_code == int(status[:3])
            assert "in front of the exchange" in str(refused)
            assert "API key" not in str(refused)

    run(scenario())


def test_an_error_without_words_is_named_by_its_kind(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wordless(_SignedConnect):
        def __await__(self) -> Any:
            raise ConnectionAbortedError

    monkeypatch.setattr("kalshi_overlay.stream.socket._SignedConnect", Wordless)

    async def scenario() -> None:
        refused = await refusal(exchange, exchange.base_url)
        assert "ConnectionAbortedError" in str(refused)

    run(scenario())
    assert "channel_error" in str(KalshiSubscriptionError(10, ""))


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("ftp://me:secret@127.0.0.1:9", "isn't a valid"),
        ("socks5://me:secret@127.0.0.1:9", ""),
        ("http://me:secret@127.0.0.1:9", ""),
        ("http://me:secret@[::1", ""),
    ],
)
def test_a_proxy_of_the_environment_that_is_none_is_said_so_and_tried_again(
    exchange: Sandbox, proxy: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        monkeypatch.setenv("https_proxy", proxy)
        client = create_client(
            base_url="https://exchange.invalid/trade-api/v2",
            allow_unknown_host=True,
            access_key_id="an-id",
            private_key_data=exchange.private_key_pem,
        )
        with pytest.raises(KalshiHandshakeError) as refused:
            async with connect(client):
                raise AssertionError("it was opened")
        assert words in str(refused.value)
        assert "secret" not in str(refused.value)

    run(scenario())


@pytest.mark.parametrize(
    ("arguments", "proxy"),
    [
        ({}, True),
        ({"trust_env": False}, None),
        ({"proxy": "http://me:pa%40ss@127.0.0.1:9"}, "http://me:pa%40ss@127.0.0.1:9"),
        ({"proxy": httpx.Proxy("http://127.0.0.1:9", auth=("me", "pa@ss"))}, "http://me:pa%40ss@127.0.0.1:9"),
    ],
)
def test_the_stream_goes_through_the_clients_proxy(
    exchange: Sandbox, arguments: dict[str, Any], proxy: str | bool | None
) -> None:
    given: dict[str, Any] = {"access_key_id": exchange.access_key_id, "private_key_data": exchange.private_key_pem}
    assert how_to_connect(create_client(**given, httpx_args=arguments))["proxy"] == proxy


def test_a_plain_stream_goes_through_no_proxy_of_the_client(exchange: Sandbox) -> None:
    async def scenario() -> None:
        with loopback(answers(b"", "502 Bad Gateway")) as proxy:
            async with exchange.client(httpx_args={"proxy": proxy.origin}) as client, connect(client):
                pass
            assert proxy.received == []

    run(scenario())


def test_the_stream_verifies_the_exchange_as_the_client_does(exchange: Sandbox) -> None:
    given: dict[str, Any] = {"access_key_id": exchange.access_key_id, "private_key_data": exchange.private_key_pem}
    context = ssl.create_default_context()
    assert how_to_connect(create_client(**given, verify_ssl=context))["ssl"] is context
    assert how_to_connect(create_client(**given, verify_ssl=False))["ssl"].verify_mode == ssl.CERT_NONE
    assert how_to_connect(create_client(**given))["ssl"].verify_mode == ssl.CERT_REQUIRED
    assert "ssl" not in how_to_connect(exchange.client())


@pytest.mark.parametrize("how", ["the environment's file", "no file", "no certificates"])
def test_certificates_that_can_not_be_loaded_are_said_so(
    exchange: Sandbox, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle.pem"
    given: dict[str, Any] = {}
    if how == "no certificates":
        bundle.write_text("none")
    if how == "the environment's file":
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    else:
        given["verify_ssl"] = str(bundle)

    async def scenario() -> None:
        client = create_client(
            base_url="https://exchange.invalid/trade-api/v2",
            allow_unknown_host=True,
            access_key_id="an-id",
            private_key_data=exchange.private_key_pem,
            **given,
        )
        with pytest.raises(KalshiConfigError, match="the certificates can't be loaded"):
            async with connect(client):
                raise AssertionError("it was opened")

    run(scenario())


@pytest.mark.parametrize(
    "url",
    [
        "ws://exchange.invalid/trade-api/ws/v2",
        "ws://external-api-ws.kalshi.com/trade-api/ws/v2",
        "wss://me@exchange.invalid/trade-api/ws/v2",
        "http://127.0.0.1:9/trade-api/ws/v2",
    ],
)
def test_an_address_that_would_show_the_signature_is_refused(exchange: Sandbox, url: str) -> None:
    async def scenario() -> None:
        auth = exchange.client().auth
        assert isinstance(auth, KalshiAuth)
        with pytest.raises(KalshiConfigError):
            await open_socket(url, auth, 10)

    run(scenario())


def test_an_unknown_host_of_a_stream_is_refused_by_a_strict_key(exchange: Sandbox) -> None:
    async def scenario() -> None:
        auth = KalshiAuth(exchange.access_key_id, exchange.private_key_pem)
        with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
            await open_socket("wss://exchange.invalid/trade-api/ws/v2", auth, 10)
        # This machine needs no permission.
        opened_socket = await open_socket(exchange.stream_url, auth, 10)
        await opened_socket.close()

    run(scenario())


def test_another_key_is_refused_by_the_exchange(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with exchange.client(access_key_id="somebody-else") as client:
            with pytest.raises(KalshiHandshakeError) as refused:
                async with connect(client):
                    raise AssertionError("it was opened")
        assert refused.value.status_code == 401

    run(scenario())


def test_an_rsa_key_opens_the_stream_too(exchange: Sandbox) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    exchange.register_key("rsa", public)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    async def scenario() -> None:
        async with exchange.client(access_key_id="rsa", private_key_data=pem) as client, connect(client) as stream:
            assert await stream.list_subscriptions() == []

    run(scenario())


@asynccontextmanager
async def stream_server(requests: list[Request], *, keeps: int) -> AsyncIterator[str]:
    """A server that notes each handshake, and closes all connections but those after so many."""

    def note(connection: ServerConnection, request: Request) -> Response | None:
        requests.append(request)
        return None

    async def handle(connection: ServerConnection) -> None:
        if len(requests) > keeps:
            await connection.wait_closed()

    async with serve(handle, "127.0.0.1", 0, process_request=note) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/trade-api/v2"


def test_each_connection_has_a_signature_of_its_own(exchange: Sandbox) -> None:
    async def scenario() -> None:
        requests: list[Request] = []
        async with stream_server(requests, keeps=3) as url, client_of(exchange, url) as client, connect(client):
            await until(lambda: len(requests) == 4)
        assert {request.path for request in requests} == {"/trade-api/ws/v2"}
        assert len({request.headers["KALSHI-ACCESS-SIGNATURE"] for request in requests}) == 4
        for request in requests:
            assert all(len(request.headers.get_all(name)) == 1 for name in SIGNED)

    run(scenario())


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_connection_that_was_open_once_is_tried_again_whatever_the_answer(exchange: Sandbox, status: int) -> None:
    async def scenario() -> None:
        states: list[StateChange] = []
        async with opened(exchange, on_state=states.append) as stream:
            await stream.subscribe("trade")
            exchange.stream.faults.add(RejectHandshake(status), times=3)
            await asyncio.to_thread(exchange.stream.kill)
            await until(lambda: [state.state for state in states].count("subscribed") == 2)
            assert [state.error.status_code for state in states if isinstance(state.error, KalshiHandshakeError)] == [
                status
            ] * 3
            assert stream.counters.reconnects == 4

    run(scenario())


def test_nothing_that_is_logged_says_a_signature_or_a_message(
    exchange: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        requests: list[Request] = []
        async with stream_server(requests, keeps=1) as url, client_of(exchange, url) as client, connect(client):
            await until(lambda: len(requests) == 2)
        assert all(request.headers["KALSHI-ACCESS-SIGNATURE"] not in caplog.text for request in requests)

    with caplog.at_level(logging.DEBUG):
        logging.getLogger("websockets.server").setLevel(logging.INFO)
        run(scenario())
    assert exchange.access_key_id not in caplog.text


def test_only_a_client_with_an_api_key_opens_the_stream(exchange: Sandbox) -> None:
    async def scenario() -> None:
        public: Any = exchange.public_client()
        async with public:
            with pytest.raises(KalshiConfigError, match="API key"):
                async with connect(public):
                    raise AssertionError("it was opened")
        async with exchange.client() as client:
            wrong: list[Any] = [0, 9, True, 1.5]
            for number in wrong:
                with pytest.raises(KalshiConfigError, match="connections"):
                    async with connect(client, connections=number):
                        raise AssertionError("it was opened")

    run(scenario())


@pytest.mark.parametrize("how", ["close", "aclose", "with", "async with", "of a clone"])
def test_a_client_that_was_closed_opens_no_stream(exchange: Sandbox, how: str) -> None:
    async def scenario() -> None:
        client = exchange.client()
        # Made before, since a clone of one that is closed is closed too.
        clone = client.with_retry_policy(client.retry_policy)
        if how == "with":
            with client:
                pass
        elif how == "async with":
            async with client:
                pass
        elif how == "close":
            client.close()
        else:
            await client.aclose()
        with pytest.raises(ClientStateError, match="closed"):
            async with connect(clone if how == "of a clone" else client):
                raise AssertionError("it was opened")

    run(scenario())


def test_the_environment_of_a_client_says_where_its_stream_is(exchange: Sandbox) -> None:
    given: dict[str, Any] = {"access_key_id": exchange.access_key_id, "private_key_data": exchange.private_key_pem}
    with create_client(**given) as client:
        assert stream_url(client) == "wss://external-api-ws.kalshi.com/trade-api/ws/v2"
    with create_client(base_url="https://external-api.demo.kalshi.co/trade-api/v2", **given) as client:
        assert stream_url(client) == "wss://external-api-ws.demo.kalshi.co/trade-api/ws/v2"
    with exchange.client() as client:
        assert stream_url(client) == exchange.stream_url


def test_the_spec_names_the_host_that_signatures_go_to() -> None:
    # A spec that names another one moves nothing before somebody has checked that it is the exchange's.
    assert HOSTS["api"]["production"] == channels.HOST
    assert HOSTS["perps"]["production"] == perps_channels.HOST
