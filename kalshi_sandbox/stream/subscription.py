"""Subscriptions: one channel on one connection, restricted to what its reader asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from attrs import define, field

from kalshi_gen.runtime.stream import Channel

from .frames import Item
from .messages import Message, encode, envelope

# In place of a name: subscriptions that are not restricted.
_ALL = ""


class Reader(Protocol):
    """The connection of a subscription."""

    def put(self, payload: bytes, subscription: Subscription | None = None) -> None:
        """Queue a message."""

    def put_item(self, item: Item, subscription: Subscription | None = None) -> None:
        """Queue a raw frame, or an event of the connection."""


class Delivery(Protocol):
    """How messages are delivered while faults are set."""

    are_set: bool

    def send(self, subscription: Subscription, message: Message[Any], sent_ms: int, command_id: int | None) -> None:
        """Send a message, as far as the faults let it through."""


@define(eq=False, kw_only=True)
class Subscription:
    """What one reader gets of one channel.

    Args:
        sid: Its number on the connection.
        reader: The connection.
        faults: The faults of the stream.
        end: Ends it: with an error code, or with None by an `unsubscribed`.
        account: The account whose private messages it gets.
        subaccount: The only subaccount whose private messages it gets, None for all.
        names: The markets, indices or underlyings that it is restricted to.
        is_of_all: Whether it isn't restricted.
        named_by_id: Whether its markets were named by their ids.
        uses_yes_price: Whether the no side of order books has prices of yes.
        is_of_own: Whether it leaves out others' requests for quotes.
        shard: The number of parts of the channel and which one it gets, None for all.
        skips_lists: Whether `ok` leaves out the list of markets.
        wants_snapshot: Whether it begins with the current tickers of its markets.
        waiting: Its messages that are not sent yet.
        held: Messages that a fault holds back until after the next one.
        command_times: When its latest commands came, on the exchange's clock.
    """

    sid: int
    channel: Channel
    reader: Reader
    faults: Delivery
    end: Callable[[Subscription, int | None], None]
    account: str
    subaccount: int | None = None
    names: dict[str, None] = field(factory=dict)
    is_of_all: bool = False
    named_by_id: bool = False
    uses_yes_price: bool = False
    is_of_own: bool = False
    shard: tuple[int, int] | None = None
    skips_lists: bool = False
    wants_snapshot: bool = False
    waiting: int = 0
    held: list[bytes] = field(factory=list)
    command_times: deque[float] = field(factory=deque)
    _seq: int = 0

    def send(self, message: Message[Any], sent_ms: int, command_id: int | None = None) -> None:
        """Send a message of the channel, unless a fault intervenes.

        Args:
            sent_ms: Now, in Unix milliseconds.
            command_id: The command that it answers.
        """
        if self.faults.are_set:
            self.faults.send(self, message, sent_ms, command_id)
            return
        self.put(self.written(message, sent_ms, self.next_number(), command_id))

    def put(self, payload: bytes) -> None:
        """Queue a complete message, and then those that were held back."""
        self.reader.put(payload, self)
        if self.held:
            held, self.held = self.held, []
            for each in held:
                self.reader.put(each, self)

    def written(self, message: Message[Any], sent_ms: int, seq: int | None, command_id: int | None) -> bytes:
        """A message of the channel for this reader, with a sequence number."""
        return envelope(message.kind, message.content(self), sent_ms, self.sid, seq, command_id)

    def terminate(self, code: int | None) -> None:
        """End it with an error, 10 or 25, or with None by an unsolicited `unsubscribed`."""
        self.end(self, code)

    def renumber(self, first: int) -> None:
        """Restart the sequence at a number."""
        self._seq = first - 1

    def answer(self, kind: str, body: Any, sent_ms: int, command_id: int | None, *, is_numbered: bool = False) -> None:
        """Answer a command about this subscription; no fault intervenes.

        Args:
            body: Its `msg`, None for none.
            is_numbered: Whether it has a sequence number even if the channel's messages have none.
        """
        seq = self._next() if is_numbered else self.next_number()
        content = b"" if body is None else encode(body)
        self.reader.put(envelope(kind, content, sent_ms, self.sid, seq, command_id))

    def next_number(self) -> int | None:
        """The next sequence number, None if the channel has none."""
        return self._next() if self.channel.sequenced else None

    def is_for(self, account: str, subaccount: int) -> bool:
        """Whether it gets private messages of a subaccount."""
        return self.account == account and self.subaccount in (None, subaccount)

    def _next(self) -> int:
        self._seq += 1
        return self._seq


class Subscribers:
    """All subscriptions of the exchange, by channel and by what they are restricted to, oldest first."""

    def __init__(self) -> None:
        self._by_topic: dict[tuple[str, str], dict[Subscription, None]] = {}

    def add(self, subscription: Subscription) -> None:
        """Add a subscription; it gets messages from now on."""
        for topic in _topics(subscription):
            self._by_topic.setdefault(topic, {})[subscription] = None

    def remove(self, subscription: Subscription) -> None:
        """Remove a subscription. Call it before you change what the subscription is restricted to."""
        for topic in _topics(subscription):
            here = self._by_topic.get(topic, {})
            here.pop(subscription, None)
            if not here:
                self._by_topic.pop(topic, None)

    def of(self, channel: str, name: str = _ALL) -> list[Subscription]:
        """The subscriptions that get a message.

        Args:
            channel: The message's channel.
            name: The market, index or underlying that it is about; empty if the channel can't be restricted.
        """
        found = list(self._by_topic.get((channel, _ALL), ()))
        return found + list(self._by_topic.get((channel, name), ())) if name else found

    def has(self, channel: str) -> bool:
        """Whether there is a subscription to a channel that named something, or all."""
        return any(topic[0] == channel for topic in self._by_topic)


def _topics(subscription: Subscription) -> list[tuple[str, str]]:
    channel = subscription.channel.name
    if subscription.is_of_all:
        return [(channel, _ALL)]
    return [(channel, name) for name in subscription.names]
