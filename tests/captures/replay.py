"""Play a capture to a client: frames over a WebSocket on loopback, answers by an httpx transport."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from os import PathLike
from typing import Any, Self

import httpx
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_sandbox.replay import FrameLine, HttpLine, read_frames, read_http
from tests.test_retries import signed

# Far above what a command takes: it ends a replay whose client does something else.
PATIENCE = 10.0


class FrameReplay:
    """Plays the frames of a capture, to the first WebSocket those of connection 0, to the next those of connection 1.

    What was received is sent as it was. Where the client sent a command, the replay waits until it sends the same one,
    and answers from there on by the id that the command has now. After the last frame the WebSocket stays open.

    Args:
        lines: The frames, or the file that has them.
        closes: Whether each WebSocket is closed after its last frame.

    Attributes:
        problems: The commands of the capture that the client did not send.
    """

    def __init__(self, lines: Sequence[FrameLine] | str | PathLike[str], *, closes: bool = False) -> None:
        self._lines = read_frames(lines) if isinstance(lines, str | PathLike) else lines
        self._closes = closes
        self._opened = 0
        self._server: Server | None = None
        self.problems: list[str] = []

    async def __aenter__(self) -> Self:
        self._server = await serve(self._play, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *args: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def client(self) -> KalshiAuthenticatedClient:
        """A client whose stream is the replay."""
        assert self._server is not None
        (listening,) = self._server.sockets
        return signed(f"http://127.0.0.1:{listening.getsockname()[1]}/trade-api/v2")

    async def _play(self, socket: ServerConnection) -> None:
        number, self._opened = self._opened, self._opened + 1
        waiting: list[dict[str, Any]] = []
        ids: dict[int, int] = {}
        try:
            for line in self._lines:
                if line.connection != number:
                    continue
                if line.direction == "received":
                    await socket.send(_answering(line.content, ids), text=True)
                else:
                    wanted = json.loads(line.content)
                    ids[wanted["id"]] = await self._sent(socket, wanted, waiting)
            if not self._closes:
                await socket.wait_closed()
        except TimeoutError:
            self.problems.append(f"the client did not send {wanted}, but {waiting}")
        except ConnectionClosed:
            # The client has seen enough.
            pass

    async def _sent(self, socket: ServerConnection, wanted: dict[str, Any], waiting: list[dict[str, Any]]) -> int:
        """Wait until the client has sent a command, whatever its id."""
        while True:
            for command in waiting:
                if {**command, "id": 0} == {**wanted, "id": 0}:
                    waiting.remove(command)
                    return int(command["id"])
            async with asyncio.timeout(PATIENCE):
                waiting.append(json.loads(await socket.recv()))


def _answering(frame: bytes, ids: dict[int, int]) -> bytes:
    """A frame, with the id that its command has now; one that answers none goes out byte for byte."""
    try:
        message = json.loads(frame)
    except ValueError:
        return frame
    number = message.get("id") if isinstance(message, dict) else None
    if number is None or ids.get(number, number) == number:
        return frame
    return json.dumps({**message, "id": ids[number]}).encode()


class HttpReplay(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers requests by a capture: each with the first answer to its method and path that was not given yet.

    Args:
        lines: The answers, or the file that has them.
    """

    def __init__(self, lines: Sequence[HttpLine] | str | PathLike[str]) -> None:
        self._left = list(read_http(lines) if isinstance(lines, str | PathLike) else lines)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        for line in self._left:
            if (line.method, line.path) == (request.method, path):
                self._left.remove(line)
                return httpx.Response(line.status, headers=line.headers, content=line.content)
        raise AssertionError(f"the capture has no further answer to {request.method} {path}")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    def client(self, **options: Any) -> KalshiAuthenticatedClient:
        """A client whose requests this answers."""
        return signed("http://127.0.0.1:1/trade-api/v2", httpx_args={"transport": self}, **options)
