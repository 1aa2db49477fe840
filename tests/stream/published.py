"""What an exchange publishes, numbered, so that its readers know what each message is."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from unittest.mock import patch

import msgspec

from kalshi_gen.stream.models import Trade
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream.messages import Message, plain
from kalshi_sandbox.stream.subscription import Subscription
from tests.stream.examples import body, message

BOOKS = "orderbook_delta"
"""The channel of order books."""


class Published:
    """What the exchange has published: each message has its number in place of the time of its sending.

    Messages are numbered from 1 for each market of each channel. The state of a market, such as a snapshot,
    has the number of the market's newest message, made negative.

    Args:
        exchange: The exchange.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self.total = 0
        self._exchange = exchange
        self._newest: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def newest(self, channel: str, markets: Iterable[str]) -> dict[str, int]:
        """The number of the newest message of each market."""
        newest = self._newest[channel]
        return {market: newest[market] for market in markets}

    @contextlib.contextmanager
    def numbering(self) -> Iterator[None]:
        """Number what is published from now on, and publish a trade wherever a book changes."""
        feed = self._exchange.stream._server.feed
        publish, send, trade = feed.publish, Subscription.send, body(message(Trade))

        def publish_numbered(channel: str, sent: Message[Any], sent_ms: int, name: str = "", wants: Any = None) -> None:
            self._newest[channel][name] += 1
            self.total += 1
            publish(channel, sent, self._newest[channel][name], name, wants)
            if channel == BOOKS:
                publish_numbered("trade", plain("trade", {**trade, "market_ticker": name}), sent_ms, name)

        def send_numbered(
            subscription: Subscription, sent: Message[Any], sent_ms: int, command_id: int | None = None
        ) -> None:
            if sent_ms > 1 << 40:
                # A time in milliseconds: it was not published, but is sent to this one alone.
                market = msgspec.json.decode(sent.content(subscription))["market_ticker"]
                sent_ms = -self._newest[subscription.channel.name][market]
            send(subscription, sent, sent_ms, command_id)

        with patch.object(feed, "publish", publish_numbered), patch.object(Subscription, "send", send_numbered):
            yield
