"""The one subscription that a connection has to a channel, and the readers that share it.

The exchange keeps one subscription per channel and connection. So the readers of a channel share it. It has the union
of their markets, and each reader gets the messages of its own. A market that another reader has already is not asked
for again. A market that its last reader leaves is given up. Where an exchange gives each subscribe a number of its own,
nothing changes here, since only one subscribe is ever sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Literal, Protocol

from attrs import define, field, frozen

from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot, Ticker
from kalshi_overlay.errors import KalshiSubscriptionError
from kalshi_overlay.stream.demand import MARKETS, Demand, Names, adding, removing, subject_of
from kalshi_overlay.stream.sequence import Sequence
from kalshi_overlay.stream.snapshots import SnapshotRequests

BOOKS = "orderbook_delta"
"""The channel of order books."""

_SID_UNKNOWN = 7
# Seconds in which the exchange sends the snapshots of new markets by itself.
_SECONDS_TO_FIRST_SNAPSHOT = 2.0


class Receiver(Protocol):
    """What the messages of a reader are given to; called in the event loop, and never to wait there."""

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Take a message; what is given back, if anything, is awaited before the connection reads on."""

    def accepts(self, message: Any) -> bool:
        """Tell whether a message that is not what the spec says can be done without, or taken as it is."""

    def on_gap(self, reason: str) -> None:
        """Know that messages are missing from here on."""

    def on_subscribed(self) -> None:
        """Know that the exchange has confirmed the subscription, for the first time or again."""

    def on_end(self, error: Exception | None) -> None:
        """Know that nothing more will come."""


