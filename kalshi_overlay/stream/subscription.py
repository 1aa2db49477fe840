"""A subscription as its user has it: an iterator, or a callback."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Hashable
from typing import Any, Generic, Self, TypeVar

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.errors import KalshiBackpressureError, KalshiStreamError, KalshiStreamLostError
from kalshi_overlay.stream.connection import ReconnectingConnection
from kalshi_overlay.stream.queues import ONE_CONSUMER, BlockingQueue, MessageQueue
from kalshi_overlay.stream.readers import Demand, Reader, Receiver, subject_of
from kalshi_overlay.stream.reporting import Counters
from kalshi_overlay.stream.tasks import BackgroundTasks

M = TypeVar("M")

_log = logging.getLogger("kalshi")
_KEYS = ("market_ticker", "ticker", "index_id", "underlying_ticker")


def conflation_key(message: Any) -> Hashable:
    """What a message is about: messages about the same replace each other under the policy `latest`."""
    subject = subject_of(getattr(message.msg, "corporate_action", message.msg), _KEYS)
    return message.type if subject is None else subject


class Inbox(Receiver):
    """What a connection gives to a subscription, until its user reads it.

    Attributes:
        confirmed: Set once the exchange has confirmed the subscription, or it has ended.
        error: Why it has ended, if that is an error.
        reader: Its place among the readers of the connection.
    """

    def __init__(
        self, connection: ReconnectingConnection, demand: Demand, queue: MessageQueue[Any], counters: Counters
    ) -> None:
        self.connection = connection
        self.queue = queue
        self.gaps = 0
        self.confirmed = asyncio.Event()
        self.has_ended = False
        self.error: Exception | None = None
        self._counters = counters
        self.reader = Reader(demand, self)
        connection.add(self.reader)

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Put a message into the queue, or do what the policy says."""
        if self.has_ended:
            return None
        queue = self.queue
        dropped = queue.dropped
        if queue.put(message):
            if queue.dropped != dropped:
                self._counters.drops += 1
        elif isinstance(queue, BlockingQueue):
            return queue.put_when_free(message)
        else:
            self.connection.leave(self.reader, KalshiBackpressureError(self.reader.demand.channel, queue.size))
        return None

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Count it."""
        self.gaps += 1

    def on_subscribed(self) -> None:
        """Wake whoever awaits the subscription."""
        self.confirmed.set()

    def on_end(self, error: Exception | None) -> None:
        """Let the user read what is there, and then end."""
        if not self.has_ended:
            self.has_ended, self.error = True, error
            self.confirmed.set()
            self.queue.wake()

    @property
    def queues(self) -> tuple[MessageQueue[Any], ...]:
        """What its user reads."""
        return (self.queue,)


class Subscription(Generic[M]):
    """The messages of one channel, in the order in which they came; made by `Stream.subscribe`.

    `async for message in subscription` reads them. `await subscription` waits until the exchange has confirmed it, and
    raises `KalshiConfirmTimeoutError` if that takes too long. A subscription outlives lost connections: it is made
    again with what it had, and `gaps` counts how often messages may be missing. Several subscriptions to a channel
    share one on the wire, and each gets the messages of its own markets.
    """

    def __init__(self, inbox: Inbox, tasks: BackgroundTasks, on_failure: Callable[[Exception], object]) -> None:
        self._inbox = inbox
        self._tasks = tasks
        self._on_failure = on_failure
        self._is_listened_to = False

    @property
    def channel(self) -> str:
        """The channel."""
        return self._inbox.reader.demand.channel

    @property
    def gaps(self) -> int:
        """How often messages were missing: after a lost connection, an error of the channel, or a sequence gap."""
        return self._inbox.gaps

    @property
    def drops(self) -> int:
        """How many messages the queue has dropped, by its policy."""
        return self._inbox.queue.dropped

    @property
    def parameters(self) -> dict[str, Any]:
        """The current parameters, with what was added and without what was removed."""
        return self._inbox.reader.demand.parameters

    def __repr__(self) -> str:
        return f"<Subscription {self.channel}, {len(self._inbox.queue)} messages waiting>"

    def __aiter__(self) -> AsyncIterator[M]:
        return self

    async def __anext__(self) -> M:
        """Give the next message.

        Raises:
            KalshiSubscriptionError: The exchange refused or ended the subscription, for good.
            KalshiBackpressureError: The queue was full, and the policy is `error`.
            KalshiStreamError: Somebody else reads them: another task, or the function that was given to `listen`.
        """
        if self._is_listened_to:
            raise KalshiStreamError(ONE_CONSUMER)
        return await self._next()

    async def _next(self) -> M:
        inbox = self._inbox
        while True:
            try:
                message: M = inbox.queue.take()
                return message
            except LookupError:
                if inbox.has_ended:
                    raise inbox.error or StopAsyncIteration from None
            await inbox.queue.wait()

    def __await__(self) -> Generator[Any, None, Self]:
        inbox = self._inbox
        confirming = inbox.connection.confirmed_in_time(inbox.confirmed.wait(), inbox.reader, "subscribe")
        try:
            yield from confirming.__await__()
        except asyncio.CancelledError:
            if not (inbox.confirmed.is_set() or self._is_listened_to or inbox.queue.is_read):
                inbox.connection.leave(inbox.reader)
            raise
        if inbox.error is not None:
            raise inbox.error
        return self

    async def update(self, action: str, **parameters: Any) -> Any:
        """Change what the subscription is about, also for when it is made again.

        If you cancel it, or it times out, the subscription is as it was.

        Args:
            action: One of the actions that the channel has, such as `add_markets`, `delete_markets` or `get_snapshot`;
                `channels.CHANNELS` lists them.
            **parameters: What the action takes, such as `market_tickers=[...]`.

        Returns:
            The exchange's answer. None if it need not be asked, because another subscription has the markets already.

        Raises:
            KalshiSubscriptionError: The exchange refused; the subscription is as it was.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time, for example because the connection is
                lost; the subscription is as it was.
            InvalidRequestError: The channel has no such action, or it doesn't take that; nothing was sent.
            KalshiStreamError: The subscription has ended.
        """
        inbox, feed = self._inbox, self._inbox.connection.feed
        actions = feed.channels[self.channel].actions
        if action not in actions:
            listed = ", ".join(sorted(actions)) or "no action"
            raise InvalidRequestError("action", f"the channel {self.channel} has no {action!r}; it has {listed}")
        feed.encode_command(1, "update_subscription", {"sid": 1, "action": action, **parameters})
        if inbox.has_ended:
            raise inbox.error or KalshiStreamLostError("the subscription has ended; make another one")
        return await inbox.connection.update(inbox.reader, action, parameters)

    async def unsubscribe(self) -> None:
        """End the subscription; messages that came before can still be read."""
        await self._inbox.connection.remove(self._inbox.reader)

    def listen(self, callback: Callable[[M], Awaitable[None] | None]) -> Self:
        """Call a function with each message, instead of reading them.

        Args:
            callback: A function or coroutine function, called with one message after the other. What it raises is
                logged and ends nothing.

        Raises:
            KalshiStreamError: Somebody else reads them already.
        """
        if self._is_listened_to or self._inbox.queue.is_read:
            raise KalshiStreamError(ONE_CONSUMER)
        self._is_listened_to = True
        self._tasks.start(self._call(callback))
        return self

    async def _call(self, callback: Callable[[M], Awaitable[None] | None]) -> None:
        while True:
            try:
                message = await self._next()
            except StopAsyncIteration:
                return
            except Exception as error:
                # Nobody else learns of it.
                self._on_failure(error)
                return
            try:
                result = callback(message)
                if inspect.isawaitable(result):
                    await result
            except Exception:
                _log.exception("a callback of the channel %s failed", self.channel)
