"""The HTTP connections of the sandbox: uvicorn's, with resets for faults."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .error_answers import ErrorAnswer, render

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
CONNECTION = "sandbox.connection"
# Of a request's line and headers together; enough for a thousand headers.
MAX_HEAD_BYTES = 1 << 16
HEAD_LIMIT = f"a request's line and headers have {MAX_HEAD_BYTES} bytes at most, and are HTTP/1.1"


class Connection:
    """The part of a client's connection that a fault needs.

    Args:
        transport: The transport of its socket.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def reset(self, first: bytes = b"") -> None:
        """End the connection with an RST, as a crash does.

        Args:
            first: Bytes to send before.
        """
        if first:
            self._transport.write(first)
        held = self._transport.get_extra_info("socket")
        if held is not None and not self._transport.is_closing():
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()


class Protocol(H11Protocol):
    """uvicorn's HTTP protocol; it gives each request its connection, and rejects invalid HTTP as any other error.

    Args:
        live_errors: Whether error bodies are those of the live exchange.
        arguments: The arguments of uvicorn's protocol.
    """

    def __init__(self, *, live_errors: bool, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._live_errors = live_errors

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start a connection, and store it in the state of its requests."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, CONNECTION: Connection(transport)}

    def send_400_response(self, msg: str) -> None:
        """Reject a request that is not valid HTTP or too long, and close the connection."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        error = ErrorAnswer(400, "bad_request", msg, HEAD_LIMIT)
        body = json.dumps(render(error, live=self._live_errors)[1]).encode()
        headers: list[tuple[str, str]] = [
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        parts: list[Any] = [
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        for part in parts:
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()
