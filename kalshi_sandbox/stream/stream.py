"""The streams of a sandbox, for tests: connections, faults, and messages of your own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from attrs import frozen

from ..engine import Owner
from ..engine.order import Side
from ..instruments import CENT
from .command_log import ReceivedCommand
from .connection import StreamConnection
from .errors import BUFFER_OVERFLOW
from .faults import StreamFaults
from .firehose import Firehose
from .history import BookHistory
from .limits import Limits
from .messages import plain
from .perps_levels import PerpsLevels
from .server import Call, EventStreamServer, PerpsStreamServer, StreamServer
from .subscription import Subscription

_RESET, _SERVICE_RESTART = 1006, 1012
_BALANCE = Decimal(1_000_000_000)
# The prices of a firehose are around these, by these steps.
_HALF = Decimal("0.5")
_PERPS_PRICE, _PERPS_STEP = Decimal("62.05"), Decimal("0.0005")


class ConnectionView:
    """A connection of a reader, which a test can inspect and close.

    Args:
        server: The server of the stream.
        connection: The connection.
        call: Runs something in the server's thread and waits until it is done.
    """

    def __init__(self, server: StreamServer, connection: StreamConnection, call: Call) -> None:
        self._server = server
        self._connection = connection
        self._call = call

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self._connection in self._server.sessions

    @property
    def account(self) -> str:
        """The account that signed its handshake; empty once it is closed."""
        session = self._server.sessions.get(self._connection)
        return session.account if session else ""

    @property
    def subscriptions(self) -> tuple[SubscriptionView, ...]:
        """Its subscriptions, oldest first."""
        session = self._server.sessions.get(self._connection)
        return tuple(_view(each) for each in session.subscriptions) if session else ()

    @property
    def waiting(self) -> int:
        """Messages that are not sent yet."""
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
        return self._server.log.of(name, self.number)

    def unsubscribe(self, sid: int) -> None:
        """End a subscription with an unsolicited `unsubscribed`.

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
        """Restart the sequence of a subscription, as after a reset of the exchange.

        Args:
            first: The sequence number of its next message.

        Raises:
            KeyError: If there is no such subscription.
        """
        self._change(sid, lambda subscription: subscription.renumber(first))

    def _change(self, sid: int, change: Callable[[Subscription], None]) -> None:
        async def act() -> None:
            self._server.dispatcher.catch_up()
            change(self._server.sessions[self._connection].subscription(sid))

        self._call(act)

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Close it.

        Args:
            code: The close code; 1006 resets the connection without a close frame.
            reason: The reason in words.
        """

        async def close() -> None:
            self._connection.close(code, reason)

        self._call(close)

    def kill(self) -> None:
        """Reset it (RST), as a crash does."""
        self.close(_RESET)


@frozen
class SubscriptionView:
    """A subscription at one moment.

    Args:
        sid: Its number on its connection.
        names: The markets, indices or underlyings that it is restricted to; empty for all.
    """

    sid: int
    channel: str
    names: tuple[str, ...]


class Stream:
    """A stream of a sandbox.

    Args:
        server: The server of the stream.
        call: Runs something in the server's thread and waits until it is done.

    Attributes:
        faults: The faults of the stream: `exchange.stream.faults.add(...)`.
        limits: Limits of one reader.
    """

    def __init__(self, server: StreamServer, call: Call) -> None:
        self._server = server
        self._call = call
        self.faults: StreamFaults = server.faults
        self.limits: Limits = server.limits

    @property
    def connections(self) -> tuple[ConnectionView, ...]:
        """The open connections, oldest first."""
        return tuple(ConnectionView(self._server, each, self._call) for each in list(self._server.sessions))

    def commands(self, name: str | None = None) -> tuple[ReceivedCommand, ...]:
        """The commands of all connections, also closed ones, oldest first.

        Args:
            name: Only those of this `cmd`; None for all.
        """
        return self._server.log.of(name)

    def publish(
        self,
        channel: str,
        kind: str,
        body: dict[str, Any],
        *,
        name: str = "",
        account: str | None = None,
    ) -> None:
        """Send a message of your own to the subscribers of a channel, and wait until it is sent.

        Args:
            channel: Its channel.
            kind: Its `type`; the spec needn't have it.
            body: Its `msg`.
            name: The market, index or underlying that it is about; empty for subscriptions to all.
            account: The only account whose subscriptions get it; None for all.

        Raises:
            ValueError: If there is no such channel.
        """
        if channel not in self._server.feed.channels:
            raise ValueError(f"channel: {channel!r} is not one of {', '.join(self._server.feed.channels)}")

        def publish() -> None:
            wants = None if account is None else lambda reader: reader.account == account
            self._server.feed.publish(channel, plain(kind, body), self._server.dispatcher.now_ms(), name, wants)

        self._server.dispatcher.put(publish)
        self.drain()

    def drain(self) -> None:
        """Wait until everything so far is written, or is queued for a slow reader."""

        async def drain() -> None:
            self._server.dispatcher.catch_up()
            # What is queued is written in the loop's next iteration.
            await asyncio.sleep(0)

        self._call(drain)

    def close(self, code: int = _SERVICE_RESTART, reason: str = "") -> None:
        """Close all connections.

        Args:
            code: The close code; 1006 resets them without a close frame.
            reason: The reason in words.
        """

        async def close() -> None:
            for connection in list(self._server.sessions):
                connection.close(code, reason)

        self._call(close)

    def kill(self) -> None:
        """Reset all connections (RST), as a crash does. Within `exchange.refusing_connections()` none can reconnect."""
        self.close(_RESET)


class EventStream(Stream):
    """The stream of event contracts; see `Stream`."""

    _server: EventStreamServer

    def firehose(self, *, markets: int = 20, seed: int = 0) -> Firehose:
        """Add markets whose order books change as often as you like.

        Args:
            markets: How many.
            seed: Seed of the changes.
        """
        exchange, event = self._server.exchange, f"KXFIREHOSE-{seed}"
        owner = Owner(exchange.accounts.add(balance=_BALANCE))
        tickers = tuple(f"{event}-{number}" for number in range(markets))
        for ticker in tickers:
            exchange.markets.add(ticker, event_ticker=event)
        set_level = partial(exchange.books.set_level, owner)
        return Firehose(self._server, self._call, tickers, set_level, _HALF, CENT, seed=seed)

    def history(self) -> BookHistory:
        """Record every order book from now on, at each of its clocks, to compare a client's book with."""
        return BookHistory(self._server.exchange)


