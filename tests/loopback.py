"""A server on loopback that keeps each request as it came, and answers or fails as a test wants."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator

from attrs import frozen

BASE_PATH = "/trade-api/v2"
# Loading the system's certificates for each client would be most of the time that these tests take.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
STATUS = b'{"exchange_active":true,"trading_active":true}'
# More than the buffers of both ends hold, where this server doesn't read.
OVERFLOWING = 6_000_000
_SMALL_BUFFER = 65_536
RESET = struct.pack("ii", 1, 0)


@frozen
class Received:
    """A request as it came.

    Attributes:
        method: Its method.
        target: Its path and query, as on the wire.
        headers: Its headers, names in the case that they came in.
        body: Its body.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header that came exactly once."""
        (value,) = [value for given, value in self.headers if given.lower() == name.lower()]
        return value


Answer = Callable[[socket.socket, Received], None]


class Loopback(socketserver.ThreadingTCPServer):
    """Listens on a port of the system's choosing, and keeps each connection and each request."""

    request_queue_size = 64

    def __init__(self, answer: Answer, at_once: Callable[[socket.socket], object] | None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.answer = answer
        self.at_once = at_once
        self.connections: list[socket.socket] = []
        self.received: list[Received] = []

    def server_bind(self) -> None:
        # Each connection takes this over; a buffer that grows of itself would hold what is to overflow it.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        super().server_bind()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def base_url(self) -> str:
        return self.origin + BASE_PATH


class _Connection(socketserver.BaseRequestHandler):
    server: Loopback

    def handle(self) -> None:
        self.server.connections.append(self.request)
        with contextlib.suppress(OSError):
            if self.server.at_once is not None:
                self.server.at_once(self.request)
                return
            while (received := _read(self.request)) is not None:
                self.server.received.append(received)
                self.server.answer(self.request, received)


def _read(connection: socket.socket) -> Received | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        body += chunk
    method, target, _ = first.split(" ")
    return Received(method, target, headers, body)


def answers(body: bytes = STATUS, status: str = "200 OK", *headers: str) -> Answer:
    """Answer with this body, and keep the connection."""
    lines = [f"HTTP/1.1 {status}", "content-type: application/json", f"content-length: {len(body)}", *headers]
    content = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def answer(connection: socket.socket, received: Received) -> None:
        connection.sendall(content)

    return answer


def resets(connection: socket.socket, received: Received | None = None) -> None:
    """Break the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()


def resets_unread(connection: socket.socket) -> None:
    """Break the connection off once a request is there, without reading it."""
    connection.recv(1, socket.MSG_PEEK)
    resets(connection)


def answers_by_half(connection: socket.socket, received: Received) -> None:
    """Promise more than what is sent, then close."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + STATUS[:10])
    connection.shutdown(socket.SHUT_RDWR)


def answers_nonsense(connection: socket.socket, received: Received) -> None:
    """Answer in another protocol."""
    connection.sendall(b"+OK POP3 ready\r\n\r\n")
    connection.shutdown(socket.SHUT_RDWR)


def answers_with_broken_gzip(connection: socket.socket, received: Received) -> None:
    """Answer with a success whose body is not the gzip that its header says."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")
    connection.shutdown(socket.SHUT_RDWR)


def stays_silent(connection: socket.socket, received: Received | None = None) -> None:
    """Answer nothing until the client goes away."""
    while connection.recv(65536):
        pass


@contextlib.contextmanager
def listening(
    answer: Answer | None = None, *, at_once: Callable[[socket.socket], object] | None = None
) -> Iterator[Loopback]:
    """Serve until the block ends.

    Args:
        answer: What is done with each request once it has been read; the exchange's status by default.
        at_once: What is done with each connection instead, before anything is read.
    """
    with Loopback(answer or answers(), at_once) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.002,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def never_reading() -> Iterator[Loopback]:
    """Serve until the block ends, however it ends, without reading anything."""
    over = threading.Event()
    with listening(at_once=lambda connection: over.wait()) as server:
        try:
            yield server
        finally:
            over.set()


@contextlib.contextmanager
def refused_port() -> Iterator[int]:
    """A port that is taken and refuses every connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
