"""What the feeds of a sandbox have in common: who gets a message, and what a subscription begins with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kalshi_gen.runtime.stream import Channel

from ..behaviour import Behaviour
from .messages import Message, plain
from .subscription import Subscribers, Subscription


class Feed:
    """Sends messages to subscribers. It knows nothing but the events of an engine, and handles them in order.

    Args:
        behaviour: What is done where the live exchange and its documents differ.

    Attributes:
        path: Where the feed is served.
        channels: Its channels.
        markets: The tickers of its markets.
        tickers: Tickers by market id, if readers can name markets by ids.
        subscribers: All subscriptions.
    """

    path: str
    channels: Mapping[str, Channel]
    markets: Collection[str]

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self.tickers: dict[str, str] = {}
        self.subscribers = Subscribers()

    def accepts(self, ticker: str) -> bool:
        """Whether a subscription may name a market."""
        return ticker in self.markets

    def book(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current book, None if the exchange sends none."""
        raise NotImplementedError

    def ticker(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current prices, None if the exchange sends none."""
        raise NotImplementedError

    def handle(self, event: Any, sent_ms: int) -> None:
        """Send the messages of an event.

        Args:
            sent_ms: Now, in Unix milliseconds.
        """
        raise NotImplementedError

    def publish(
        self,
        channel: str,
        message: Message[Any],
        sent_ms: int,
        name: str = "",
        wants: Callable[[Subscription], bool] | None = None,
    ) -> None:
        """Send a message to its subscribers.

        Args:
            channel: Its channel.
            sent_ms: Now, in Unix milliseconds.
            name: The market, index or underlying that it is about; empty if the channel can't be restricted.
            wants: Selects the subscriptions that get it, None for all.
        """
        for subscription in self.subscribers.of(channel, name):
            if wants is None or wants(subscription):
                subscription.send(message, sent_ms)

    def send_to_owner(
        self,
        channel: str,
        kind: str,
        owner: tuple[str, int],
        name: str,
        body: Callable[[], dict[str, Any]],
        sent_ms: int,
    ) -> None:
        """Send a private message to its owner's own subscriptions.

        Args:
            channel: Its channel.
            kind: Its `type`.
            owner: The account and the subaccount.
            name: The market that it is about; empty if the channel can't be restricted.
            body: Makes its `msg`, if anybody gets it.
            sent_ms: Now, in Unix milliseconds.
        """
        readers = [each for each in self.subscribers.of(channel, name) if each.is_for(*owner)]
        if readers:
            message = plain(kind, body())
            for subscription in readers:
                subscription.send(message, sent_ms)
