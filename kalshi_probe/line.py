"""One connection of the stream, frame by frame."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

from attrs import define, field, frozen
from websockets.asyncio.client import ClientConnection
from websockets.frames import Opcode

from kalshi_overlay.errors import KalshiHandshakeError
from kalshi_overlay.stream.addresses import stream_url
from kalshi_overlay.stream.socket import open_socket

from .checking import NotSeenError
from .rest import Rest


@frozen
class Frame:
    """A message of the stream.

    Attributes:
        text: As it came.
        message: Decoded.
        step: Which step of the conversation it came in.
    """

    text: str
    message: dict[str, Any]
    step: str

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.message.get("type"))

    @property
    def body(self) -> dict[str, Any]:
        """Its `msg`; empty where it has none."""
        body = self.message.get("msg")
        return body if isinstance(body, dict) else {}


@define(eq=False)
class Line:
    """One connection of the stream.

    Args:
        socket: The open connection.
        rest: Whose pace holds.
    """

    socket: ClientConnection
    rest: Rest
    frames: list[Frame] = field(factory=list)
    pings: list[float] = field(factory=list)
    _last_id: int = field(default=0, init=False)

    @classmethod
    async def open(cls, rest: Rest) -> Self:
        """Open a connection.

        Raises:
            NotSeenError: The stream could not be opened.
        """
        await rest.turn(rest.read_interval)
        try:
            socket = await open_socket(stream_url(rest.client), rest.auth, 10)
        except KalshiHandshakeError as error:
            raise NotSeenError(f"the stream did not open (status {error.status_code})") from None
        line = cls(socket, rest)
        loop, react = asyncio.get_running_loop(), socket.process_event

        def watch(event: Any) -> None:
            if getattr(event, "opcode", None) is Opcode.PING:
                line.pings.append(loop.time())
            react(event)

        # The library answers pings by itself, and has no other place to see them.
        socket.process_event = watch  # type: ignore[method-assign]
        return line

    async def ask(self, step: str, cmd: str, done: Callable[[list[Frame]], bool], **params: Any) -> None:
        """Send a command and keep what comes, until all that is waited for is there.

        Args:
            step: What the frames are kept under.
            cmd: The command.
            done: Whether what came is all that is waited for.
            **params: Its parameters.
        """
        await self.rest.turn(self.rest.read_interval)
        self._last_id += 1
        await self.socket.send(json.dumps({"id": self._last_id, "cmd": cmd, "params": params}))
        await self.listen(step, self.rest.pace.patience, done)

    async def listen(
        self, step: str, seconds: float, done: Callable[[list[Frame]], bool] = lambda frames: False
    ) -> None:
        """Keep what comes within a time.

        Args:
            step: What the frames are kept under.
            seconds: How long.
            done: Whether that is enough.
        """
        came: list[Frame] = []
        try:
            async with asyncio.timeout(seconds):
                while not done(came):
                    text = await self.socket.recv()
                    text = text.decode() if isinstance(text, bytes) else text
                    message = json.loads(text)
                    frame = Frame(text, message if isinstance(message, dict) else {}, step)
                    came.append(frame)
                    self.frames.append(frame)
        except TimeoutError:
            return
