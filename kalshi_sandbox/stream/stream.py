"""The stream as whoever runs a sandbox holds it: who is connected, what goes wrong, and messages of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from attrs import frozen

from .channels import CHANNELS
from .command_log import ReceivedCommand
from .connection import StreamConnection
from .errors import BUFFER_OVERFLOW
from .faults import StreamFaults
from .firehose import Firehose
from .history import BookHistory
from .hub import Call, Hub
from .limits import Limits
from .messages import plain
from .subscription import Subscription

_RESET, _SERVICE_RESTART = 1006, 1012


class ConnectionView:
    """A connection of a reader, as it can be looked at and ended from a test.

    Args:
        hub: The stream.
        connection: The connection.
        call: Does something in the server's thread and waits until it is done.
    """

    def __init__(self, hub: Hub, connection: StreamConnection, call: Call) -> None:
        self._hub = hub
        self._connection = connection
        self._call = call

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return self._connection in self._hub.sessions

    @property
    def account(self) -> str:
        """The account that signed its handshake; empty once it is gone."""
        session = self._hub.sessions.get(self._connection)
        return session.account if session else ""

    @property
    def subscriptions(self) -> tuple[SubscriptionView, ...]:
        """Its subscriptions, oldest first."""
        session = self._hub.sessions.get(self._connection)
        return tuple(_view(each) for each in session.subscriptions) if session else ()

    @property
    def waiting(self) -> int:
        """Messages that wait for its reader."""
        return self._connection.waiting

    @property
    def number(self) -> int:
        """Its number, from 1 in the order in which connections were made."""
        return self._connection.number

    def commands(self, name: str | None = None) -> tuple[ReceivedCommand, ...]:
        """The commands that it has sent, oldest first.

        Args:
            name: Only those of this `cmd`; None for all.
        """
        return self._hub.log.of(name, self.number)

    def unsubscribe(self, sid: int) -> None:
        """End a subscription by an `unsubscribed` that nobody asked for.

        Raises:
            KeyError: If there is no such subscription.
        """
        self._change(sid, lambda subscription: subscription.terminate(None))

    def terminate(self, sid: int, code: int = BUFFER_OVERFLOW) -> None:
        """End a subscription with an error.

        Args:
            code: 10, the channel's error, or 25, a buffer overflow.

        Raises:
            KeyError: If there is no such subscription.
        """
        self._change(sid, lambda subscription: subscription.terminate(code))

    def renumber(self, sid: int, first: int = 1) -> None:
        """Let a subscription that lives on count anew, as after a reset on the exchange's side.

        Args:
            first: The number of its next message.

        Raises:
            KeyError: If there is no such subscription.
        """
        self._change(sid, lambda subscription: subscription.renumber(first))

    def _change(self, sid: int, change: Callable[[Subscription], None]) -> None:
        async def act() -> None:
            self._hub.catch_up()
            change(self._hub.sessions[self._connection].subscription(sid))

        self._call(act)

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Close it.

        Args:
            code: The close code; 1006 resets the connection without a closing frame.
            reason: Why, in words.
        """

        async def close() -> None:
            self._connection.close(code, reason)

        self._call(close)

    def kill(self) -> None:
        """Reset it (RST), as a crash does."""
        self.close(_RESET)


@frozen
class SubscriptionView:
    """A subscription as it stands.

    Args:
        sid: Its number on its connection.
        names: The markets, indices or underlyings that it is narrowed to; empty for all.
    """

    sid: int
    channel: str
    names: tuple[str, ...]


class Stream:
    """The stream of a sandbox.

    Args:
        hub: What tells what happens.
        call: Does something in the server's thread and waits until it is done.

    Attributes:
        faults: What goes wrong: `exchange.stream.faults.add(...)`.
        limits: How much a reader may have.
    """

    def __init__(self, hub: Hub, call: Call) -> None:
        self._hub = hub
        self._call = call
        self.faults: StreamFaults = hub.faults
        self.limits: Limits = hub.limits

    @property
    def connections(self) -> tuple[ConnectionView, ...]:
        """Those who are connected, oldest first."""
        return tuple(ConnectionView(self._hub, each, self._call) for each in list(self._hub.sessions))

    def commands(self, name: str | None = None) -> tuple[ReceivedCommand, ...]:
        """The commands that all readers have sent, oldest first, also of connections that are gone.

        Args:
            name: Only those of this `cmd`; None for all.
        """
        return self._hub.log.of(name)

    def publish(
        self,
        channel: str,
        kind: str,
        body: dict[str, Any],
        *,
        name: str = "",
        account: str | None = None,
    ) -> None:
        """Send a message of one's own to those who subscribed to a channel, and wait until it is on its way.

        Args:
            channel: Its channel.
            kind: Its `type`, also one that the contract doesn't know.
            body: Its `msg`.
            name: The market, index or underlying that it is about; empty for those who get all of them.
            account: The only account whose subscriptions get it; None for all.

        Raises:
            ValueError: If there is no such channel.
        """
        if channel not in CHANNELS:
            raise ValueError(f"channel: {channel!r} is not one of {', '.join(CHANNELS)}")

        def publish() -> None:
            wants = None if account is None else lambda reader: reader.account == account
            self._hub.feed.publish(channel, plain(kind, body), self._hub.now_ms(), name, wants)

        self._hub.post(publish)
        self.drain()

    def drain(self) -> None:
        """Wait until all that has happened so far is written, or waits for a slow reader."""

        async def drain() -> None:
            self._hub.catch_up()
            # What is put is written in the loop's next round.
            await asyncio.sleep(0)

        self._call(drain)

    def firehose(self, *, markets: int = 20, seed: int = 0) -> Firehose:
        """Markets of their own, whose order books change as often as one likes.

        Args:
            markets: How many.
            seed: Seed of what changes.
        """
        return Firehose(self._hub, self._call, markets=markets, seed=seed)

    def history(self) -> BookHistory:
        """Every order book as it is from now on, at each of its clocks: what a client's book is held against."""
        return BookHistory(self._hub.exchange)

    def close(self, code: int = _SERVICE_RESTART, reason: str = "") -> None:
        """Close all connections.

        Args:
            code: The close code; 1006 resets them without a closing frame.
            reason: Why, in words.
        """

        async def close() -> None:
            for connection in list(self._hub.sessions):
                connection.close(code, reason)

        self._call(close)

    def kill(self) -> None:
        """Reset all connections (RST), as a crash does; inside `exchange.refusing_connections()` none comes back."""
        self.close(_RESET)


def _view(subscription: Subscription) -> SubscriptionView:
    return SubscriptionView(subscription.sid, subscription.channel.name, tuple(subscription.names))
