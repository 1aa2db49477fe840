"""Clients that are slow, large or many: the exchange answers the others meanwhile, and stays small."""

from __future__ import annotations

import contextlib
import itertools
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]
_MOST_MEGABYTES = 500
_IDLE = 5000
# Files that this process and the server have open besides the connections.
_SPARE = 200


@frozen
class Server:
    """A sandbox in a process of its own."""

    url: str
    pid: int

    def connect(self) -> socket.socket:
        parts = urlsplit(self.url)
        return socket.create_connection((str(parts.hostname), parts.port or 0), timeout=60)

    def check(self) -> None:
        """It answers somebody else, soon, and has never been large."""
        assert httpx.get(f"{self.url}/exchange/status", timeout=10).status_code == 200
        assert self.peak_megabytes() < _MOST_MEGABYTES

    def peak_megabytes(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with raised_file_limit():
        process = subprocess.Popen(
            [sys.executable, "-m", "kalshi_overlay.sandbox"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith("export KALSHI_API_BASE_URL="))
        yield Server(line.strip().split("=", 1)[1], process.pid)
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def raised_file_limit() -> Iterator[int]:
    """As many open files as this process, and those that it starts, may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _IDLE + _SPARE if hard == resource.RLIM_INFINITY else min(hard, _IDLE + _SPARE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield max(soft, wanted)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def answer_of(client: socket.socket) -> bytes:
    """What comes until the server closes, or the body that the head announces has come."""
    received = b""
    while chunk := client.recv(65536):
        received += chunk
        head, end, body = received.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if end and lengths and len(body) >= int(lengths[0]):
            break
    return received


def test_thousands_of_idle_connections(server: Server) -> None:
    with raised_file_limit() as limit, contextlib.ExitStack() as stack:
        count = min(_IDLE, limit - _SPARE)
        idle = [stack.enter_context(server.connect()) for _ in range(count)]
        server.check()
        idle[-1].sendall(b"GET /trade-api/v2/exchange/status HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 200 " in answer_of(idle[-1])
        # Where the system allows fewer open files, fewer connections are tried: `pytest -rP` shows how many.
        print(f"{count} idle connections, {server.peak_megabytes():.0f} MB at the most")


def test_a_client_that_sends_a_byte_a_second(server: Server) -> None:
    """Its next byte is not waited for here: the others are answered between any two."""
    request = b"GET /trade-api/v2/exchange/status HTTP/1.1\r\nHost: x\r\n\r\n"
    with server.connect() as slow:
        slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stop = threading.Event()
        second = threading.Thread(target=trickle, args=(slow, request, stop))
        second.start()
        started = time.monotonic()
        while time.monotonic() - started < 2.5:
            server.check()
        stop.set()
        second.join()
        slow.sendall(request[-1:])
        assert b" 200 " in answer_of(slow)


def trickle(client: socket.socket, request: bytes, stop: threading.Event) -> None:
    """A byte a second until told to stop, then all but the last."""
    at = 0
    while not stop.wait(1):
        client.sendall(request[at : at + 1])
        at += 1
    client.sendall(request[at:-1])


def test_a_body_of_fifty_megabytes(server: Server) -> None:
    size = 50 << 20
    head = (
        "POST /trade-api/v2/portfolio/events/orders HTTP/1.1\r\nHost: x\r\n"
        f"Content-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    )
    with server.connect() as client:
        client.sendall(head.encode())
        chunk = b" " * (1 << 20)
        for sent in range(50):
            client.sendall(chunk)
            if sent % 10 == 0:
                server.check()
        assert b" 413 " in answer_of(client)
    server.check()


def test_a_path_of_a_hundred_kilobytes(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"GET /trade-api/v2/markets/" + b"M" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = answer_of(client)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"bad_request"' in answer
    assert b"65536 bytes at most" in answer
    server.check()


def test_a_thousand_header_lines(server: Server) -> None:
    lines = "".join(f"X-Header-{number}: {'v' * 20}\r\n" for number in range(1000))
    with server.connect() as client:
        client.sendall(f"GET /trade-api/v2/exchange/status HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        assert b" 200 " in answer_of(client)
    server.check()


def test_header_lines_without_end(server: Server) -> None:
    with server.connect() as client, contextlib.suppress(ConnectionError):
        client.sendall(b"GET /trade-api/v2/exchange/status HTTP/1.1\r\n")
        for number in itertools.count():
            client.sendall(b"X-Header-%d: v\r\n" % number * 100)
            assert number < 100_000, "the server reads on"
    server.check()


def test_what_is_no_http_is_refused_in_words(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        assert b'"bad_request"' in answer_of(client)
    server.check()
