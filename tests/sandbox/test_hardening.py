"""Clients that are slow, large or many: the exchange answers the others meanwhile, and stays small."""

from __future__ import annotations

import contextlib
import itertools
import socket
from collections.abc import Iterator

import pytest

from .idle_soak import Server, answer_of, hold_idle, send_large_body, serving

_IDLE = 1000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(_IDLE) as server:
        yield server


def test_a_thousand_idle_connections(server: Server) -> None:
    # Where the system allows fewer open files, fewer connections are tried: `pytest -rP` shows how many.
    print(f"{hold_idle(server, _IDLE)} idle connections, {server.peak_megabytes():.0f} MB at the most")


def test_a_client_that_sends_a_byte_at_a_time(server: Server) -> None:
    """Its next byte is not waited for: the others are answered between any two."""
    with server.connect() as slow:
        slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GET /trade-api/v2/exchange/status HTTP/1.1\r\nHost: x\r\n\r\n":
            server.check()
            slow.sendall(bytes([byte]))
        assert b" 200 " in answer_of(slow)


def test_a_body_of_fifty_megabytes(server: Server) -> None:
    send_large_body(server, 50)


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


def test_what_is_no_http_is_rejected_in_words(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        assert b'"bad_request"' in answer_of(client)
    server.check()
