"""One connection of a stream, opened again whenever it breaks, with the subscriptions of its readers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection

from kalshi_gen.stream.models import ErrorResponse, UnsubscribedResponse
from kalshi_overlay.errors import KalshiHandshakeError, KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.backoff import backoff
from kalshi_overlay.stream.commands import subscription_error
from kalshi_overlay.stream.counters import State, StateChange
from kalshi_overlay.stream.demand import Demand, changes_names
from kalshi_overlay.stream.dispatch import TERMINAL_ERRORS, Events
from kalshi_overlay.stream.link import Hooks, Link, Tap
from kalshi_overlay.stream.shared import BOOKS, Command, Reader, Receiver, SharedSubscription

T = TypeVar("T")

_log = logging.getLogger("kalshi")
# A connection that was open for so long was a good one: what lost it says nothing about the next.
_STEADY_SECONDS = 0.5
# The exchange took too long, or commands came too fast: the same command may do later.
_BUSY_ERRORS = frozenset({18, 27})
_PASSING_ERRORS = _BUSY_ERRORS | TERMINAL_ERRORS
_COMMANDS = {"subscribe": "subscribe", "unsubscribe": "unsubscribe", "add": "update_subscription"}
_COMMANDS["remove"] = _COMMANDS["add"]


class Connection:
    """A connection that keeps its readers subscribed.

    Args:
        number: Its number in the stream, from 0.
        open_socket: Opens a signed WebSocket.
        hooks: What it reports and counts.
        dead_after: Seconds without a sign of life after which the peer counts as dead.
        is_exclusive: Whether it is one reader's alone.
        new_tap: Makes what sees the frames of a WebSocket, for each that it opens; None for nothing.
    """

    def __init__(
        self,
        number: int,
        open_socket: Callable[[], Awaitable[ClientConnection]],
        hooks: Hooks,
        dead_after: float,
        *,
        is_exclusive: bool = False,
        new_tap: Callable[[], Tap] | None = None,
    ) -> None:
        self.number = number
        self.is_exclusive = is_exclusive
        self._open_socket = open_socket
        self._hooks = hooks
        self._dead_after = dead_after
        self._new_tap = new_tap
        self._link: Link | None = None
        self._subscriptions: dict[str, SharedSubscription] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_over = False

    async def run(self, opened: asyncio.Future[None]) -> None:
        """Be open, and open again, until cancelled.

        Args:
            opened: Given the first opening, or why it can't be opened: then that is the end.
        """
        failure: Exception | None = None
        try:
            await self._keep_open(opened)
        except KalshiHandshakeError as refused:
            failure = refused
        except Exception as error:
            _log.exception("a connection of the stream has ended by an error of its own")
            failure = error
        finally:
            self._end(failure)
            if failure is not None and not opened.done():
                opened.set_exception(failure)
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep_open(self, opened: asyncio.Future[None]) -> None:
        attempt = 0
        while True:
            error = None
            try:
                self._emit_state("connecting")
                socket = await self._open_socket()
            except KalshiHandshakeError as refused:
                if not opened.done():
                    raise
                reason, error = str(refused), refused
                attempt += 1
            else:
                began = time.monotonic()
                reason = await self._live(socket, opened)
                attempt = 0 if time.monotonic() - began > _STEADY_SECONDS else attempt + 1
            self._emit_state("lost", reason=reason, error=error)
            await asyncio.sleep(backoff(attempt))
            self._hooks.counters.reconnects += 1

    async def _live(self, socket: ClientConnection, opened: asyncio.Future[None]) -> str:
        events = Events(
            on_gap=lambda subscription, reason: self._on_gap(subscription, reason),
            on_error=self._on_error,
            on_ended=self._on_ended,
            on_unknown=self._hooks.on_unknown,
            on_drift=self._hooks.on_drift,
        )
        self._link = link = Link(socket, self._hooks.counters, events, self._new_tap and self._new_tap())
        if not opened.done():
            opened.set_result(None)
        self._emit_state("open")
        for subscription in self._subscriptions.values():
            self._work_on(subscription)
        try:
            reason = await link.live(self._dead_after)
        finally:
            self._link = None
        for subscription in list(self._subscriptions.values()):
            subscription.unbind()
            subscription.on_gap("the connection was lost")
            subscription.idle.set()
            if not subscription.readers:
                self._forget(subscription)
        return reason

    def _end(self, failure: Exception | None) -> None:
        self._is_over = True
        for task in self._tasks:
            task.cancel()
        for subscription in self._subscriptions.values():
            for reader in subscription.readers:
                reader.finish()
                reader.receiver.on_end(failure)
            subscription.idle.set()
        self._subscriptions.clear()
        self._emit_state("closed", error=failure)

    # Readers

    @property
    def is_unused(self) -> bool:
        """Whether it has no reader."""
        return not any(subscription.readers for subscription in self._subscriptions.values())

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
        reader = Reader(demand, receiver)
        subscription.join(reader)
        self._work_on(subscription)
        return reader

    async def remove(self, channel: str, reader: Reader) -> None:
        """Give a reader nothing more; return once the exchange knows it, or can't be told."""
        subscription = self._subscriptions.get(channel)
        if subscription is None or reader not in subscription.readers:
            return
        subscription.leave(reader)
        reader.receiver.on_end(None)
        self._work_on(subscription)
        if self._link is not None:
            await subscription.idle.wait()

    async def update(self, channel: str, reader: Reader, action: str, parameters: dict[str, Any]) -> Any:
        """Change what a reader reads, or send another command about its subscription.

        Returns:
            The exchange's answer, if it had to be asked; None while the connection is lost: it will be as changed.

        Raises:
            KalshiSubscriptionError: The exchange refused; the reader reads what it read.
            InvalidRequestError: It can't be changed so; nothing was sent.
        """
        subscription = self._subscriptions.get(channel)
        if subscription is None or reader not in subscription.readers:
            return None
        if action == "get_snapshot":
            tickers = dict.fromkeys(reader.demand.changed("add_markets", parameters).names)
            self.want_snapshots(
                channel, [name for name in tickers if name in parameters.get("market_tickers", tickers)]
            )
            return None
        if not changes_names(action):
            if subscription.sid is None or self._link is None:
                return None
            sent = {"sid": subscription.sid, "action": action, **parameters}
            return await self._link.command("update_subscription", sent, about=subscription)
        demand = reader.demand.changed(action, parameters)
        if demand != reader.demand:
            subscription.change(reader, demand)
        elif subscription.has(reader):
            return None
        if self._link is None:
            return None
        change: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        reader.changes.append(change)
        self._work_on(subscription)
        return await change

    def want_snapshots(self, channel: str, tickers: list[str]) -> None:
        """Have snapshots of order books asked for."""
        subscription = self._subscriptions.get(channel)
        if subscription is not None:
            subscription.want_snapshots(dict.fromkeys(tickers))
            self._ask_for_snapshots(subscription)

    # What the exchange is asked for

    def _work_on(self, subscription: SharedSubscription) -> None:
        """Have a subscription brought to what its readers want, unless that is under way."""
        if self._link is None or subscription.is_working:
            if self._link is None and not subscription.readers:
                self._forget(subscription)
            return
        subscription.is_working = True
        subscription.idle.clear()
        self.start(self._bring_about(subscription))

    async def _bring_about(self, subscription: SharedSubscription, wait: float = 0.0) -> None:
        try:
            await asyncio.sleep(wait)
            attempt = 0
            while (link := self._link) is not None and (command := subscription.next_command()) is not None:
                try:
                    await self._carry_out(link, subscription, command)
                    attempt = 0
                except KalshiSubscriptionError as error:
                    attempt += 1
                    if error.code in _PASSING_ERRORS:
                        await asyncio.sleep(backoff(attempt))
                    elif command.kind != "subscribe" and subscription.has_ended_by(error):
                        self._subscribe_again(link, subscription, error)
                        await asyncio.sleep(backoff(attempt))
                    else:
                        self._refuse(subscription, command, error)
        except KalshiStreamLostError:
            # The next connection does it, or this one once its consumer has read on.
            for reader in subscription.readers:
                reader.finish()
        finally:
            subscription.is_working = False
            if self._link is None or subscription.next_command() is None:
                self._settle(subscription)
                self._ask_for_snapshots(subscription)

    async def _carry_out(self, link: Link, subscription: SharedSubscription, command: Command) -> None:
        parameters = subscription.parameters_of(command)
        answer = await link.command(_COMMANDS[command.kind], parameters, about=subscription)
        if command.kind == "unsubscribe":
            link.unbind(subscription)
        for _ in subscription.confirm(command, answer):
            self._emit_state("subscribed", subscription)
        self._ask_for_snapshots(subscription)

    def _refuse(self, subscription: SharedSubscription, command: Command, error: KalshiSubscriptionError) -> None:
        if command.kind == "unsubscribe" and self._link is not None:
            self._link.unbind(subscription)
        ended = subscription.refuse(command, error)
        if not ended:
            self._emit_state("error", subscription, "the exchange refused a command", error)
        for reader in ended:
            self._emit_state("ended", subscription, str(error), error)
            reader.receiver.on_end(error)

    def _settle(self, subscription: SharedSubscription) -> None:
        for _ in subscription.settle():
            self._emit_state("subscribed", subscription)
        if not subscription.readers and subscription.sid is None:
            self._forget(subscription)

    def _forget(self, subscription: SharedSubscription) -> None:
        subscription.idle.set()
        if self._subscriptions.get(subscription.channel) is subscription:
            del self._subscriptions[subscription.channel]

    def _ask_for_snapshots(self, subscription: SharedSubscription) -> None:
        if subscription.snapshots and not subscription.snapshots.is_asking:
            subscription.snapshots.is_asking = True
            self.start(self._keep_asking(subscription))

    async def _keep_asking(self, subscription: SharedSubscription) -> None:
        snapshots = subscription.snapshots
        try:
            while snapshots and (link := self._link) is not None and (sid := subscription.sid) is not None:
                if tickers := snapshots.take_due():
                    sent = {"sid": sid, "action": "get_snapshot", "market_tickers": tickers}
                    await link.post(
                        "update_subscription", sent, subscription, lambda e: self._on_snapshot_error(subscription, e)
                    )
                else:
                    await snapshots.until_due()
        except KalshiStreamLostError:
            pass
        finally:
            snapshots.is_asking = False

    # What the exchange says by itself

    def _on_gap(self, subscription: SharedSubscription, reason: str) -> None:
        self._emit_state("gap", subscription, reason)
        self._ask_for_snapshots(subscription)

    def _on_error(self, subscription: SharedSubscription | None, message: ErrorResponse) -> None:
        error = subscription_error(message, None, subscription.channel if subscription else None)
        self._emit_state("error", subscription, "the exchange sent an error", error)

    def _on_snapshot_error(self, subscription: SharedSubscription, message: ErrorResponse) -> None:
        error = subscription_error(message, "get_snapshot", BOOKS)
        link = self._link
        if link is not None and subscription.has_ended_by(error):
            self._subscribe_again(link, subscription, error)
            self._work_later(subscription)
        elif error.code not in _BUSY_ERRORS:
            self._emit_state("error", subscription, "a snapshot was refused", error)

    def _on_ended(self, subscription: SharedSubscription | None, message: ErrorResponse | UnsubscribedResponse) -> None:
        link = self._link
        if link is None:
            return
        channel = subscription.channel if subscription else None
        error = subscription_error(message, None, channel) if isinstance(message, ErrorResponse) else None
        if subscription is not None:
            self._subscribe_again(link, subscription, error)
            self._work_later(subscription)
        elif error is not None:
            # It may have been any of them. A new connection has all of them anew.
            self._emit_state("error", None, "the exchange ended a subscription and did not say which", error)
            link.abandon(f"the exchange ended a subscription and did not say which ({error})")

    def _subscribe_again(
        self, link: Link, subscription: SharedSubscription, error: KalshiSubscriptionError | None
    ) -> None:
        """Know that the exchange has ended a subscription that has readers."""
        link.unbind(subscription)
        why = f" ({error})" if error else ""
        subscription.on_gap(f"the exchange ended the subscription{why}")
        self._emit_state("gap", subscription, "the exchange ended the subscription; it is made again", error)

    def _work_later(self, subscription: SharedSubscription) -> None:
        """Subscribe again after a pause: it may end again at once, and must not be asked for without one."""
        if not subscription.is_working:
            subscription.is_working = True
            subscription.idle.clear()
            self.start(self._bring_about(subscription, backoff(0)))

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do something beside, until the connection ends for good."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def command(self, name: str) -> Any:
        """Send a command that is about no one subscription, and wait for its answer; see `Link.command`."""
        if self._link is None:
            raise KalshiStreamLostError(f"{name}: the connection is not open now")
        return await self._link.command(name)

    def _emit_state(
        self,
        state: State,
        subscription: SharedSubscription | None = None,
        reason: str = "",
        error: Exception | None = None,
    ) -> None:
        channel = subscription.channel if subscription else None
        change = StateChange(state=state, connection=self.number, channel=channel, reason=reason, error=error)
        self._hooks.on_state(change)
