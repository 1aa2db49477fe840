"""The server behind a sandbox: where it listens, and when it refuses to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from starlette.types import ASGIApp

from .connections import MOST_HEAD_BYTES, Protocol
from .stream.connection import StreamConnection
from .waiting import wait

if TYPE_CHECKING:
    from .stream.hub import Hub

HOST = "127.0.0.1"
_BACKLOG = 2048
_SECONDS_TO_TELL = 10
_SECONDS_TO_END = 1.1
_GLANCE = 0.002
_ABNORMAL = 1006


def bound_socket(port: int) -> socket.socket:
    """A socket that holds a port on loopback, and does not listen: who connects is refused.

    Args:
        port: The port; 0 lets the system choose one.

    Raises:
        OSError: If the port is taken.
    """
    # The protocol is stated because asyncio sends small packets at once (TCP_NODELAY) only then.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except BaseException:
        bound.close()
        raise
    return bound


def listening_socket(port: int) -> socket.socket:
    """A socket that listens on loopback.

    Args:
        port: The port; 0 lets the system choose one.

    Raises:
        OSError: If the port is taken.
    """
    listener = bound_socket(port)
    try:
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """uvicorn, quiet, that says when it may be stopped again, and can refuse connections for a while.

    Args:
        application: What it serves.
        hub: The stream, which whoever asks for a WebSocket gets.
    """

    def __init__(self, application: ASGIApp, hub: Hub) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=cast("Any", partial(Protocol, live_errors=hub.behaviour.live_errors)),
                ws=cast("Any", partial(_stream_connection, hub)),
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                date_header=False,
                backlog=_BACKLOG,
                h11_max_incomplete_event_size=MOST_HEAD_BYTES,
            )
        )
        self._hub = hub
        self.ready = threading.Event()
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._port = 0
        # While connections are refused, this holds the port.
        self._placeholder: socket.socket | None = None
        self._refusals = 0
        self._waiting: set[asyncio.Task[None]] = set()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to exit; whoever waits for it to be ready is freed even if it fails."""
        try:
            super().run(sockets)
        finally:
            if self._placeholder is not None:
                self._placeholder.close()
            self.ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve on these sockets, and say so."""
        self._loop = asyncio.get_running_loop()
        if sockets:
            self._port = sockets[0].getsockname()[1]
        self._hub.start()
        await super().startup(sockets)
        self.ready.set()

    def stop(self) -> None:
        """Have the server stop, from another thread."""
        self.should_exit = True
        if self._loop is not None:
            # It may have stopped already.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Serve until told to stop. uvicorn looks ten times a second whether it was, for which each test would wait."""
        await self.on_tick(0)
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all connections, those of the stream first; what is being answered has a second to be."""
        self._hub.stop()
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        try:
            async with asyncio.timeout(_SECONDS_TO_END):
                await self._end_connections()
                for server in self.servers:
                    await server.wait_closed()
        except TimeoutError:
            await self._break_off()

    async def _end_connections(self) -> None:
        """Close each connection once nothing is under way there, and return when none is left."""
        told: set[object] = set()
        is_idle = False
        while not is_idle:
            for connection in self.server_state.connections - told:
                connection.shutdown()
                told.add(connection)
            # Also one that has just been accepted comes up meanwhile.
            await asyncio.sleep(_GLANCE)
            is_idle = not (self.server_state.connections or self.server_state.tasks or self._hub.sessions)

    async def _break_off(self) -> None:
        """End what takes too long: an answer becomes a 500, and who doesn't close a connection finds it closed."""
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_SECONDS_TO_END)
        for connection in list(self.server_state.connections):
            connection.transport.close()
        for stream in list(self._hub.sessions):
            stream.close(_ABNORMAL)
        # A transport tells its connection, and closes its socket, in the loop's next round.
        await asyncio.sleep(0)

    def call(self, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something in the server's own thread, from another one, and wait until it is done.

        Once the server has stopped, there is nothing left to do.

        Args:
            action: `refuse` or `accept`.
        """
        if self._loop is None:
            raise RuntimeError("the sandbox listens only inside its with block")
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(action(), self._loop).result(_SECONDS_TO_TELL)

    def refuse_for(self, seconds: float, clock: Callable[[], float]) -> None:
        """Refuse new connections from now on, for so long; to be called in the server's own thread.

        Args:
            seconds: How long.
            clock: The clock on which that is.
        """
        self._stop_listening()

        async def end() -> None:
            await wait(clock, seconds)
            await self.accept()

        task = asyncio.create_task(end())
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def refuse(self) -> None:
        """Refuse new connections, and close those that have nothing under way."""
        self._stop_listening()

    async def accept(self) -> None:
        """Take one refusal back; connections are taken again when none is left."""
        self._refusals -= 1
        if self._refusals or self._placeholder is None:
            return
        listener, self._placeholder = self._placeholder, None
        loop = asyncio.get_running_loop()
        self.servers = [await loop.create_server(self._protocol, sock=listener, backlog=_BACKLOG)]

    def _stop_listening(self) -> None:
        self._refusals += 1
        if self._placeholder is not None:
            return
        for server in self.servers:
            server.close()
        self.servers = []
        self._placeholder = bound_socket(self._port)
        for connection in list(self.server_state.connections):
            connection.shutdown()

    def _protocol(self) -> asyncio.Protocol:
        return Protocol(
            live_errors=self._hub.behaviour.live_errors,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )


def _stream_connection(hub: Hub, **_: Any) -> StreamConnection:
    """A connection of the stream, which needs nothing of what uvicorn gives it."""
    return StreamConnection(hub)
