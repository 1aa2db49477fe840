"""Consumers of the frames that the benchmark's server sends: a bare receive loop, and the client's."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

from attrs import frozen

from scripts.bench.keys import pem_of
from scripts.bench.stream_frames import TICKERS

if TYPE_CHECKING:
    from kalshi_overlay import KalshiAuthenticatedClient
    from kalshi_overlay.stream import OrderBookView, Stream

_SUBSCRIBE = '{"id":1,"cmd":"subscribe","params":{"channels":["orderbook_delta"]}}'


@frozen
class Reading:
    """What reading all frames took.

    Args:
        cpu: Seconds of processor time of this process.
        elapsed: Seconds.
        received: When the delta of each clock arrived, in seconds of the monotonic clock; 0 if it came with the next.
    """

    cpu: float
    elapsed: float
    received: array[float]


Consumer = Callable[[str, int], Coroutine[Any, Any, Reading]]
"""Reads from a base URL up to the delta of the given clock, which is the last one."""


async def bare_loop(base_url: str, last: int) -> Reading:
    """Receive with the WebSocket library alone, without reading the frames."""
    from kalshi_overlay import KalshiAuth
    from kalshi_overlay.stream.socket import open_socket, stream_url

    async with _client(base_url) as client:
        assert isinstance(client.auth, KalshiAuth)
        socket = await open_socket(stream_url(client), client.auth, 10)
        await socket.send(_SUBSCRIBE)
        await socket.recv()
        reading = _Timed(last)
        for clock in [0] * len(TICKERS) + list(range(1, last + 1)):
            await socket.recv(decode=False)
            reading.received[clock] = monotonic()
        result = reading.end()
        await socket.close()
    return result


async def subscription(base_url: str, last: int) -> Reading:
    """Iterate over a subscription."""
    async with _stream(base_url) as stream:
        reading = _Timed(last)
        async for message in stream.subscribe("orderbook_delta", market_tickers=list(TICKERS)):
            # The server of the benchmark sends one with each message.
            clock = message.msg.clock or 0
            reading.received[clock] = monotonic()
            if clock == last:
                break
        return reading.end()


async def order_books(base_url: str, last: int) -> Reading:
    """Iterate over the newest views of order books."""
    async with _stream(base_url) as stream:
        reading = _Timed(last)
        async for view in stream.orderbooks(TICKERS):
            reading.received[view.clock or 0] = monotonic()
            if view.clock == last:
                break
        return reading.end()


async def every_change(base_url: str, last: int) -> Reading:
    """Be called with every view of order books."""
    async with _stream(base_url) as stream:
        reading, finished = _Timed(last), asyncio.Event()

        def note(view: OrderBookView) -> None:
            reading.received[view.clock or 0] = monotonic()
            if view.clock == last:
                finished.set()

        stream.orderbooks(TICKERS).on_change(note)
        await finished.wait()
        return reading.end()


class _Timed:
    def __init__(self, last: int) -> None:
        self.received = array("d", [0]) * (last + 1)
        self._cpu, self._began = process_time(), monotonic()

    def end(self) -> Reading:
        return Reading(process_time() - self._cpu, monotonic() - self._began, self.received)


@asynccontextmanager
async def _stream(base_url: str) -> AsyncIterator[Stream]:
    from kalshi_overlay.stream import connect

    async with _client(base_url) as client, connect(client) as stream:
        yield stream


def _client(base_url: str) -> KalshiAuthenticatedClient:
    from kalshi_overlay import create_client

    return create_client(base_url=base_url, access_key_id="bench", private_key_data=_pem())


@cache
def _pem() -> bytes:
    return pem_of("RSA")
