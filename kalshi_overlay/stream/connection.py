"""The connections of a stream, each opened again whenever it breaks, with the subscriptions of its readers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

from attrs import frozen

from kalshi_overlay import clock
from kalshi_overlay.errors import (
    KalshiConfirmTimeoutError,
    KalshiHandshakeError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
)
from kalshi_overlay.stream.commands import SID_UNKNOWN
from kalshi_overlay.stream.dispatch import TERMINAL_ERRORS, Events
from kalshi_overlay.stream.feeds import BOOKS, Feed
from kalshi_overlay.stream.readers import Demand, Names, Reader
from kalshi_overlay.stream.reporting import Hearing, Hooks, State, StateChange
from kalshi_overlay.stream.session import BLOCKED, Session, Socket, Tap
from kalshi_overlay.stream.shared import STEADY_SECONDS, Command, SharedSubscription
from kalshi_overlay.stream.tasks import BackgroundTasks, fail

T = TypeVar("T")
OpenSocket: TypeAlias = Callable[[], Awaitable[Socket]]
"""Opens the transport of a connection; raises `KalshiHandshakeError` if it can't."""

_log = logging.getLogger("kalshi")
_WAIT_INITIAL, _WAIT_MAX = 0.25, 20.0
# A connection that broke by itself was a good one if it was open for so many times the wait that it followed.
_STEADY_WAITS = 4
STOPPED = "the stream was stopped"
"""Why nothing is right any more once a connection closes for good."""
# The exchange took too long, commands came too fast, or the channel failed: the same command may succeed later.
_TRANSIENT_ERRORS = frozenset({18, 27}) | TERMINAL_ERRORS


def _longest_wait(attempt: int) -> float:
    return min(_WAIT_MAX, _WAIT_INITIAL * 2.0 ** min(attempt, 16))


def _backoff(attempt: int) -> float:
    """Seconds to wait, anywhere up to a bound that doubles with each failed attempt; the first attempt is 0."""
    return clock.jitter(_longest_wait(attempt))


@frozen(kw_only=True)
class Settings:
    """What all connections of a stream have in common; see `connect`."""

    feed: Feed
    open_socket: OpenSocket
    hooks: Hooks
    dead_after: float
    confirm_timeout: float
    # Makes what sees the frames of a WebSocket, for each that is opened.
    new_tap: Callable[[], Tap] | None
    give_up_after: float | None = None
    max_lag: float | None = None
    max_silence: float | None = None


