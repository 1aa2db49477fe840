"""A subscription as a consumer has it: an iterator, or a callback."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Hashable
from typing import Any, Generic, Self, TypeVar

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.channels import CHANNELS
from kalshi_overlay.errors import KalshiBackpressureError, KalshiStreamLostError
from kalshi_overlay.stream.commands import command_frame
from kalshi_overlay.stream.connection import Connection
from kalshi_overlay.stream.counters import Counters
from kalshi_overlay.stream.demand import Demand
from kalshi_overlay.stream.queues import BlockingQueue, MessageQueue

M = TypeVar("M")

StartTask = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Does something beside, until the stream is closed."""

_log = logging.getLogger("kalshi")
_KEYS = ("market_ticker", "ticker", "index_id", "underlying_ticker")


def conflation_key(message: Any) -> Hashable:
    """What a message is about: messages about the same replace each other under the policy `latest`."""
    for name in _KEYS:
        value = getattr(message.msg, name, None)
        if isinstance(value, str):
            return value
    kind: str = message.type
    return kind


class Subscription(Generic[M]):
    """The messages of one channel, in the order in which they came; made by `Stream.subscribe`.

    `async for message in subscription` reads them; `await subscription` waits until the exchange has confirmed it. It
    outlives lost connections: it is made again with what it had, and `gaps` counts how often messages may be missing.
    Several subscriptions to a channel share one on the wire; each gets the messages of its own markets.

    Attributes:
        channel: The channel.
        gaps: How often messages were missing: after a lost connection, an error of the channel, or a hole in the
            sequence.
    """

    def __init__(
        self,
        connection: Connection,
        channel: str,
        demand: Demand,
        *,
        queue: MessageQueue[Any],
        counters: Counters,
        start: StartTask,
    ) -> None:
        self.channel = channel
        self._start = start
        self.gaps = 0
        self._connection = connection
        self._counters = counters
        self._queue = queue
        self._confirmed = asyncio.Event()
        self._has_ended = False
        self._error: Exception | None = None
        self._reader = connection.add(channel, demand, self)

    @property
    def drops(self) -> int:
        """How many messages the queue has dropped, by its policy."""
        return self._queue.dropped

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as they stand now, with what was added and without what was removed."""
        return self._reader.demand.parameters

    def __repr__(self) -> str:
        return f"<Subscription {self.channel}, {len(self._queue)} messages waiting>"

    def __aiter__(self) -> AsyncIterator[M]:
        return self

    async def __anext__(self) -> M:
        """Give the next message.

        Raises:
            KalshiSubscriptionError: The exchange refused or ended the subscription, and it does not pass.
            KalshiBackpressureError: The queue was full, and the policy is `error`.
        """
        while not len(self._queue):
            if self._has_ended:
                if self._error is not None:
                    raise self._error
                raise StopAsyncIteration
            await self._queue.wait()
        message: M = self._queue.take()
        return message

    def __await__(self) -> Generator[Any, None, Self]:
        return self._until_confirmed().__await__()

    async def _until_confirmed(self) -> Self:
        await self._connection.until_confirmed(self.channel, self._confirmed)
        if self._error is not None:
            raise self._error
        return self

    async def update(self, action: str, **parameters: Any) -> Any:
        """Change what the subscription is about, for now and for when it is made again.

        Args:
            action: One of the actions that the channel has, such as `add_markets`, `delete_markets` or `get_snapshot`;
                `channels.CHANNELS` lists them.
            **parameters: What the action takes, such as `market_tickers=[...]`.

        Returns:
            The exchange's answer. None if it need not be asked, since another subscription has the markets already.

        Raises:
            KalshiSubscriptionError: The exchange refused; the subscription is as it was.
            KalshiConfirmTimeoutError: The exchange has not confirmed it in time, such as while the connection is lost;
                the subscription is as it was.
            InvalidRequestError: The channel has no such action, or it doesn't take that; nothing was sent.
            KalshiStreamError: The subscription has ended.
        """
        actions = CHANNELS[self.channel].actions
        if action not in actions:
            listed = ", ".join(sorted(actions)) or "no action"
            raise InvalidRequestError("action", f"the channel {self.channel} has no {action!r}; it has {listed}")
        command_frame(1, "update_subscription", {"sid": 1, "action": action, **parameters})
        if self._has_ended:
            raise self._error or KalshiStreamLostError("the subscription has ended; make another one")
        return await self._connection.update(self.channel, self._reader, action, parameters)

    async def unsubscribe(self) -> None:
        """End the subscription; messages that came before can still be read."""
        await self._connection.remove(self.channel, self._reader)

    def listen(self, callback: Callable[[M], Awaitable[None] | None]) -> Self:
        """Have a function called with each message, instead of reading them.

        Args:
            callback: A function or coroutine function, called with one message after the other. What it raises is
                logged and ends nothing.
        """
        self._start(self._call(callback))
        return self

    async def _call(self, callback: Callable[[M], Awaitable[None] | None]) -> None:
        async for message in self:
            try:
                result = callback(message)
                if inspect.isawaitable(result):
                    await result
            except Exception:
                _log.exception("a callback of the channel %s failed", self.channel)

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Take a message from the connection."""
        if self._has_ended:
            return None
        dropped = self._queue.dropped
        if self._queue.put(message):
            self._counters.drops += self._queue.dropped - dropped
            return None
        if isinstance(self._queue, BlockingQueue):
            return self._put_when_there_is_room(self._queue, message)
        self._connection.leave(self.channel, self._reader, KalshiBackpressureError(self.channel, self._queue.size))
        return None

    @staticmethod
    async def _put_when_there_is_room(queue: BlockingQueue[Any], message: Any) -> None:
        while not queue.put(message):
            await queue.room()

    def accepts(self, message: Any) -> bool:
        """Leave it to the consumer what to make of a message that is not what the spec says."""
        return True

    def on_gap(self, reason: str) -> None:
        """Count a gap."""
        self.gaps += 1

    def on_subscribed(self) -> None:
        """Let whoever waits for the subscription go on."""
        self._confirmed.set()

    def on_end(self, error: Exception | None) -> None:
        """Let the consumer read what is there, and then know the end."""
        if not self._has_ended:
            self._has_ended, self._error = True, error
            self._confirmed.set()
            self._queue.wake()
