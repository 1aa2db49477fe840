"""One connection of a stream, made anew whenever it breaks, with its subscriptions as they stood."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection

from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_gen.stream.models import ErrorResponse
from kalshi_overlay.stream.backoff import backoff
from kalshi_overlay.stream.commands import subscription_error
from kalshi_overlay.stream.counters import State, StateChange
from kalshi_overlay.stream.errors import KalshiHandshakeError, KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.link import Hooks, Link
from kalshi_overlay.stream.snapshots import BUSY_ERRORS, ask_for_snapshots
from kalshi_overlay.stream.wire import WireSubscription

T = TypeVar("T")

_log = logging.getLogger("kalshi")
# A connection that was open for so long was a good one: what lost it says nothing about the next.
_STEADY_SECONDS = 0.5
_TERMINAL_ERRORS = frozenset(code for code, error in ERROR_CODES.items() if error.terminal)
_PASSING_ERRORS = BUSY_ERRORS | _TERMINAL_ERRORS


class Connection:
    """A connection that keeps its subscriptions standing.

    Args:
        number: Its number in the stream, from 0.
        open_socket: Opens a signed WebSocket.
        hooks: What it tells and counts.
        dead_after: Seconds without a sign of life after which the peer counts as dead.
    """

    def __init__(
        self, number: int, open_socket: Callable[[], Awaitable[ClientConnection]], hooks: Hooks, dead_after: float
    ) -> None:
        self.number = number
        self._open_socket = open_socket
        self._hooks = hooks
        self._dead_after = dead_after
        self._link: Link | None = None
        self._subscriptions: list[WireSubscription] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_over = False

    async def run(self, opened: asyncio.Future[None]) -> None:
        """Be open, and open again, until cancelled.

        Args:
            opened: Told when it is open for the first time, or why it can't be: then that is the end.
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
                self.tell("connecting")
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
            self.tell("lost", reason=reason, error=error)
            await asyncio.sleep(backoff(attempt))
            self._hooks.counters.reconnects += 1

    async def _live(self, socket: ClientConnection, opened: asyncio.Future[None]) -> str:
        self._link = link = Link(socket, self._hooks, on_gap=self._missed, on_error=self._error_by_itself)
        if not opened.done():
            opened.set_result(None)
        self.tell("open")
        for subscription in self._subscriptions:
            self.start(self._stand(subscription))
        try:
            reason = await link.live(self._dead_after)
        finally:
            self._link = None
        for subscription in self._subscriptions:
            subscription.receiver.missed("the connection was lost")
        return reason

    def _end(self, failure: Exception | None) -> None:
        self._is_over = True
        for task in self._tasks:
            task.cancel()
        for subscription in self._subscriptions:
            subscription.receiver.ended(failure)
        self._subscriptions.clear()
        self.tell("closed", error=failure)

    async def command(self, name: str) -> Any:
        """Send a command that is about no one subscription, and wait for its answer; see `Link.command`."""
        if self._link is None:
            raise KalshiStreamLostError(f"{name}: the connection is not open now")
        return await self._link.command(name)

    def add(self, subscription: WireSubscription) -> None:
        """Keep a subscription standing from now on.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        if self._is_over:
            raise KalshiStreamLostError("the stream was closed; open another one")
        self._subscriptions.append(subscription)
        self.start(self._stand(subscription))

    async def remove(self, subscription: WireSubscription) -> None:
        """Let a subscription go; the exchange is told, if it can be."""
        if subscription not in self._subscriptions:
            return
        self._subscriptions.remove(subscription)
        async with subscription.lock:
            sid, link = subscription.sid, self._link
            subscription.receiver.ended(None)
            if sid is None or link is None:
                return
            link.forget(subscription)
            try:
                await link.command("unsubscribe", {"sids": [sid]}, channel=subscription.channel)
            except (KalshiStreamLostError, KalshiSubscriptionError):
                # It is gone either way: with its connection, or because the exchange doesn't know it.
                return

    async def update(self, subscription: WireSubscription, action: str, parameters: dict[str, Any]) -> Any:
        """Change a subscription, and remember it for when it is made anew.

        Returns:
            The exchange's answer; None if the subscription doesn't stand now, and will stand as changed.

        Raises:
            KalshiSubscriptionError: The exchange refused; the subscription is as it was.
            InvalidRequestError: The subscription can't be changed so; nothing was sent.
        """
        async with subscription.lock:
            before, subscription.parameters = subscription.parameters, subscription.after(action, parameters)
            if subscription.sid is None or self._link is None:
                self.start(self._stand(subscription))
                return None
            told = {"sid": subscription.sid, "action": action, **parameters}
            try:
                return await self._link.command("update_subscription", told, channel=subscription.channel)
            except KalshiSubscriptionError:
                subscription.parameters = before
                raise
            except KalshiStreamLostError:
                return None

    async def _stand(self, subscription: WireSubscription, wait: float = 0) -> None:
        """Make a subscription stand; if the connection is lost meanwhile, the next one will."""
        await asyncio.sleep(wait)
        attempt = 0
        while subscription in self._subscriptions:
            try:
                await self._subscribe(subscription)
                return
            except KalshiStreamLostError:
                return
            except KalshiSubscriptionError as error:
                if error.code not in _PASSING_ERRORS:
                    if subscription in self._subscriptions:
                        self._subscriptions.remove(subscription)
                        subscription.receiver.ended(error)
                        self.tell("ended", subscription, str(error), error)
                    return
            attempt += 1
            await asyncio.sleep(backoff(attempt))

    async def _subscribe(self, subscription: WireSubscription) -> None:
        async with subscription.lock:
            if self._link is None or subscription.sid is not None or subscription.is_empty:
                return
            parameters = {"channels": [subscription.channel], **subscription.parameters}
            await self._link.command("subscribe", parameters, channel=subscription.channel, subscribing=subscription)
        self.tell("subscribed", subscription)

    def ask_for_snapshots(self, subscription: WireSubscription, tickers: set[str]) -> None:
        """Ask for fresh snapshots of markets of a subscription to order books."""
        subscription.snapshots_wanted |= tickers
        if not subscription.is_asking:
            subscription.asking = self.start(ask_for_snapshots(self, subscription))

    def _missed(self, subscription: WireSubscription, reason: str) -> None:
        self.tell("gap", subscription, reason)
        if subscription.channel == "orderbook_delta":
            if subscription.snapshot_answer is not None:
                subscription.snapshot_answer.cancel()
            self.ask_for_snapshots(subscription, set(subscription.tickers))

    def _error_by_itself(self, subscription: WireSubscription | None, message: ErrorResponse) -> None:
        error = subscription_error(message, None, subscription.channel if subscription else None)
        if subscription is None or error.code not in _TERMINAL_ERRORS:
            self.tell("error", subscription, "the exchange sent an error", error)
        else:
            self.stand_anew(subscription, error)

    def stand_anew(self, subscription: WireSubscription, error: KalshiSubscriptionError) -> None:
        """Make a subscription anew that the exchange has ended."""
        if self._link is not None:
            self._link.forget(subscription)
        subscription.receiver.missed(f"the exchange ended the subscription ({error})")
        self.tell("gap", subscription, "the exchange ended the subscription; it is made anew", error)
        # It may end again at once, and must not be asked for without a pause.
        self.start(self._stand(subscription, backoff(0)))

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do something beside, until the connection ends for good."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def tell(
        self,
        state: State,
        subscription: WireSubscription | None = None,
        reason: str = "",
        error: Exception | None = None,
    ) -> None:
        """Tell a change of the connection's or of a subscription's state."""
        channel = subscription.channel if subscription else None
        change = StateChange(state=state, connection=self.number, channel=channel, reason=reason, error=error)
        self._hooks.on_state(change)
