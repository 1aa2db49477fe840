"""A server on loopback with configurable responses, and the four ways to call an operation."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any

import httpx
import pytest
from attrs import define, field, frozen

from kalshi_gen import AuthenticatedClient, Client
from tests.loopback import NO_CERTIFICATES

WAYS = ("sync", "asyncio", "sync_detailed", "asyncio_detailed")


@frozen
class Answer:
    """A response of the server."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(factory=dict)


@frozen
class Received:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    content: bytes


@define
class Exchange:
    """A server that sends the given responses in order, repeats the last one, and keeps the requests."""

    base_url: str = ""
    answers: list[Answer] = field(factory=list)
    requests: list[Received] = field(factory=list)

    def answer(self, status: int = 200, content: Any = b"", **headers: str) -> None:
        """Add an answer; content that isn't bytes is sent as JSON, and header names have `_` for `-`."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(Answer(status, body, named))

    def forget(self) -> None:
        """Remove all responses and requests."""
        self.answers.clear()
        self.requests.clear()

    def client(self, **arguments: Any) -> Client:
        """Make a plain client of this server."""
        return Client(self.base_url, verify_ssl=NO_CERTIFICATES, **arguments)

    def signed_client(self, auth: httpx.Auth | None = None, **arguments: Any) -> AuthenticatedClient:
        """Make a client of this server that may call secured operations."""
        return AuthenticatedClient(self.base_url, verify_ssl=NO_CERTIFICATES, auth=auth or httpx.Auth(), **arguments)

    def respond(self, request: Received) -> Answer:
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    exchange: Exchange
    protocol_version = "HTTP/1.1"
    # Headers and body are sent in one packet; otherwise each response waits for a delayed acknowledgement.
    wbufsize = -1

    def _handle(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.exchange.respond(Received(self.command, self.path, headers, content))
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815 (the base class looks for these names)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on stderr."""


@pytest.fixture(scope="session")
def server() -> Iterator[Exchange]:
    exchange = Exchange()
    handler = type("Handler", (_Handler,), {"exchange": exchange})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        exchange.base_url = f"http://127.0.0.1:{listening.server_port}/trade-api/v2"
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield exchange
        listening.shutdown()
        thread.join()


@pytest.fixture
def exchange(server: Exchange) -> Exchange:
    """The server, without responses and requests yet."""
    server.forget()
    return server


Call = Callable[..., Any]


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.Runner]:
    """One loop for all tests: a loop for each call would take longer than the call."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def call(loop: asyncio.Runner) -> Call:
    """Calls an operation in one of the four ways, with a client that is closed afterwards."""

    def called(way: str, operation: ModuleType, client: Client, **arguments: Any) -> Any:
        if not way.startswith("asyncio"):
            with client:
                return getattr(operation, way)(client=client, **arguments)

        async def run() -> Any:
            async with client:
                return await getattr(operation, way)(client=client, **arguments)

        return loop.run(run())

    return called


@pytest.fixture
def call_again(exchange: Exchange, loop: asyncio.Runner) -> Iterator[Call]:
    """Calls an operation in one of the four ways, reusing the connections of one plain client."""
    blocking, awaited = exchange.client(), exchange.client()

    def called(way: str, operation: ModuleType, **arguments: Any) -> Any:
        if way.startswith("asyncio"):
            return loop.run(getattr(operation, way)(client=awaited, **arguments))
        return getattr(operation, way)(client=blocking, **arguments)

    yield called
    blocking.get_httpx_client().close()
    loop.run(awaited.get_async_httpx_client().aclose())


def is_detailed(way: str) -> bool:
    return way.endswith("_detailed")
