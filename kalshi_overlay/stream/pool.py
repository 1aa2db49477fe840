"""The connections of a stream: those that it always has, and further ones for readers who can't share them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kalshi_overlay.errors import KalshiStreamLostError
from kalshi_overlay.stream.connection import Connection
from kalshi_overlay.stream.demand import Demand

NewConnection = Callable[[int, bool, Callable[[Connection], None]], Connection]
"""Makes a connection of a number; whether it is a further one; and what it calls once it takes no reader any more."""


class ConnectionPool:
    """The connections of a stream.

    Args:
        new_connection: Makes one.
        size: How many there always are.
    """

    def __init__(self, new_connection: NewConnection, size: int) -> None:
        self._new_connection = new_connection
        self._size = size
        self._last_number = -1
        self._is_closed = False
        # Those that are not about to end, those of one reader alone, and all that have not ended yet.
        self._usable: list[Connection] = []
        self._exclusive: set[Connection] = set()
        self._running: set[Connection] = set()

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Those that are not about to end."""
        return tuple(self._usable)

    async def open(self) -> None:
        """Open those that there always are.

        Raises:
            KalshiHandshakeError: One of them can't be opened.
        """
        await asyncio.gather(*(self._start(is_further=False).opened for _ in range(self._size)))

    async def close(self) -> None:
        """Close all; nobody is given one any more."""
        self._is_closed = True
        await asyncio.gather(*(connection.close() for connection in self._running))

    def connection_for(self, channel: str, demand: Demand, besides: Sequence[Connection] = ()) -> Connection:
        """The connection whose subscription to a channel a reader can share; a further one if there is none.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        for connection in self._usable:
            is_free = connection not in self._exclusive and connection not in besides
            if is_free and connection.accepts(channel, demand):
                return connection
        return self.another()

    def connections_for(self, channel: str, demand: Demand) -> list[Connection]:
        """As many connections for a reader as there always are, so that losing one loses nothing."""
        chosen: list[Connection] = []
        for _ in range(self._size):
            chosen.append(self.connection_for(channel, demand, besides=chosen))
        return chosen

    def another(self, *, is_exclusive: bool = False) -> Connection:
        """A further connection, which closes with its last reader.

        Args:
            is_exclusive: Whether it is for one reader alone.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        if self._is_closed or not self._running:
            raise KalshiStreamLostError("the stream was closed; open another one")
        connection = self._start(is_further=True)
        if is_exclusive:
            self._exclusive.add(connection)
        return connection

    def _start(self, *, is_further: bool) -> Connection:
        self._last_number += 1
        connection = self._new_connection(self._last_number, is_further, self._on_over)
        self._usable.append(connection)
        self._running.add(connection)
        connection.start().add_done_callback(lambda _: self._running.discard(connection))
        return connection

    def _on_over(self, connection: Connection) -> None:
        if connection in self._usable:
            self._usable.remove(connection)
            self._exclusive.discard(connection)