class ReconnectingConnection:
    """A connection that keeps its readers subscribed.

    An additional one was made for a reader. It is tried until it opens, and closes with its last reader.

    Attributes:
        number: Its number in the stream, from 0.
        feed: The feed that it carries.
        opened: Done once it was open, or failed with the reason why it can't be opened.
        is_closing: Whether it takes no more readers.
        is_exclusive: Whether it is for the reader alone that it was made for.
        hearing: What it hears.
        failure: The error by which it has ended; None if there is none.
        run: The task that opens it, and again whenever it breaks, until it is closed.
    """

    def __init__(self, number: int, settings: Settings, *, is_additional: bool) -> None:
        self.number = number
        self.feed = settings.feed
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_closing = self.is_exclusive = False
        self.hearing = Hearing(settings.max_lag, settings.max_silence)
        self.failure: Exception | None = None
        self._settings = settings
        self._is_additional = is_additional
        self._was_late = False
        # Why it was lost, or could not be opened, last.
        self._problem = "the connection is not open yet"
        self._session: Session | None = None
        self._subscriptions: dict[str, SharedSubscription] = {}
        # Seconds to wait before subscribing to a channel again, since the exchange may end it again at once.
        self._pauses: dict[str, float] = {}
        self._tasks = BackgroundTasks()
        self.run = asyncio.create_task(self._until_closed())

    async def close(self) -> None:
        """Close it, and wait until it has ended."""
        self.begin_closing()
        await asyncio.wait({self.run})

    def begin_closing(self) -> None:
        """Close it, without waiting for its end."""
        if not self.is_closing:
            self.is_closing = True
            self.run.cancel()

    async def _until_closed(self) -> None:
        try:
            await self._keep_open()
        except KalshiHandshakeError as error:
            self.failure = error
        except Exception as error:
            _log.exception("a connection of the stream has ended by an error of the client's own")
            self.failure = error
        finally:
            self.begin_closing()
            fail(self.opened, self.failure or KalshiStreamLostError("the stream was closed"))
            for subscription in self._subscriptions.values():
                for reader in list(subscription.readers):
                    self._end(subscription, reader, self.failure)
            self._emit_state("closed", error=self.failure)

    async def _keep_open(self) -> None:
        attempt, lost_at = 0, time.monotonic()
        while True:
            error = None
            try:
                self._emit_state("connecting")
                socket = await self._settings.open_socket()
            except KalshiHandshakeError as refused:
                if not self._is_additional and not self.opened.done():
                    raise
                self._problem, error = str(refused), refused
                attempt += 1
                limit = self._settings.give_up_after
                if limit is not None and time.monotonic() - lost_at >= limit:
                    _log.error("the stream is given up, as it could not be opened for %g s: %s", limit, refused)
                    raise
            else:
                began = time.monotonic()
                self._problem, has_broken = await self._run_session(socket)
                lost_at = time.monotonic()
                steady = _STEADY_WAITS * _longest_wait(attempt) if has_broken else STEADY_SECONDS
                attempt = 0 if lost_at - began > steady else attempt + 1
            if attempt and attempt & (attempt - 1) == 0:
                # At attempts 1, 2, 4, 8 and so on.
                _log.warning("the stream is not open, and is opened again (attempt %d): %s", attempt, self._problem)
            self._emit_state("lost", reason=self._problem, error=error)
            await asyncio.sleep(_backoff(attempt))
            self._settings.hooks.counters.reconnects += 1

    async def _run_session(self, socket: Socket) -> tuple[str, bool]:
        """Use a WebSocket to its end; returns why it has ended, and whether it broke without anybody's closing it."""
        events = Events(on_state=self._emit_state, on_ended=self._on_ended, on_unsure=self._on_unsure)
        tap = self._settings.new_tap() if self._settings.new_tap is not None else None
        self._session = session = Session(socket, self.feed, self._settings.hooks, events, tap, self.hearing)
        if not self.opened.done():
            self.opened.set_result(None)
        self._emit_state("open")
        for subscription in self._subscriptions.values():
            self._tasks.start(self._keep_subscribed(session, subscription))
        try:
            return await session.run(self._settings.dead_after), session.has_broken
        finally:
            self._session = None
            await self._tasks.end()
            for subscription in list(self._subscriptions.values()):
                subscription.on_lost(STOPPED if self.is_closing else "the connection was lost")
                if not subscription.readers:
                    self._forget(subscription)
            await socket.close()

    # Readers

    @property
    def has_readers(self) -> bool:
        """Whether anybody reads from it."""
        return any(subscription.readers for subscription in self._subscriptions.values())

    def accepts(self, demand: Demand) -> bool:
        """Whether a reader fits here: the exchange has one subscription per channel and connection."""
        subscription = self._subscriptions.get(demand.channel)
        is_taken = subscription is not None and not subscription.accepts(demand)
        return not (self.is_closing or self.is_exclusive or is_taken)

    def add(self, reader: Reader) -> None:
        """Give a reader what it asks for, from now on."""
        channel = reader.demand.channel
        subscription = self._subscriptions.get(channel)
        if subscription is None:
            subscription = SharedSubscription(reader.demand, partial(self._emit_state, "subscribed"))
            self._subscriptions[channel] = subscription
            if self._session is not None:
                self._tasks.start(self._keep_subscribed(self._session, subscription))
        subscription.join(reader)

    def leave(self, reader: Reader, error: Exception | None = None) -> None:
        """End a reader, with an error or without one."""
        subscription = self._subscription_of(reader)
        if subscription is None:
            return
        self._end(subscription, reader, error)
        if self._is_additional and not self.has_readers:
            self.begin_closing()
        elif self._session is None and not subscription.readers:
            self._forget(subscription)

    def _end(self, subscription: SharedSubscription, reader: Reader, error: Exception | None) -> None:
        if error is not None:
            _log.error("a subscription to %s has ended: %s", subscription.channel, error)
            self._emit_state("ended", subscription, str(error), error)
        subscription.leave(reader, error)

    async def remove(self, reader: Reader) -> None:
        """End a reader, and return once the exchange knows, or does not learn it in time."""
        subscription = self._subscription_of(reader)
        self.leave(reader)
        if self.is_closing:
            await self.close()
        elif self._session is not None and subscription is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.confirm_timeout):
                    await subscription.idle.wait()

    async def update(self, reader: Reader, action: str, parameters: dict[str, Any]) -> Any:
        """Change what a reader reads, or send another command about its subscription; see `Subscription.update`."""
        subscription = self._subscription_of(reader)
        if subscription is None:
            raise KalshiStreamLostError("the subscription has ended; make another one")
        request = subscription.request(reader, action, parameters)
        if request is None:
            return None
        try:
            return await self.confirmed_in_time(request.outcome, reader, action)
        finally:
            subscription.withdraw(request)

    def change(self, reader: Reader, names: Names, *, is_adding: bool) -> None:
        """Add names to what a reader reads, or remove some of it, without waiting for the exchange."""
        subscription = self._subscription_of(reader)
        if subscription is not None and (is_adding or names.keys() & reader.demand.names.keys()):
            subscription.change(reader, is_adding=is_adding, names=names)

    def check_hearing(self) -> None:
        """Tell the readers of order books if it begins or ceases to hear too late."""
        is_late = self.hearing.problem() is not None
        if is_late != self._was_late:
            self._was_late = is_late
            for reader in list(self._subscriptions[BOOKS].readers if BOOKS in self._subscriptions else ()):
                reader.receiver.on_hearing()

    def distrust(self, reason: str, ticker: str | None) -> None:
        """Let the order book of a market begin with a snapshot again, or each of them."""
        if BOOKS in self._subscriptions:
            self._subscriptions[BOOKS].on_gap(reason, ticker)

    async def confirmed_in_time(self, confirmation: Awaitable[T], reader: Reader, command: str) -> T:
        """Wait for the exchange's confirmation; raises `KalshiConfirmTimeoutError` if it doesn't come in time."""
        timeout, channel = self._settings.confirm_timeout, reader.demand.channel
        try:
            async with asyncio.timeout(timeout):
                return await confirmation
        except TimeoutError:
            subscription = self._subscriptions.get(channel)
            if self._session is None:
                reason = self._problem
            elif self._session.is_blocked:
                reason = BLOCKED
            else:
                reason = (subscription and subscription.problem) or "the exchange has not answered"
            raise KalshiConfirmTimeoutError(channel, command, reason, timeout) from None

    def want_snapshots(self, reader: Reader, tickers: Iterable[str]) -> None:
        """Ask for snapshots of order books, unless they come by themselves because it subscribes again."""
        if (subscription := self._subscription_of(reader)) is not None and subscription.sid is not None:
            subscription.want_snapshots(tickers)

    async def command(self, name: Literal["list_subscriptions"]) -> Any:
        """Send a command that is about no one subscription, and wait for its answer; see `Session.command`."""
        if self._session is None:
            raise KalshiStreamLostError(f"{name}: the connection is not open now")
        return await self._session.command(Command(name))

    def _subscription_of(self, reader: Reader) -> SharedSubscription | None:
        subscription = self._subscriptions.get(reader.demand.channel)
        return subscription if subscription is not None and reader in subscription.readers else None

    def _forget(self, subscription: SharedSubscription) -> None:
        subscription.on_idle()
        if self._subscriptions.get(subscription.channel) is subscription:
            del self._subscriptions[subscription.channel]

    # What the exchange is asked for

    async def _keep_subscribed(self, session: Session, subscription: SharedSubscription) -> None:
        """Send what brings a subscription to what its readers want, for as long as the session lasts.

        One command at a time, since errors may come without the id of their command.
        """
        attempt = 0
        try:
            while subscription.readers or subscription.sid is not None:
                command = subscription.next_command()
                if command is None:
                    subscription.on_idle()
                    command = subscription.next_snapshots()
                if command is None:
                    await subscription.wait_for_change()
                elif command.kind == "subscribe" and (pause := self._pauses.pop(subscription.channel, 0.0)):
                    await asyncio.sleep(pause)
                else:
                    try:
                        await self._send(session, subscription, command)
                        attempt = 0
                    except KalshiSubscriptionError as error:
                        self._on_refused(session, subscription, command, error)
                        attempt = attempt + 1 if error.code in _TRANSIENT_ERRORS else 0
                    if attempt:
                        await asyncio.sleep(_backoff(attempt))
            self._forget(subscription)
        except KalshiStreamLostError:
            # The next session does it.
            pass
        except Exception:
            _log.exception("a subscription to %s could not be kept", subscription.channel)
            session.abandon("an error of the client's own")

    async def _send(self, session: Session, subscription: SharedSubscription, command: Command) -> None:
        answer = await session.command(command, subscription)
        if command.kind == "unsubscribe":
            session.dispatcher.unbind(subscription)
        subscription.on_confirmed(command, answer)

    def _on_refused(
        self, session: Session, subscription: SharedSubscription, command: Command, error: KalshiSubscriptionError
    ) -> None:
        if error.code == SID_UNKNOWN and command.kind != "subscribe":
            if subscription.sid is not None:
                self._on_ended(subscription, error)
        elif error.code in _TRANSIENT_ERRORS:
            subscription.on_postponed(error)
            self._emit_state("error", subscription, "the exchange refused for now, and is asked again", error)
        elif command.kind == "get_snapshot":
            self._emit_state("error", subscription, "a snapshot was refused", error)
        elif command.kind == "unsubscribe":
            # The exchange may keep it, and would continue it for the next reader, with other options.
            session.abandon(f"the exchange refused to end a subscription ({error})")
            raise KalshiStreamLostError("the connection was abandoned") from error
        else:
            reader, lost = subscription.on_refused(command, error)
            if reader is not None:
                self.leave(reader, error)
            elif lost:
                named = ", ".join(map(str, lost))
                _log.error("the subscription to %s goes on without %s: %s", subscription.channel, named, error)
                self._emit_state("ended", subscription, f"{named}: {error}", error)
            else:
                self._emit_state("error", subscription, "the exchange refused a command", error)

    # What the exchange says by itself

    def _on_ended(self, subscription: SharedSubscription, error: KalshiSubscriptionError | None) -> None:
        """Subscribe again, after the exchange has ended a subscription."""
        if self._session is not None:
            self._session.dispatcher.unbind(subscription)
        why = f" ({error})" if error else ""
        subscription.on_ended(f"the exchange ended the subscription{why}")
        self._pauses[subscription.channel] = _backoff(subscription.times_ended)
        self._emit_state("gap", subscription, "the exchange ended the subscription; it is made again", error)

    def _on_unsure(self, reason: str, error: KalshiSubscriptionError | None) -> None:
        """Open a new connection, which subscribes to everything again."""
        self._emit_state("error", None, reason, error)
        if self._session is not None:
            self._session.abandon(f"{reason} ({error})" if error else reason)

    def _emit_state(
        self,
        state: State,
        subscription: SharedSubscription | None = None,
        reason: str = "",
        error: Exception | None = None,
    ) -> None:
        channel = subscription.channel if subscription else None
        change = StateChange(state=state, connection=self.number, channel=channel, reason=reason, error=error)
        self._settings.hooks.on_state(change)