@define(eq=False)
class Reader:
    """One of those who share a subscription.

    Attributes:
        demand: What it reads.
        receiver: What its messages are given to.
        base: The names that it had before the changes that are not confirmed yet.
        is_subscribed: Whether the exchange has confirmed it since the subscription was last made.
        waits_for_snapshots: The markets whose changes it is not given before a snapshot.
        changes: Those who wait until what it reads is confirmed.
    """

    demand: Demand
    receiver: Receiver
    base: Names = field(init=False)
    is_subscribed: bool = False
    waits_for_snapshots: set[str] = field(factory=set)
    changes: list[asyncio.Future[Any]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.base = dict(self.demand.names)

    def finish(self, answer: Any = None, error: Exception | None = None) -> None:
        """Let those who wait for a change go on."""
        changes, self.changes = self.changes, []
        for change in changes:
            if change.done():
                continue
            if error is None:
                change.set_result(answer)
            else:
                change.set_exception(error)


@frozen
class Command:
    """A command that brings a subscription closer to what its readers want.

    Attributes:
        kind: What it does.
        names: What it names; None where it names nothing.
        selection: The list in which it names that.
    """

    kind: Literal["subscribe", "unsubscribe", "add", "remove"]
    names: Names | None = None
    selection: str | None = None


class SharedSubscription:
    """A connection's subscription to a channel.

    Args:
        channel: The channel.
        demand: What its first reader asks for.

    Attributes:
        readers: Those who share it.
        sid: The exchange's number for it on the present connection; None while there is none.
        sequence: The numbers of its messages.
        snapshots: The snapshots that it waits for.
        is_working: Whether somebody brings it closer to what its readers want.
        idle: Set while nothing is to be done.
    """

    def __init__(self, channel: str, demand: Demand) -> None:
        self.channel = channel
        self.options = demand.sharing_options
        self.readers: list[Reader] = []
        self.sid: int | None = None
        self.sequence = Sequence()
        self.snapshots = SnapshotRequests()
        self.is_working = False
        self.idle = asyncio.Event()
        self._is_of_books = channel == BOOKS
        # What the exchange has: everything of the channel, or the names of a list.
        self._covers_all = False
        self._selection: str | None = None
        self._held: Names = {}
        # The readers are asked for one by one once something was refused that concerned several.
        self._is_one_by_one = False
        # The newest ticker message of each market, by the market's ticker.
        self._last_messages: dict[Any, Any] = {}
        self._tables: list[tuple[str, dict[Any, tuple[Reader, ...]]]] = []
        self._of_all: tuple[Reader, ...] = ()

    # Readers

    def accepts(self, demand: Demand) -> bool:
        """Tell whether a reader can share it."""
        if demand.sharing_options != self.options:
            return False
        if any(reader.demand.is_of_all for reader in self.readers) or self._covers_all:
            return True
        return not demand.is_of_all and all(reader.demand.selection == demand.selection for reader in self.readers)

    def join(self, reader: Reader) -> None:
        """Let a reader share it."""
        self.readers.append(reader)
        self._add_names(reader, reader.demand.names)
        self._route()

    def leave(self, reader: Reader) -> None:
        """Give a reader nothing more."""
        if reader in self.readers:
            self.readers.remove(reader)
            self._route()
            reader.finish()

    def change(self, reader: Reader, demand: Demand) -> None:
        """Let a reader read something else."""
        before, reader.demand = reader.demand.names, demand
        self._add_names(reader, {name: None for name in demand.names if name not in before})
        reader.waits_for_snapshots &= demand.names.keys()
        self._route()

    def _add_names(self, reader: Reader, names: Names) -> None:
        if self._is_of_books:
            reader.waits_for_snapshots |= names.keys()
            # Their snapshots were sent when the first reader came.
            self.snapshots.want(name for name in names if name in self._held)
        elif reader.demand.options.get("send_initial_snapshot"):
            # The exchange sends nothing at first of markets that the subscription has already.
            for message in self._last_messages_of(reader.demand.selection, names):
                reader.receiver.receive(message)

    def _last_messages_of(self, selection: str | None, names: Names) -> list[Any]:
        messages = self._last_messages.values()
        return [each for each in messages if selection and subject_of(each.msg, selection) in names]

    def _route(self) -> None:
        """Find out again who gets what."""
        self._of_all = tuple(reader for reader in self.readers if reader.demand.is_of_all)
        self._tables = []
        selections = dict.fromkeys(reader.demand.selection for reader in self.readers if not reader.demand.is_of_all)
        for selection in selections:
            table: dict[Any, tuple[Reader, ...]] = {}
            for reader in self.readers:
                if reader.demand.selection == selection and not reader.demand.is_of_all:
                    for name in reader.demand.names:
                        table[name] = (*table.get(name, ()), reader)
            if selection is not None:
                self._tables.append((selection, table))

    def readers_of(self, message: Any) -> tuple[Reader, ...]:
        """Those who read a message."""
        found = self._of_all
        body = message.msg
        for selection, table in self._tables:
            name = subject_of(body, selection)
            if name is None:
                # What names nothing, such as a list of indices, is for everybody.
                return tuple(self.readers)
            readers = table.get(name, ())
            found = (*found, *readers) if found else readers
        return found

    # Messages

    def deliver(self, message: Any) -> list[Awaitable[None]] | None:
        """Give a message to its readers.

        Returns:
            What is to be awaited before the next frame is read; None for nothing.
        """
        if self._is_of_books:
            return self._deliver_book(message)
        if "send_initial_snapshot" in self.options and type(message) is Ticker:
            self._last_messages[subject_of(message.msg, "market_tickers")] = message
        return _give(message, self.readers_of(message))

    def _deliver_book(self, message: Any) -> list[Awaitable[None]] | None:
        ticker = message.msg.market_ticker
        readers = self.readers_of(message)
        if type(message) is OrderbookSnapshot:
            self.snapshots.came(ticker)
            # Up to here every book was stale, and nothing late was missed.
            self.sequence.end_gap()
            for reader in readers:
                reader.waits_for_snapshots.discard(ticker)
        elif type(message) is OrderbookDelta and any(ticker in reader.waits_for_snapshots for reader in readers):
            readers = tuple(reader for reader in readers if ticker not in reader.waits_for_snapshots)
        return _give(message, readers)

    def accepts_message(self, message: Any) -> bool:
        """Tell whether all readers accept a message that is not what the spec says."""
        return all(reader.receiver.accepts(message) for reader in self.readers)

    def on_gap(self, reason: str) -> None:
        """Know that messages are missing; order books ask for snapshots."""
        for reader in list(self.readers):
            reader.receiver.on_gap(reason)
        if self._is_of_books and self.sid is not None:
            for reader in self.readers:
                # What is not confirmed yet may have had its snapshot before the gap.
                reader.waits_for_snapshots |= reader.demand.names.keys() - self._held.keys()
            self.want_snapshots(self._held)

    def want_snapshots(self, tickers: Names) -> None:
        """Have snapshots of markets asked for, of those that the exchange has."""
        self.snapshots.want(name for name in tickers if name in self._held)

    # What the exchange has, and what it is to have

    def bind(self, sid: int, seq: int | None, *, is_known: bool) -> None:
        """Know the exchange's number for it.

        Args:
            sid: The number.
            seq: The sequence number of the answer, if it has one.
            is_known: Whether the exchange had a subscription to the channel already, and continues it.
        """
        self.sid = sid
        self.sequence.restart(None if seq is None else seq + 1)
        if is_known and self._is_of_books:
            # Markets that it had already get no snapshot.
            self.snapshots.want(self._wanted(), after=_SECONDS_TO_FIRST_SNAPSHOT / 4)

    def unbind(self) -> None:
        """Know that the exchange has it no longer."""
        self.sid = None
        self._held, self._covers_all, self._selection = {}, False, None
        self._last_messages.clear()
        self.snapshots.clear()
        for reader in self.readers:
            reader.is_subscribed = False
            if self._is_of_books:
                reader.waits_for_snapshots |= reader.demand.names.keys()
            # It is made again as changed.
            reader.finish()

    def next_command(self) -> Command | None:
        """What is to be sent next; None if the exchange has what the readers want."""
        wanted = self._wanted()
        is_wanted = bool(self.readers) and (self._wants_all() or bool(wanted) or not self._names_markets())
        selection = next((reader.demand.selection for reader in self.readers if reader.demand.selection), None)
        if self.sid is None:
            if not is_wanted:
                return None
            if self._wants_all():
                return Command("subscribe")
            return Command("subscribe", self._next_names(wanted), selection)
        if not is_wanted:
            return Command("unsubscribe")
        if self._covers_all or self._selection is None:
            return None
        if selection != self._selection:
            # All who named markets in that way have left meanwhile: it is made again for those who have come.
            return Command("unsubscribe")
        if missing := {name: None for name in wanted if name not in self._held}:
            return Command("add", self._next_names(missing), selection)
        if excess := {name: None for name in self._held if name not in wanted}:
            return Command("remove", excess, selection)
        return None

    def parameters_of(self, command: Command) -> dict[str, Any]:
        """The parameters with which a command is sent."""
        selection = command.selection
        names = {selection: list(command.names)} if selection and command.names else {}
        match command.kind:
            case "subscribe":
                options = self.readers[0].demand.options
                return {"channels": [self.channel], **options, **names}
            case "unsubscribe":
                return {"sids": [self.sid]}
            case "add":
                assert selection is not None
                initial = {"send_initial_snapshot": True} if self.options.get("send_initial_snapshot") else {}
                return {"sid": self.sid, "action": adding(selection), **names, **initial}
            case "remove":
                assert selection is not None
                return {"sid": self.sid, "action": removing(selection), **names}

    def confirm(self, command: Command, answer: Any) -> list[Reader]:
        """Know that the exchange has carried a command out.

        Returns:
            The readers that have now all that they want, and had not before.
        """
        names = command.names or {}
        match command.kind:
            case "subscribe":
                self._covers_all = command.names is None
                self._selection = command.selection
                self._held = dict(names)
            case "add":
                self._held |= names
            case "remove":
                self._held = {name: None for name in self._held if name not in names}
                self.snapshots.forget(names)
                # They will be out of date when somebody reads these markets again.
                for message in self._last_messages_of(self._selection, names):
                    del self._last_messages[subject_of(message.msg, "market_tickers")]
            case "unsubscribe":
                self.unbind()
        if self._is_of_books and command.kind in ("subscribe", "add"):
            waiting = {name for reader in self.readers for name in reader.waits_for_snapshots}
            self.snapshots.want((name for name in names if name in waiting), after=_SECONDS_TO_FIRST_SNAPSHOT)
        return self._confirm_readers(answer)

    def has(self, reader: Reader) -> bool:
        """Whether the exchange has all that a reader wants."""
        return self.sid is not None and (self._covers_all or reader.demand.names.keys() <= self._held.keys())

    def _confirm_readers(self, answer: Any) -> list[Reader]:
        confirmed = []
        for reader in self.readers:
            if self.has(reader):
                reader.base = dict(reader.demand.names)
                reader.finish(answer)
                if not reader.is_subscribed:
                    reader.is_subscribed = True
                    confirmed.append(reader)
                    reader.receiver.on_subscribed()
        return confirmed

    def refuse(self, command: Command, error: KalshiSubscriptionError) -> list[Reader]:
        """Know that the exchange has refused a command, for good.

        Returns:
            The readers that have ended by it.
        """
        if command.kind in ("unsubscribe", "remove"):
            # Its messages are given to nobody any more.
            self.confirm(command, None)
            return []
        concerned = [reader for reader in self.readers if self._concerns(command, reader)]
        if len(concerned) > 1 and not self._is_one_by_one:
            self._is_one_by_one = True
            return []
        ended = []
        for reader in concerned[:1] if self._is_one_by_one else concerned:
            new = {name: None for name in reader.demand.names if name not in reader.base}
            if new and command.names is not None and new.keys() & command.names.keys():
                self.change(reader, reader.demand.without(new))
                reader.finish(error=error)
            else:
                self.leave(reader)
                ended.append(reader)
        return ended

    def settle(self) -> list[Reader]:
        """Know that nothing is left to be sent.

        Returns:
            The readers that have now all that they want, and had not before.
        """
        self._is_one_by_one = False
        self.idle.set()
        return self._confirm_readers(None) if self.sid is not None else []

    def has_ended_by(self, error: KalshiSubscriptionError) -> bool:
        """Whether an error to a command says that the exchange doesn't have the subscription."""
        return self.sid is not None and error.code == _SID_UNKNOWN

    def _concerns(self, command: Command, reader: Reader) -> bool:
        return command.names is None or bool(reader.demand.names.keys() & command.names.keys())

    def _next_names(self, names: Names) -> Names:
        """All of them, or those of one reader."""
        if not self._is_one_by_one:
            return names
        for reader in self.readers:
            if own := {name: None for name in reader.demand.names if name in names}:
                return own
        return names

    def _wanted(self) -> Names:
        return {name: None for reader in self.readers for name in reader.demand.names}

    def _wants_all(self) -> bool:
        """Whether the subscription is to name nothing: there is a reader of every market, or names of two kinds."""
        selections = {reader.demand.selection for reader in self.readers}
        return None in selections or len(selections) > 1

    def _names_markets(self) -> bool:
        return any(reader.demand.selection in MARKETS for reader in self.readers)


def _give(message: Any, readers: tuple[Reader, ...]) -> list[Awaitable[None]] | None:
    if len(readers) == 1:
        waiting = readers[0].receiver.receive(message)
        return None if waiting is None else [waiting]
    given = [reader.receiver.receive(message) for reader in readers]
    return [each for each in given if each is not None] or None
