"""The servers of the streams: their connections, and everything that runs in the server's own thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from websockets.http11 import Request

from ..engine import Exchange
from ..engine.clock import ManualClock
from ..error_answers import ErrorAnswer
from ..key_ring import Key
from ..live.context import HandlerContext
from ..live.negotiations import RFQ, Negotiations, Quote
from ..perps.engine import PerpsExchange, TickerUpdated
from ..signatures import KEY, SignatureChecker
from .command_log import CommandLog
from .communications import Communications
from .connection import StreamConnection
from .dispatcher import Dispatcher
from .event_feed import EventFeed
from .faults import StreamFaults
from .feed import Feed
from .indices import Indices
from .limits import Limits
from .perps_feed import PerpsFeed
from .session import Session, SessionContext

HEARTBEAT_SECONDS = 10
# A real clock's timers run when the exchange is next used; while somebody is connected, that is so often.
_TIMER_SECONDS = 0.05
_GOING_AWAY = 1001
_TICKER_WINDOW = timedelta(seconds=1)


Call = Callable[[Callable[[], Coroutine[Any, Any, None]]], None]
"""Runs a coroutine function in the server's thread, from another thread, and waits until it is done."""


class StreamServer:
    """The server of a feed.

    Events are queued in order, from whatever thread they come, and sent in the server's thread.

    Args:
        feed: Turns events into messages.
        exchange: The engine, whose timers run while somebody is connected.
        context: The keys that may sign, and what is done where the live exchange and its documents differ.
        clock: The sandbox's clock, in Unix seconds.
        signatures: Checks the signature of a handshake.
        seed: Seed of the indices.
    """

    def __init__(
        self,
        feed: Feed,
        exchange: Exchange | PerpsExchange,
        context: HandlerContext,
        clock: Callable[[], float],
        signatures: SignatureChecker,
        seed: int,
    ) -> None:
        self.behaviour = context.behaviour
        self.clock = clock
        self.limits = Limits()
        self.faults = StreamFaults(clock, feed.channels)
        self.log = CommandLog()
        self.sessions: dict[StreamConnection, Session] = {}
        self.dispatcher: Dispatcher[Any] = Dispatcher(exchange.clock, self.deliver)
        self.feed = feed
        self._context = SessionContext(
            behaviour=self.behaviour,
            keys=context.keys,
            clock=clock,
            limits=self.limits,
            faults=self.faults,
            log=self.log,
            feed=feed,
            indices=Indices(feed, self.dispatcher, seed),
            dispatcher=self.dispatcher,
        )
        self._exchange = exchange
        self._end_listening = exchange.listen(self.dispatcher.put)
        self._keys = context.keys
        self._signatures = signatures
        self._registered = 0
        self._timekeeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start in the running event loop."""
        self.dispatcher.start()

    def stop(self) -> None:
        """Close all connections, and stop listening to the engine."""
        self._end_listening()
        for connection in list(self.sessions):
            connection.close(_GOING_AWAY)
        if self._timekeeper is not None:
            self._timekeeper.cancel()

    def authenticate(self, request: Request) -> Key:
        """Check a handshake.

        Returns:
            The key that signed it.

        Raises:
            ErrorAnswer: 401 for its signature, 404 for another path, 429 for one connection too many, or what a fault
                says.
        """
        path = request.path.partition("?")[0]
        if path != self.feed.path:
            raise ErrorAnswer(404, "not_found", "not found", f"the stream is at {self.feed.path}")
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        self.faults.check_handshake()
        self._signatures.check(
            method="GET", raw_path=path, query=request.path.partition("?")[2], headers=headers, secured=True
        )
        key = self._keys.keys[headers[KEY]]
        if sum(session.account == key.account for session in self.sessions.values()) >= self.limits.connections:
            details = f"the account has {self.limits.connections} connections, which are the most"
            raise ErrorAnswer(429, "too_many_requests", "too many connections", details)
        return key

    def register(self, connection: StreamConnection, key: Key) -> Session:
        """Add a connection whose handshake succeeded."""
        self._registered += 1
        connection.number = self._registered
        session = Session(self._context, connection, key, on_end=lambda: self.unregister(connection))
        self.sessions[connection] = session
        self._send_heartbeats(connection, None)
        if self._timekeeper is None and not isinstance(self._exchange.clock, ManualClock):
            self._timekeeper = asyncio.get_running_loop().create_task(self._run_timers())
        return session

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run an action in the server's thread after a while: in real time, or when a manual clock gets there."""
        self.dispatcher.later(seconds, action)

    def unregister(self, connection: StreamConnection) -> None:
        """Remove a connection that is gone."""
        self.sessions.pop(connection, None)

    def deliver(self, item: Any, sent_ms: int) -> None:
        """Send the messages of an event that was queued."""
        self.feed.handle(item, sent_ms)

    def _send_heartbeats(self, connection: StreamConnection, start: datetime | None) -> None:
        def beat(moment: datetime) -> None:
            if connection in self.sessions:
                self.dispatcher.put(connection.beat)
                self._send_heartbeats(connection, moment)

        self.dispatcher.after(HEARTBEAT_SECONDS, beat, start)

    async def _run_timers(self) -> None:
        while self.sessions:
            await asyncio.sleep(_TIMER_SECONDS)
            self._exchange.run_due()
        self._timekeeper = None