class ConnectionPool:
    """The connections of a stream: as many as its size, and additional ones for readers who can't share these."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self.feed = settings.feed
        self.size = size
        self._last_number = -1
        self._is_closed = False
        # Done once it closes, or failed by what has ended a reader whose user would not learn of it otherwise.
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # The error by which the last of them has ended.
        self.failure: Exception | None = None
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
        self.begin_closing()
        await asyncio.gather(*(connection.close() for connection in self._running))

    def begin_closing(self) -> None:
        """Close all connections, and open none any more, without waiting for their end."""
        self._is_closed = True
        if not self.ended.done():
            self.ended.set_result(None)
        for connection in self._running:
            connection.begin_closing()

    async def check_hearing_every(self, seconds: float) -> None:
        """Tell the readers of order books of each connection that begins or ceases to hear too late."""
        while True:
            await asyncio.sleep(seconds)
            for connection in self._running:
                connection.check_hearing()

    def on_corporate_action(self, message: Any) -> None:
        """Trust no book of a market that a corporate action has changed before its next snapshot."""
        action = getattr(message.msg, "corporate_action", None)
        renamed = getattr(action, "ticker_change", None)
        named = (getattr(action, "market_ticker", None), getattr(renamed, "old_ticker", None))
        for ticker in {each for each in named if isinstance(each, str)} or (None,):
            for connection in self._running:
                connection.distrust("the exchange has applied a corporate action", ticker)

    def check_open(self) -> None:
        """Raise the error by which the stream has ended, or `KalshiStreamLostError` if it was closed."""
        if self._is_closed or not self.connections:
            raise self.failure or KalshiStreamLostError("the stream was closed; open another one")

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
        self.check_open()
        return self._start(is_additional=True)

    def _start(self, *, is_additional: bool) -> ReconnectingConnection:
        self._last_number += 1
        connection = ReconnectingConnection(self._last_number, self._settings, is_additional=is_additional)
        self._running.append(connection)
        connection.run.add_done_callback(lambda _: self._on_done(connection))
        return connection

    def _on_done(self, connection: ReconnectingConnection) -> None:
        self._running.remove(connection)
        self.failure = connection.failure or self.failure
        if self.failure is not None and not self._running:
            fail(self.ended, self.failure)