class PerpsStream(Stream):
    """The stream of perpetual futures; see `Stream`."""

    _server: PerpsStreamServer
    _levels: PerpsLevels | None = None

    def set_level(self, ticker: str, side: Side, price: Decimal | int | str, contracts: Decimal | int | str) -> None:
        """Set how many contracts rest at a price; other orders there stay.

        Args:
            ticker: The market.
            side: Bids or asks.
            price: US dollars for one contract.
            contracts: How many; 0 for none.

        Raises:
            EngineRejection: As for any order; one that would trade at once is not placed.
        """
        if self._levels is None:
            self._levels = PerpsLevels(self._server.exchange)
        self._levels.set(ticker, side, Decimal(price), Decimal(contracts))

    def clear_levels(self) -> None:
        """Let nothing rest any more of what `set_level` has set."""
        if self._levels is not None:
            self._levels.clear()

    def firehose(self, *, markets: int = 20, seed: int = 0) -> Firehose:
        """Add markets whose order books change as often as you like.

        Args:
            markets: How many.
            seed: Seed of the changes.
        """
        tickers = tuple(f"KXFIREHOSE{seed}PERP{number}" for number in range(markets))
        for ticker in tickers:
            self._server.exchange.markets.add(
                ticker, index_price=_PERPS_PRICE, tick_size=_PERPS_STEP, fractional_trading_enabled=True
            )
        return Firehose(self._server, self._call, tickers, self.set_level, _PERPS_PRICE, _PERPS_STEP, seed=seed)


def _view(subscription: Subscription) -> SubscriptionView:
    return SubscriptionView(subscription.sid, subscription.channel.name, tuple(subscription.names))