class EventStreamServer(StreamServer):
    """The server of the stream of event contracts.

    Args:
        context: The engine, the keys that may sign, and the requests for quotes.
        clock: The sandbox's clock, in Unix seconds.
        signatures: Checks the signature of a handshake.
        seed: Seed of the indices.
    """

    feed: EventFeed

    def __init__(
        self, context: HandlerContext, clock: Callable[[], float], signatures: SignatureChecker, seed: int
    ) -> None:
        self.exchange = exchange = context.exchange
        feed = EventFeed(context.behaviour, exchange.clock.now)
        with exchange.clock.lock:
            for market in exchange.markets.all():
                feed.open(market).hold(exchange.books.get(market.ticker))
            super().__init__(feed, exchange, context, clock, signatures, seed)
        self._communications = Communications(feed)
        context.store(Negotiations).listen(self.dispatcher.put)

    def deliver(self, item: Any, sent_ms: int) -> None:
        """Send the messages of an event of the engine, of a request for quotes or of a quote."""
        if isinstance(item, RFQ | Quote):
            self._communications.publish(item, sent_ms)
        else:
            super().deliver(item, sent_ms)


class PerpsStreamServer(StreamServer):
    """The server of the stream of perpetual futures.

    Args:
        exchange: The engine.
        context: The keys that may sign, and what is done where the live exchange and its documents differ.
        clock: The sandbox's clock, in Unix seconds.
        signatures: Checks the signature of a handshake.
    """

    feed: PerpsFeed

    def __init__(
        self,
        exchange: PerpsExchange,
        context: HandlerContext,
        clock: Callable[[], float],
        signatures: SignatureChecker,
    ) -> None:
        self.exchange = exchange
        # When the next ticker message of a market may be sent, and the markets that one waits for.
        self._next_ticker: dict[str, datetime] = {}
        self._waiting: set[str] = set()
        with exchange.clock.lock:
            feed = PerpsFeed(context.behaviour, exchange)
            super().__init__(feed, exchange, context, clock, signatures, seed=0)

    def deliver(self, item: Any, sent_ms: int) -> None:
        """Send the messages of an event of the engine; a ticker once a second at most, with the latest values."""
        if isinstance(item, TickerUpdated) and self.feed.subscribers.of("ticker", item.ticker):
            now = self.exchange.clock.now()
            wait = (self._next_ticker.get(item.ticker, now) - now).total_seconds()
            if wait > 0:
                if item.ticker not in self._waiting:
                    self._waiting.add(item.ticker)
                    self.dispatcher.after(wait, lambda _: self.dispatcher.put(item))
                return
            self._waiting.discard(item.ticker)
            self._next_ticker[item.ticker] = now + _TICKER_WINDOW
        super().deliver(item, sent_ms)
