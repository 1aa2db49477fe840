"""One connection of a stream, opened again whenever it breaks, with the subscriptions of its readers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection

from kalshi_overlay.errors import (
    KalshiConfirmTimeoutError,
    KalshiHandshakeError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
)
from kalshi_overlay.stream.backoff import backoff
from kalshi_overlay.stream.counters import State, StateChange
from kalshi_overlay.stream.demand import Demand, Names, changes_names
from kalshi_overlay.stream.dispatch import TERMINAL_ERRORS, Events
from kalshi_overlay.stream.link import Hooks, Link, Tap
from kalshi_overlay.stream.shared import Command, Question, Reader, Receiver, Request, SharedSubscription
from kalshi_overlay.stream.tasks import BackgroundTasks

_log = logging.getLogger("kalshi")
# A connection that was open for so long was a good one: what lost it says nothing about the next.
_STEADY_SECONDS = 0.5
# The exchange took too long, or commands came too fast: the same command may do later.
_BUSY_ERRORS = frozenset({18, 27})
_PASSING_ERRORS = _BUSY_ERRORS | TERMINAL_ERRORS
_SID_UNKNOWN = 7


class Connection:
    """A connection that keeps its readers subscribed.

    Args:
        number: Its number in the stream, from 0.
        open_socket: Opens a signed WebSocket.
        hooks: What it reports and counts.
        dead_after: Seconds without a sign of life after which the peer counts as dead.
        confirm_timeout: Seconds that the exchange may take to confirm what a reader asks for.
        is_further: Whether it was made for a reader: it is tried until it opens, and closes with its last reader.
        on_over: Called once it takes no reader any more.
        new_tap: Makes what sees the frames of a WebSocket, for each that it opens; None for nothing.

    Attributes:
        opened: Done once it was open, or with the reason why it can't be opened.
    """

    def __init__(
        self,
        number: int,
        open_socket: Callable[[], Awaitable[ClientConnection]],
        hooks: Hooks,
        dead_after: float,
        confirm_timeout: float,
        *,
        is_further: bool,
        on_over: Callable[[Connection], None],
        new_tap: Callable[[], Tap] | None = None,
    ) -> None:
        self.number = number
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open_socket = open_socket
        self._hooks = hooks
        self._dead_after = dead_after
        self._confirm_timeout = confirm_timeout
        self._is_further = is_further
        self._on_over = on_over
        self._new_tap = new_tap
        self._link: Link | None = None
        self._subscriptions: dict[str, SharedSubscription] = {}
        self._tasks = BackgroundTasks()
        self._run: asyncio.Task[None] | None = None
        self._is_over = False
        # What lost it last, or keeps it from opening.
        self._problem: str | None = None

    def start(self) -> asyncio.Task[None]:
        """Be open, and open again, until closed.

        Returns:
            Done once it has ended.
        """
        self._run = asyncio.create_task(self._until_over())
        return self._run

    async def close(self) -> None:
        """End it, and wait for its end."""
        self._finish()
        if self._run is not None:
            await asyncio.wait({self._run})

    def _finish(self) -> None:
        """Take no reader any more, and end."""
        if not self._is_over:
            self._is_over = True
            self._on_over(self)
            if self._run is not None:
                self._run.cancel()

    async def _until_over(self) -> None:
        failure: Exception | None = None
        try:
            await self._keep_open()
        except KalshiHandshakeError as refused:
            failure = refused
        except Exception as error:
            _log.exception("a connection of the stream has ended by an error of its own")
            failure = error
        finally:
            self._end(failure)

    async def _keep_open(self) -> None:
        attempt = 0
        while True:
            error = None
            try:
                self._emit_state("connecting")
                socket = await self._open_socket()
            except KalshiHandshakeError as refused:
                if not self._is_further and not self.opened.done():
                    raise
                reason, error = str(refused), refused
                attempt += 1
            else:
                began = time.monotonic()
                reason = await self._live(socket)
                attempt = 0 if time.monotonic() - began > _STEADY_SECONDS else attempt + 1
            self._emit_state("lost", reason=reason, error=error)
            await asyncio.sleep(backoff(attempt))
            self._hooks.counters.reconnects += 1

    async def _live(self, socket: ClientConnection) -> str:
        events = Events(
            on_gap=lambda subscription, reason: self._emit_state("gap", subscription, reason),
            on_error=lambda subscription, error: self._emit_state(
                "error", subscription, "the exchange sent an error", error
            ),
            on_ended=self._on_ended,
            on_doubt=self._on_doubt,
            on_unknown=self._hooks.on_unknown,
            on_drift=self._hooks.on_drift,
        )
        self._link = link = Link(socket, self._hooks.counters, events, self._new_tap and self._new_tap())
        if not self.opened.done():
            self.opened.set_result(None)
        self._problem = None
        self._emit_state("open")
        for subscription in self._subscriptions.values():
            self._tasks.start(self._keep_subscribed(link, subscription))
        try:
            return await link.live(self._dead_after)
        finally:
            self._link = None
            await self._tasks.end()
            for subscription in list(self._subscriptions.values()):
                subscription.on_lost("the connection was lost")
                if not subscription.readers:
                    self._forget(subscription)
            await link.close()

    def _end(self, failure: Exception | None) -> None:
        self._finish()
        if not self.opened.done():
            self.opened.set_exception(failure or KalshiStreamLostError("the stream was closed"))
            # Who waits no longer never asks.
            self.opened.exception()
        for subscription in self._subscriptions.values():
            for reader in list(subscription.readers):
                subscription.leave(reader, failure)
        self._subscriptions.clear()
        self._emit_state("closed", error=failure)

    # Readers

    def accepts(self, channel: str, demand: Demand) -> bool:
        """Tell whether a reader fits here: the exchange has one subscription per channel and connection."""
        subscription = self._subscriptions.get(channel)
        return not self._is_over and (subscription is None or subscription.accepts(demand))

    def add(self, channel: str, demand: Demand, receiver: Receiver) -> Reader:
        """Give a receiver what it asks for, from now on.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        if self._is_over:
            raise KalshiStreamLostError("the stream was closed; open another one")
        subscription = self._subscriptions.get(channel)
        if subscription is None:
            subscription = self._subscriptions[channel] = SharedSubscription(channel, demand)
            if self._link is not None:
                self._tasks.start(self._keep_subscribed(self._link, subscription))
        reader = Reader(demand, receiver)
        subscription.join(reader)
        return reader

    def leave(self, channel: str, reader: Reader, error: Exception | None = None) -> None:
        """Give a reader nothing more.

        Args:
            channel: Its channel.
            reader: The reader.
            error: Why, if it is an error.
        """
        subscription = self._subscription_of(channel, reader)
        if subscription is None:
            return
        subscription.leave(reader, error)
        if self._is_further and not any(each.readers for each in self._subscriptions.values()):
            self._finish()
        elif self._link is None and not subscription.readers:
            self._forget(subscription)

    async def remove(self, channel: str, reader: Reader) -> None:
        """Give a reader nothing more; return once the exchange knows it, or can't be told."""
        subscription = self._subscription_of(channel, reader)
        self.leave(channel, reader)
        if self._is_over:
            await self.close()
        elif self._link is not None and subscription is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._confirm_timeout):
                    await subscription.until_idle()

    async def update(self, channel: str, reader: Reader, action: str, parameters: dict[str, Any]) -> Any:
        """Change what a reader reads, or send another command about its subscription.

        Returns:
            The exchange's answer; None if it need not be asked.

        Raises:
            KalshiSubscriptionError: The exchange refused; the reader reads what it read.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time; the reader reads what it read.
            KalshiStreamLostError: The reader has ended.
            InvalidRequestError: It can't be changed so; nothing was sent.
        """
        subscription = self._subscription_of(channel, reader)
        if subscription is None:
            raise KalshiStreamLostError("the subscription has ended; make another one")
        if action == "get_snapshot":
            tickers = parameters.get("market_tickers", reader.demand.names)
            subscription.want_snapshots(ticker for ticker in tickers if ticker in reader.demand.names)
            return None
        request: Request
        if changes_names(action):
            change = reader.demand.change_of(action, parameters)
            if change is None:
                return None
            request = subscription.change(reader, is_adding=change[0], names=change[1])
        else:
            request = Question(action, parameters)
            subscription.ask(reader, request)
        try:
            async with asyncio.timeout(self._confirm_timeout):
                return await request.outcome
        except TimeoutError:
            raise self.not_confirmed(channel, action) from None
        finally:
            subscription.undo(reader, request)

    def give_up(self, channel: str, reader: Reader, names: Names) -> None:
        """Let a reader read some names no longer, without waiting for it."""
        subscription = self._subscription_of(channel, reader)
        if subscription is not None and names.keys() & reader.demand.names.keys():
            subscription.change(reader, is_adding=False, names=names)

    async def until_confirmed(self, channel: str, confirmed: asyncio.Event) -> None:
        """Wait until the exchange has confirmed a reader's subscription, or that has ended.

        Raises:
            KalshiConfirmTimeoutError: Neither has happened in time.
        """
        try:
            async with asyncio.timeout(self._confirm_timeout):
                await confirmed.wait()
        except TimeoutError:
            raise self.not_confirmed(channel, "subscribe") from None

    def not_confirmed(self, channel: str, command: str) -> KalshiConfirmTimeoutError:
        """The error that says that the exchange has not confirmed something in time, and what was last in its way."""
        subscription = self._subscriptions.get(channel)
        if self._link is None:
            reason = self._problem or "the connection is not open yet"
        elif self._link.is_held:
            reason = "the connection waits for its consumer, and the answer comes behind the messages"
        else:
            reason = (subscription and subscription.problem) or "the exchange has not answered"
        return KalshiConfirmTimeoutError(channel, command, reason, self._confirm_timeout)

    def want_snapshots(self, channel: str, tickers: list[str]) -> None:
        """Have snapshots of order books asked for."""
        subscription = self._subscriptions.get(channel)
        if subscription is not None:
            subscription.want_snapshots(tickers)

    def _subscription_of(self, channel: str, reader: Reader) -> SharedSubscription | None:
        subscription = self._subscriptions.get(channel)
        return subscription if subscription is not None and reader in subscription.readers else None

    def _forget(self, subscription: SharedSubscription) -> None:
        subscription.settle()
        if self._subscriptions.get(subscription.channel) is subscription:
            del self._subscriptions[subscription.channel]

    # What the exchange is asked for

    async def _keep_subscribed(self, link: Link, subscription: SharedSubscription) -> None:
        """Send what brings a subscription to what its readers want, one command at a time, for as long as it is open.

        One at a time, since errors come without the id of their command.
        """
        attempt = 0
        try:
            while subscription.readers or subscription.sid is not None:
                command = subscription.next_command()
                if command is None:
                    self._emit_subscribed(subscription, subscription.settle())
                    command = subscription.next_snapshots()
                if command is None:
                    await subscription.until_changed()
                    continue
                if command.kind == "subscribe" and (pause := subscription.take_pause()):
                    await asyncio.sleep(pause)
                    continue
                try:
                    answer = await self._send(link, subscription, command)
                except KalshiSubscriptionError as error:
                    self._on_refused(link, subscription, command, error)
                    if error.code in _PASSING_ERRORS:
                        await asyncio.sleep(backoff(attempt := attempt + 1))
                else:
                    attempt = 0
                    if command.kind == "unsubscribe":
                        link.unbind(subscription)
                    self._emit_subscribed(subscription, subscription.confirm(command, answer))
            self._forget(subscription)
        except KalshiStreamLostError:
            # The next connection does it.
            pass
        except Exception:
            _log.exception("a subscription to %s could not be kept", subscription.channel)
            link.abandon("an error of the client's own")

    async def _send(self, link: Link, subscription: SharedSubscription, command: Command) -> Any:
        name = command.kind if command.kind in ("subscribe", "unsubscribe") else "update_subscription"
        return await link.command(
            name,
            subscription.parameters_of(command),
            about=subscription,
            answer_timeout=subscription.snapshot_timeout if command.kind == "get_snapshot" else None,
        )

    def _on_refused(
        self, link: Link, subscription: SharedSubscription, command: Command, error: KalshiSubscriptionError
    ) -> None:
        if error.code == _SID_UNKNOWN and command.kind != "subscribe":
            if subscription.sid is not None:
                self._on_ended(subscription, error)
        elif error.code in _PASSING_ERRORS:
            subscription.on_postponed(error)
            self._emit_state("error", subscription, "the exchange refused for now, and is asked again", error)
        elif command.kind == "get_snapshot":
            self._emit_state("error", subscription, "a snapshot was refused", error)
        elif command.kind == "unsubscribe":
            # It may go on with it, and would continue it for the next reader, with other options.
            link.abandon(f"the exchange refused to end a subscription ({error})")
            raise KalshiStreamLostError("the connection was given up") from error
        elif (reader := subscription.refuse(command, error)) is not None:
            self._emit_state("ended", subscription, str(error), error)
            self.leave(subscription.channel, reader, error)
        else:
            self._emit_state("error", subscription, "the exchange refused a command", error)

    # What the exchange says by itself

    def _on_ended(self, subscription: SharedSubscription, error: KalshiSubscriptionError | None) -> None:
        """Know that the exchange has ended a subscription: it is made again."""
        if self._link is not None:
            self._link.unbind(subscription)
        why = f" ({error})" if error else ""
        subscription.on_ended(f"the exchange ended the subscription{why}", pause=backoff(0))
        self._emit_state("gap", subscription, "the exchange ended the subscription; it is made again", error)

    def _on_doubt(self, reason: str, error: KalshiSubscriptionError | None) -> None:
        """Begin again: a new connection makes all subscriptions again."""
        self._emit_state("error", None, reason, error)
        if self._link is not None:
            self._link.abandon(f"{reason} ({error})" if error else reason)

    async def command(self, name: str) -> Any:
        """Send a command that is about no one subscription, and wait for its answer; see `Link.command`."""
        if self._link is None:
            raise KalshiStreamLostError(f"{name}: the connection is not open now")
        return await self._link.command(name)

    def _emit_subscribed(self, subscription: SharedSubscription, readers: list[Reader]) -> None:
        for _ in readers:
            self._emit_state("subscribed", subscription)

    def _emit_state(
        self,
        state: State,
        subscription: SharedSubscription | None = None,
        reason: str = "",
        error: Exception | None = None,
    ) -> None:
        if state == "lost":
            self._problem = reason
        channel = subscription.channel if subscription else None
        change = StateChange(state=state, connection=self.number, channel=channel, reason=reason, error=error)
        self._hooks.on_state(change)
