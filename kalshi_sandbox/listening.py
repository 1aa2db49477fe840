"""The HTTP server of a sandbox: it listens on loopback, and can refuse connections."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from .clocks import wait
from .connections import MAX_HEAD_BYTES, Protocol
from .stream.connection import StreamConnection
from .stream.server import StreamServer

HOST = "127.0.0.1"
_BACKLOG = 2048
_CALL_TIMEOUT = 10
_SHUTDOWN_TIMEOUT = 1.1
_POLL_SECONDS = 0.002
_ABNORMAL = 1006


def bound_socket(port: int) -> socket.socket:
    """A socket that is bound to a port on loopback but does not listen: connections are refused.

    Args:
        port: The port; 0 lets the system choose one.

    Raises:
        OSError: If the port is taken.
    """
    # asyncio only sets TCP_NODELAY if the protocol is given.
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
    """uvicorn without logging, which can be stopped at once and refuse connections for a while.

    Args:
        application: What it serves.
        streams: The servers of the streams, for WebSocket requests; the one of the API is the first.
    """

    def __init__(self, application: ASGIApp, *streams: StreamServer) -> None:
        by_path = {each.feed.path: each for each in streams}
        super().__init__(
            uvicorn.Config(
                application,
                http=cast("Any", partial(Protocol, live_errors=streams[0].behaviour.live_errors)),
                ws=cast("Any", partial(_stream_connection, by_path)),
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                date_header=False,
                backlog=_BACKLOG,
                h11_max_incomplete_event_size=MAX_HEAD_BYTES,
            )
        )
        self._streams = streams
        self.ready = threading.Event()
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._port = 0
        # While connections are refused, this holds the port.
        self._placeholder: socket.socket | None = None
        self._refusing = 0
        self._waiting: set[asyncio.Task[None]] = set()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until `stop`; `ready` is set even if the server fails."""
        try:
            super().run(sockets)
        finally:
            if self._placeholder is not None:
                self._placeholder.close()
            self.ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to serve on these sockets, and set `ready`."""
        self._loop = asyncio.get_running_loop()
        if sockets:
            self._port = sockets[0].getsockname()[1]
        for stream in self._streams:
            stream.start()
        await super().startup(sockets)
        self.ready.set()

    def stop(self) -> None:
        """Stop the server, from another thread."""
        self.should_exit = True
        if self._loop is not None:
            # It may have stopped already.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Serve until `stop`. uvicorn polls ten times a second instead, which would delay the end of each test."""
        await self.on_tick(0)
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections, those of the stream first; pending answers have a second to finish."""
        for stream in self._streams:
            stream.stop()
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        try:
            async with asyncio.timeout(_SHUTDOWN_TIMEOUT):
                await self._end_connections()
                for server in self.servers:
                    await server.wait_closed()
        except TimeoutError:
            await self._abort()

    async def _end_connections(self) -> None:
        """Close each connection once it is idle, and return when all are closed."""
        closing: set[object] = set()
        is_idle = False
        while not is_idle:
            for connection in self.server_state.connections - closing:
                connection.shutdown()
                closing.add(connection)
            # A connection that has just been accepted appears meanwhile.
            await asyncio.sleep(_POLL_SECONDS)
            has_readers = any(stream.sessions for stream in self._streams)
            is_idle = not (self.server_state.connections or self.server_state.tasks or has_readers)

    async def _abort(self) -> None:
        """End what takes too long: pending answers become a 500, and open connections are closed."""
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_SHUTDOWN_TIMEOUT)
        for connection in list(self.server_state.connections):
            # To close one waits until its other end has read what was written, which may be never.
            connection.transport.abort()
        for stream_connection in [each for stream in self._streams for each in stream.sessions]:
            stream_connection.close(_ABNORMAL)
        # A transport notifies its connection and closes its socket in the loop's next iteration.
        await asyncio.sleep(0)

    def call(self, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run something in the server's own thread, from another one, and wait until it is done.

        Once the server has stopped, this does nothing.

        Args:
            action: `refuse` or `accept`, for example.
        """
        if self._loop is None:
            raise RuntimeError("the sandbox listens only inside its with block")
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(action(), self._loop).result(_CALL_TIMEOUT)

    def refuse_for(self, seconds: float, clock: Callable[[], float]) -> None:
        """Refuse new connections for a while. Call it in the server's own thread.

        Args:
            seconds: How long.
            clock: The clock that measures it.
        """
        self._stop_listening()

        async def end() -> None:
            await wait(clock, seconds)
            await self.accept()

        task = asyncio.create_task(end())
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def refuse(self) -> None:
        """Refuse new connections, and close idle ones."""
        self._stop_listening()

    async def accept(self) -> None:
        """Take back one `refuse`; connections are accepted again once all are taken back."""
        self._refusing -= 1
        if self._refusing or self._placeholder is None:
            return
        listener, self._placeholder = self._placeholder, None
        loop = asyncio.get_running_loop()
        self.servers = [await loop.create_server(self._protocol, sock=listener, backlog=_BACKLOG)]

    def _stop_listening(self) -> None:
        self._refusing += 1
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
            live_errors=self._streams[0].behaviour.live_errors,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )


def _stream_connection(streams: dict[str, StreamServer], **_: Any) -> StreamConnection:
    """A connection of a stream; it needs none of uvicorn's arguments."""
    return StreamConnection(streams)
