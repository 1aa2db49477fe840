"""A timeout that nobody waits for: a request is given up as soon as the exchange holds it back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import httpx

from kalshi_sandbox import Sandbox, fault_injection
from kalshi_sandbox.faults import Delay


class ImpatientTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends requests, and raises what httpx raises if an answer takes too long.

    Args:
        exchange: Where they go; it answers all that it doesn't hold back.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self._exchange = exchange
        # As many as are held back at once.
        any_number = httpx.Limits(max_connections=None)
        self._sync = httpx.HTTPTransport(verify=False, limits=any_number)
        self._async = httpx.AsyncHTTPTransport(verify=False, limits=any_number)
        self._threads = ThreadPoolExecutor(max_workers=1000)
        self._on_held: Callable[[], object] = lambda: None

    def held(self) -> None:
        """The exchange has begun to hold back the request that is under way; may be called in any thread."""
        self._on_held()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request in another thread, which goes on waiting for what is held back."""
        if not self._may_be_held():
            return self._sync.handle_request(request)
        stirred = threading.Event()
        self._on_held = stirred.set
        sent = self._threads.submit(self._sync.handle_request, request)
        sent.add_done_callback(lambda _: stirred.set())
        stirred.wait()
        if sent.done():
            return sent.result()
        sent.add_done_callback(lambda _: sent.exception() or sent.result().close())
        raise httpx.ReadTimeout("the exchange holds the request back", request=request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request in another task, which is cancelled if it is held back."""
        if not self._may_be_held():
            return await self._async.handle_async_request(request)
        stirred, loop = asyncio.Event(), asyncio.get_running_loop()
        self._on_held = lambda: loop.call_soon_threadsafe(stirred.set)
        sent = asyncio.create_task(self._async.handle_async_request(request))
        sent.add_done_callback(lambda _: stirred.set())
        await stirred.wait()
        if sent.done():
            return sent.result()
        sent.cancel()
        await asyncio.wait({sent})
        raise httpx.ReadTimeout("the exchange holds the request back", request=request)

    def close(self) -> None:
        """End the connections, once what was held back has gone on."""
        self._threads.shutdown()
        self._sync.close()

    async def aclose(self) -> None:
        """End the connections of tasks."""
        await self._async.aclose()

    def _may_be_held(self) -> bool:
        return any(isinstance(rule.fault, Delay) for rule in self._exchange.faults.rules)


@contextlib.contextmanager
def impatient(exchange: Sandbox) -> Iterator[ImpatientTransport]:
    """The transport for the clients of one exchange, one request at a time, until the block ends."""
    transport, wait = ImpatientTransport(exchange), fault_injection.wait

    async def hold(clock: Callable[[], float], seconds: float) -> None:
        # What is to wait has asked the clock for it by the time that the other thread moves the clock.
        waiting = asyncio.ensure_future(wait(clock, seconds))
        await asyncio.sleep(0)
        transport.held()
        await waiting

    with patch.object(fault_injection, "wait", hold):
        yield transport
