"""A subscription: one channel on one connection, narrowed to what its reader asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from attrs import define, field

from .channels import Channel
from .frames import Item
from .messages import Message, encode, envelope

if TYPE_CHECKING:
    from .faults import StreamFaults


class Reader(Protocol):
    """The connection of a subscription."""

    def put(self, payload: bytes, subscription: Subscription | None = None) -> None:
        """Send a message after those that wait already."""

    def put_item(self, item: Item, subscription: Subscription | None = None) -> None:
        """Send a frame as it is, or have something happen to the connection, after what waits already."""


@define(eq=False, kw_only=True)
class Subscription:
    """What one reader gets of one channel.

    Args:
        sid: Its number on the connection.
        reader: Where it is sent.
        account: Whose private messages it gets.
        subaccount: The only one whose private messages it gets, None for all.
        names: The markets, indices or underlyings that it is narrowed to.
        is_of_all: Whether it isn't narrowed.
        named_by_id: Whether its markets were named by their ids.
        uses_yes_price: Whether no levels of order books are told at the price of yes.
        is_of_own: Whether it leaves out others' requests for quotes.
        shard: Of how many parts it gets which, None for the whole.
        skips_lists: Whether `ok` leaves out the list of markets.
        wants_snapshot: Whether tickers of its markets are told as they stand at first.
        end: Ends it: with an error, or without one by an `unsubscribed`.
        waiting: Messages of it that have yet to go out.
        held: Messages that a fault keeps for after the next one.
    """

    sid: int
    channel: Channel
    reader: Reader
    faults: StreamFaults
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
        """Send a message of the channel, unless a fault does something else with it.

        Args:
            sent_ms: Now, in Unix milliseconds.
            command_id: The command that it answers.
        """
        if self.faults.are_set:
            self.faults.send(self, message, sent_ms, command_id)
            return
        self.put(self.written(message, sent_ms, self.next_number(), command_id))

    def put(self, payload: bytes) -> None:
        """Send a whole message, and what was kept for after it."""
        self.reader.put(payload, self)
        if self.held:
            held, self.held = self.held, []
            for each in held:
                self.reader.put(each, self)

    def written(self, message: Message[Any], sent_ms: int, seq: int | None, command_id: int | None) -> bytes:
        """A message of the channel as it goes to this reader, under a number."""
        return envelope(message.kind, message.content(self), sent_ms, self.sid, seq, command_id)

    def terminate(self, code: int | None) -> None:
        """End it with an error, 10 or 25; or by an `unsubscribed` that nobody asked for."""
        self.end(self, code)

    def renumber(self, first: int) -> None:
        """Count anew from a number on."""
        self._seq = first - 1

    def answer(self, kind: str, body: Any, sent_ms: int, command_id: int | None, *, is_numbered: bool = False) -> None:
        """Answer a command about this subscription; no fault meets it.

        Args:
            body: Its `msg`, None for none.
            is_numbered: Whether it has a number also where the channel's messages have none.
        """
        seq = self._next() if is_numbered else self.next_number()
        content = b"" if body is None else encode(body)
        self.reader.put(envelope(kind, content, sent_ms, self.sid, seq, command_id))

    def next_number(self) -> int | None:
        """Use up a number, where the channel has them."""
        return self._next() if self.channel.sequenced else None

    def is_for(self, account: str, subaccount: int) -> bool:
        """Whether it gets private messages of a subaccount."""
        return self.account == account and self.subaccount in (None, subaccount)

    def _next(self) -> int:
        self._seq += 1
        return self._seq
