"""The connections of a stream: those that it always has, and additional ones for readers who can't share them."""

from __future__ import annotations

import asyncio

from kalshi_overlay.errors import KalshiStreamLostError
from kalshi_overlay.stream.connection import ReconnectingConnection, Settings
from kalshi_overlay.stream.readers import Demand


class ConnectionPool:
    """The connections of a stream, of which there are always as many as its size, so that losing one loses nothing."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self.size = size
        self._last_number = -1
        self._is_closed = False
        # Those that have not ended.
        self._running: list[ReconnectingConnection] = []

    @property
    def connections(self) -> tuple[ReconnectingConnection, ...]:
        """Those that are not closing."""
        return tuple(connection for connection in self._running if not connection.is_closing)

    async def open(self) -> None:
        """Open the connections that there always are; raises `KalshiHandshakeError` if one can't be opened."""
        await asyncio.gather(*(self._start(is_additional=False).opened for _ in range(self.size)))

    async def close(self) -> None:
        """Close all connections, and open none any more."""
        self._is_closed = True
        await asyncio.gather(*(connection.close() for connection in self._running))

    def connections_for(self, demand: Demand, count: int) -> list[ReconnectingConnection]:
        """The first connections whose subscription a reader can share; additional ones where there are too few."""
        shared = [each for each in self._running if each.accepts(demand)][:count]
        return shared + [self._additional() for _ in range(count - len(shared))]

    def exclusive_connection(self) -> ReconnectingConnection:
        """An additional connection for one reader alone."""
        connection = self._additional()
        connection.is_exclusive = True
        return connection

    def _additional(self) -> ReconnectingConnection:
        if self._is_closed or not self._running:
            raise KalshiStreamLostError("the stream was closed; open another one")
        return self._start(is_additional=True)

    def _start(self, *, is_additional: bool) -> ReconnectingConnection:
        self._last_number += 1
        connection = ReconnectingConnection(self._last_number, self._settings, is_additional=is_additional)
        self._running.append(connection)
        connection.run.add_done_callback(lambda _: self._running.remove(connection))
        return connection
