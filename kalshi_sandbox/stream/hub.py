"""Where what happens meets who wants to know: everything of the stream that runs in the server's own thread."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from websockets.http11 import Request

from ..engine import EngineEvent
from ..engine.clock import ManualClock
from ..key_ring import Key
from ..live.desk import Desk, milliseconds
from ..live.negotiations import Negotiations
from ..live.quoting import RFQ, Quote
from ..refusals import Refusal
from ..signatures import KEY, SignatureChecker
from .channels import PATH
from .command_log import CommandLog
from .communications import Communications
from .connection import StreamConnection
from .faults import StreamFaults
from .feed import Feed
from .indices import Indices
from .limits import Limits
from .session import Session
from .subscribers import Subscribers

HEARTBEAT_SECONDS = 10
# A real clock's timers fire when the exchange is next used: this is how often it is, while somebody is connected.
_GLANCE = 0.05
_GOING_AWAY = 1001


Call = Callable[[Callable[[], Coroutine[Any, Any, None]]], None]
"""Does something in the server's thread, from another one, and waits until it is done."""
Item = EngineEvent | RFQ | Quote | Callable[[], None]


class Hub:
    """The stream of an exchange.

    Whatever happens is kept in its order, from whatever thread it comes, and told in the server's thread.

    Args:
        desk: The engine, the keys that may sign, and the requests for quotes.
        clock: The sandbox's clock, in Unix seconds.
        signatures: Judge of the handshake's signature.
        seed: Seed of the indices.
    """

    def __init__(self, desk: Desk, clock: Callable[[], float], signatures: SignatureChecker, seed: int) -> None:
        self.exchange = desk.exchange
        self.behaviour = desk.behaviour
        self.keys = desk.keys
        self.clock = clock
        self.limits = Limits()
        self.subscribers = Subscribers()
        self.feed = Feed(self.subscribers, self.behaviour)
        self._communications = Communications(self.feed)
        self.faults = StreamFaults(clock)
        self.indices = Indices(self, seed)
        self.log = CommandLog()
        self.sessions: dict[StreamConnection, Session] = {}
        self._joined = 0
        self._signatures = signatures
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: deque[tuple[Item, int]] = deque()
        self._is_scheduled = False
        self._timekeeper: asyncio.Task[None] | None = None
        with desk.exchange.clock.lock:
            for market in desk.exchange.markets.all():
                self.feed.open(market).hold(desk.exchange.books.get(market.ticker))
            self._end_listening = desk.exchange.listen(self._keep)
        desk.part(Negotiations).listen(self._keep)

    # From any thread.

    def post(self, action: Callable[[], None]) -> None:
        """Have something done in the server's thread, after all that has happened so far."""
        self._keep(action)

    def after(self, seconds: float, action: Callable[[datetime], None], start: datetime | None = None) -> None:
        """Have something done when the exchange's clock gets there, by whoever moves it.

        Args:
            seconds: How long after `start`.
            action: Told the moment.
            start: By default now.
        """
        clock = self.exchange.clock
        when = (start or clock.now()) + timedelta(seconds=seconds)
        clock.call_at(when, lambda: action(when))

    def _keep(self, item: Item) -> None:
        self._waiting.append((item, self.now_ms()))
        loop = self._loop
        if loop is not None and not self._is_scheduled:
            self._is_scheduled = True
            # The server may have stopped.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.catch_up)

    # In the server's thread.

    def start(self) -> None:
        """Tell what happens from now on, in the loop that runs here."""
        self._loop = asyncio.get_running_loop()
        self.catch_up()

    def stop(self) -> None:
        """Close all connections, and listen no more; the server stops."""
        self._end_listening()
        for connection in list(self.sessions):
            connection.close(_GOING_AWAY)
        if self._timekeeper is not None:
            self._timekeeper.cancel()

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Have something done here after a while: in earnest, or when a manual clock gets there."""
        if isinstance(self.exchange.clock, ManualClock):
            self.after(seconds, lambda _: self.post(action))
        else:
            asyncio.get_running_loop().call_later(seconds, action)

    def catch_up(self) -> None:
        """Tell all that has happened so far."""
        self._is_scheduled = False
        while self._waiting:
            item, sent_ms = self._waiting.popleft()
            if callable(item):
                item()
            elif isinstance(item, RFQ | Quote):
                self._communications.tell(item, sent_ms)
            else:
                self.feed.tell(item, sent_ms)

    def now_ms(self) -> int:
        """The exchange's time in Unix milliseconds."""
        return milliseconds(self.exchange.clock.now())

    def greet(self, request: Request) -> Key:
        """Judge a handshake.

        Returns:
            The key that signed it.

        Raises:
            Refusal: 401 for its signature, 404 for another path, 429 for one connection too many, or what a fault says.
        """
        path = request.path.partition("?")[0]
        if path != PATH:
            raise Refusal(404, "not_found", "not found", f"the stream is at {PATH}")
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        self.faults.meet_handshake()
        self._signatures.check(
            method="GET", raw_path=path, query=request.path.partition("?")[2], headers=headers, secured=True
        )
        key = self.keys.keys[headers[KEY]]
        if sum(session.account == key.account for session in self.sessions.values()) >= self.limits.connections:
            details = f"the account has {self.limits.connections} connections, which are the most"
            raise Refusal(429, "too_many_requests", "too many connections", details)
        return key

    def join(self, connection: StreamConnection, key: Key) -> Session:
        """Take a connection whose handshake was right."""
        self._joined += 1
        connection.number = self._joined
        session = self.sessions[connection] = Session(self, connection, key)
        self._beat(connection, None)
        if self._timekeeper is None and not isinstance(self.exchange.clock, ManualClock):
            self._timekeeper = asyncio.get_running_loop().create_task(self._keep_time())
        return session

    def leave(self, connection: StreamConnection) -> None:
        """Forget a connection that is gone."""
        self.sessions.pop(connection, None)

    def _beat(self, connection: StreamConnection, start: datetime | None) -> None:
        """Send heartbeats on a connection from now on."""

        def beat(moment: datetime) -> None:
            if connection in self.sessions:
                self.post(connection.beat)
                self._beat(connection, moment)

        self.after(HEARTBEAT_SECONDS, beat, start)

    async def _keep_time(self) -> None:
        while self.sessions:
            await asyncio.sleep(_GLANCE)
            self.exchange.run_due()
        self._timekeeper = None
