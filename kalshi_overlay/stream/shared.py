"""The one subscription that a connection has to a channel, and the readers that share it.

The exchange keeps one subscription per channel and connection. So the readers of a channel share it. It has the union
of their markets, and each reader gets the messages of its own. A market that another reader has already is not asked
for again. A market that its last reader leaves is given up. Where an exchange gives each subscribe a number of its own,
nothing changes here, since only one subscribe is ever sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Iterable, Iterator
from typing import Any, Literal, Protocol

from attrs import define, field, frozen

from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot, Ticker
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.demand import MARKETS, Demand, Names, adding, removing, subject_of
from kalshi_overlay.stream.sequence import Sequence
from kalshi_overlay.stream.snapshots import SnapshotRequests

BOOKS = "orderbook_delta"
"""The channel of order books."""

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
class Request:
    """What the exchange is asked on behalf of a reader.

    Attributes:
        outcome: The exchange's answer, or why there is none.
    """

    outcome: asyncio.Future[Any] = field(factory=lambda: asyncio.get_running_loop().create_future(), init=False)

    def succeed(self, answer: Any) -> None:
        """Give the exchange's answer to whoever waits for it."""
        if not self.outcome.done():
            self.outcome.set_result(answer)

    def fail(self, error: Exception) -> None:
        """Let whoever waits for the answer know why there is none."""
        if not self.outcome.done():
            self.outcome.set_exception(error)
            # Who waits no longer never asks.
            self.outcome.exception()


@define(eq=False)
class Change(Request):
    """A change of what a reader reads.

    Attributes:
        is_adding: Whether it adds names; otherwise it removes them.
        names: The names, but for those that a later change takes back.
    """

    is_adding: bool
    names: Names


@define(eq=False)
class Question(Request):
    """An update that changes nothing, such as one that asks for a list.

    Attributes:
        action: The spec's `action`.
        parameters: What it takes.
    """

    action: str
    parameters: dict[str, Any]


@define(eq=False)
class Reader:
    """One of those who share a subscription.

    Attributes:
        confirmed: What it reads without the changes that the exchange has not confirmed.
        receiver: What its messages are given to.
        demand: What it reads.
        is_subscribed: Whether the exchange has confirmed it since the subscription was last made.
        waits_for_snapshots: The markets whose changes it is not given before a snapshot.
        requests: What the exchange has not answered. No name is both added and removed by its changes.
    """

    confirmed: Demand
    receiver: Receiver
    demand: Demand = field(init=False)
    is_subscribed: bool = False
    waits_for_snapshots: set[Any] = field(factory=set)
    requests: list[Request] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.demand = self.confirmed

    @property
    def changes(self) -> list[Change]:
        """The changes that are not confirmed."""
        return [each for each in self.requests if isinstance(each, Change)]

    def change(self, change: Change) -> None:
        """Read something else, if the exchange agrees."""
        for earlier in self.changes:
            if earlier.is_adding != change.is_adding:
                earlier.names = _without(earlier.names, change.names)
        self.requests.append(change)
        self.demand = self.demand.with_change(change.names, is_adding=change.is_adding)

    def undo(self, request: Request) -> None:
        """Read what it would read without a change."""
        self.requests.remove(request)
        self.demand = self.confirmed
        for each in self.changes:
            self.demand = self.demand.with_change(each.names, is_adding=each.is_adding)

    def confirm(self, change: Change, answer: Any) -> None:
        """Know that the exchange has confirmed a change."""
        self.requests.remove(change)
        self.confirmed = self.confirmed.with_change(change.names, is_adding=change.is_adding)
        change.succeed(answer)


Cause = Reader | Request
"""What a command is sent for: the names that a reader has for long, or a request of its own."""


@frozen
class Command:
    """A command that brings a subscription closer to what its readers want.

    Attributes:
        kind: What it does.
        names: What it names; None where it names nothing.
        selection: The list in which it names that.
        cause: What it is sent for, if that is one thing alone.
    """

    kind: Literal["subscribe", "unsubscribe", "add", "remove", "get_snapshot", "ask"]
    names: Names | None = None
    selection: str | None = None
    cause: Cause | None = None


class SharedSubscription:
    """A connection's subscription to a channel.

    Args:
        channel: The channel.
        demand: What its first reader asks for.

    Attributes:
        readers: Those who share it.
        sid: The exchange's number for it on the present connection; None while there is none.
        sequence: The numbers of its messages.
        problem: Why the exchange has not done what it was asked for last; None unless it may do it later.
    """

    def __init__(self, channel: str, demand: Demand) -> None:
        self.channel = channel
        self.options = demand.sharing_options
        self.readers: list[Reader] = []
        self.sid: int | None = None
        self.sequence = Sequence()
        self.problem: str | None = None
        self._snapshots = SnapshotRequests()
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._is_of_books = channel == BOOKS
        # What the exchange has: everything of the channel, or the names of a list.
        self._covers_all = False
        self._selection: str | None = None
        self._held: Names = {}
        # What readers want is asked for one by one once something was refused that concerned several.
        self._is_one_by_one = False
        # Seconds to wait before it is made again.
        self._pause = 0.0
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
        self._on_change(reader, reader.demand.names)

    def leave(self, reader: Reader, error: Exception | None) -> None:
        """Give a reader nothing more.

        Args:
            reader: The reader.
            error: Why, if it is an error.
        """
        self.readers.remove(reader)
        self._route()
        for request in reader.requests:
            request.fail(error or KalshiStreamLostError("the subscription has ended"))
        reader.receiver.on_end(error)
        self._touch()

    def change(self, reader: Reader, *, is_adding: bool, names: Names) -> Change:
        """Let a reader read something else."""
        new = _without(names, reader.demand.names) if is_adding else {}
        change = Change(is_adding, names)
        reader.change(change)
        # A book that is asked for again begins with a snapshot again.
        self._on_change(reader, names if is_adding and self._is_of_books else new)
        return change

    def ask(self, reader: Reader, question: Question) -> None:
        """Have an update sent for a reader that changes nothing."""
        reader.requests.append(question)
        self._touch()

    def undo(self, reader: Reader, request: Request) -> None:
        """Let a reader read what it would read without a request, unless the exchange has answered that."""
        if request in reader.requests:
            before = reader.demand.names
            reader.undo(request)
            self._on_change(reader, _without(reader.demand.names, before))

    def _on_change(self, reader: Reader, new: Names) -> None:
        reader.waits_for_snapshots &= reader.demand.names.keys()
        if self._is_of_books:
            reader.waits_for_snapshots |= new.keys()
            # Their snapshots were sent when the first reader came.
            self.want_snapshots(name for name in new if name in self._held)
        elif reader.demand.options.get("send_initial_snapshot"):
            # The exchange sends nothing at first of markets that the subscription has already.
            for message in self._last_messages_of(reader.demand.selection, new):
                reader.receiver.receive(message)
        self._route()
        self._touch()

    def _last_messages_of(self, selection: str | None, names: Names) -> list[Any]:
        messages = self._last_messages.values()
        return [each for each in messages if selection and subject_of(each.msg, selection) in names]

    def _route(self) -> None:
        """Find again who gets what."""
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
            self._snapshots.forget([ticker])
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
            self.want_snapshots(self._wanted())

    def want_snapshots(self, tickers: Iterable[str]) -> None:
        """Have snapshots of markets asked for, once the exchange has them."""
        if self._snapshots.want(tickers):
            self._changed.set()

    # What the exchange has

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
            self._snapshots.want(self._wanted(), after=_SECONDS_TO_FIRST_SNAPSHOT / 4)

    def unbind(self) -> None:
        """Know that the exchange has it no longer."""
        self.sid = None
        self._held, self._covers_all, self._selection = {}, False, None
        self._last_messages.clear()
        self._snapshots.clear()
        for reader in self.readers:
            reader.is_subscribed = False
            if self._is_of_books:
                reader.waits_for_snapshots |= reader.demand.names.keys()
        self._changed.set()

    def on_ended(self, reason: str, pause: float = 0.0) -> None:
        """Know that the exchange has it no longer, and that it is to be made again.

        Args:
            reason: Why, in words.
            pause: Seconds to wait before: it may end again at once.
        """
        self.unbind()
        self.on_gap(reason)
        self._pause = pause

    def on_lost(self, reason: str) -> None:
        """Know that the connection is lost; nobody waits until all is sent."""
        self.on_ended(reason)
        self.problem = None
        self._idle.set()

    def on_postponed(self, error: KalshiSubscriptionError) -> None:
        """Know that the exchange has not done what it was asked for, and may do it later."""
        self.problem = str(error)

    def take_pause(self) -> float:
        """How long to wait before it is made again; once."""
        pause, self._pause = self._pause, 0.0
        return pause

    def confirm(self, command: Command, answer: Any) -> list[Reader]:
        """Know that the exchange has done what a command asks for.

        Returns:
            The readers that have now all that they want, and had not before.
        """
        self.problem = None
        names = command.names or {}
        match command.kind:
            case "unsubscribe":
                self.unbind()
            case "ask":
                for reader in self.readers:
                    reader.requests = [each for each in reader.requests if each is not command.cause]
                assert isinstance(command.cause, Question)
                command.cause.succeed(answer)
            case "subscribe" | "add" if self.sid is not None:
                if command.kind == "subscribe":
                    self._covers_all = command.names is None
                    self._selection = command.selection
                self._held |= names
                if self._is_of_books:
                    waiting = {name for reader in self.readers for name in reader.waits_for_snapshots}
                    first = (name for name in names if name in waiting)
                    self._snapshots.want(first, after=_SECONDS_TO_FIRST_SNAPSHOT)
            case "remove":
                self._on_removed(names)
        return self._confirm_readers(answer)

    def _on_removed(self, names: Names) -> None:
        self._snapshots.forget(names)
        # They will be out of date when somebody reads these markets again.
        for message in self._last_messages_of(self._selection, names):
            del self._last_messages[subject_of(message.msg, "market_tickers")]
        self._held = _without(self._held, names)

    def _holds(self, names: Names) -> bool:
        return self.sid is not None and (self._covers_all or names.keys() <= self._held.keys())

    def _confirm_readers(self, answer: Any) -> list[Reader]:
        confirmed = []
        excess = _without(self._held, self._wanted())
        for reader in self.readers:
            for change in reader.changes:
                if self._holds(change.names) if change.is_adding else not excess.keys() & change.names.keys():
                    reader.confirm(change, answer)
            if not reader.is_subscribed and self._holds(reader.confirmed.names):
                reader.is_subscribed = True
                confirmed.append(reader)
                reader.receiver.on_subscribed()
        return confirmed

    def refuse(self, command: Command, error: KalshiSubscriptionError) -> Reader | None:
        """Know that the exchange has refused a command, for good.

        Returns:
            The reader that it ends, if any.
        """
        causes = [command.cause] if command.cause else self._causes(command)
        if not causes and command.kind == "remove":
            # Nobody reads them any more, whatever comes of them.
            self._on_removed(command.names or {})
        if len(causes) > 1 and not self._is_one_by_one:
            self._is_one_by_one = True
            return None
        for cause in causes[:1]:
            if isinstance(cause, Reader):
                return cause if cause in self.readers else None
            for reader in self.readers:
                self.undo(reader, cause)
            cause.fail(error)
        return None

    def settle(self) -> list[Reader]:
        """Know that nothing is left to be sent.

        Returns:
            The readers that have now all that they want, and had not before.
        """
        self._is_one_by_one = False
        self._idle.set()
        return self._confirm_readers(None)

    async def until_idle(self) -> None:
        """Wait until nothing is left to be sent, or can't be sent."""
        await self._idle.wait()

    async def until_changed(self) -> None:
        """Wait until there may be a command to be sent."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._snapshots.due_in()):
                await self._changed.wait()
        self._changed.clear()

    def _touch(self) -> None:
        self._idle.clear()
        self._changed.set()

    # What the exchange is asked for

    def next_command(self) -> Command | None:
        """What is to be sent next; None if the exchange has what the readers want."""
        wanted = self._wanted()
        is_wanted = bool(self.readers) and (self._wants_all() or bool(wanted) or not self._names_markets())
        if self.sid is None:
            if not is_wanted:
                return None
            return Command("subscribe") if self._wants_all() else self._naming("subscribe", wanted)
        if not is_wanted:
            return Command("unsubscribe")
        if not self._covers_all and self._selection is not None:
            if self._selection not in {reader.demand.selection for reader in self.readers}:
                # All who named markets in that way have left meanwhile: it is made again for those who have come.
                return Command("unsubscribe")
            if missing := _without(wanted, self._held):
                return self._naming("add", missing)
            if excess := _without(self._held, wanted):
                return self._naming("remove", excess)
        questions = (each for reader in self.readers for each in reader.requests if isinstance(each, Question))
        return next((Command("ask", cause=question) for question in questions), None)

    @property
    def snapshot_timeout(self) -> float:
        """Seconds that the answer to a request for snapshots is waited for."""
        return self._snapshots.answer_timeout

    def next_snapshots(self) -> Command | None:
        """The command that asks for the snapshots that are due; None if there are none."""
        due = self._snapshots.take_due() if self.sid is not None else []
        names = {name: None for name in due if name in self._held}
        self._snapshots.forget(name for name in due if name not in names)
        return Command("get_snapshot", names) if names else None

    def parameters_of(self, command: Command) -> dict[str, Any]:
        """The parameters with which a command is sent."""
        selection = command.selection or ""
        names = {selection: list(command.names)} if command.names else {}
        match command.kind:
            case "subscribe":
                return {"channels": [self.channel], **self.readers[0].demand.options, **names}
            case "unsubscribe":
                return {"sids": [self.sid]}
            case "add":
                initial = {"send_initial_snapshot": True} if self.options.get("send_initial_snapshot") else {}
                return {"sid": self.sid, "action": adding(selection), **names, **initial}
            case "remove":
                return {"sid": self.sid, "action": removing(selection), **names}
            case "get_snapshot":
                return {"sid": self.sid, "action": "get_snapshot", "market_tickers": list(command.names or ())}
            case "ask":
                assert isinstance(command.cause, Question)
                return {"sid": self.sid, "action": command.cause.action, **command.cause.parameters}

    def _naming(self, kind: Literal["subscribe", "add", "remove"], names: Names) -> Command:
        """A command that names all of some names, or those of one cause."""
        selection = next((reader.demand.selection for reader in self.readers), None)
        if self._is_one_by_one:
            for cause, own in self._named_by(kind):
                if named := {name: None for name in own if name in names}:
                    return Command(kind, named, selection, cause)
        return Command(kind, names, selection)

    def _causes(self, command: Command) -> list[Cause]:
        """What a command was sent for."""
        if command.names is None:
            # Those of everything first: the others can do without.
            return [*self._of_all, *(reader for reader in self.readers if not reader.demand.is_of_all)]
        names = command.names.keys()
        return [cause for cause, own in self._named_by(command.kind) if not names or own.keys() & names]

    def _named_by(self, kind: str) -> Iterator[tuple[Cause, Names]]:
        """What causes commands of a kind, each with the names that it has named."""
        for reader in self.readers:
            if kind != "remove":
                yield reader, {name: None for name in reader.confirmed.names if name in reader.demand.names}
            yield from ((each, each.names) for each in reader.changes if each.is_adding == (kind != "remove"))

    def _wanted(self) -> Names:
        return {name: None for reader in self.readers for name in reader.demand.names}

    def _wants_all(self) -> bool:
        """Whether the subscription is to name nothing: there is a reader of every market, or names of two kinds."""
        selections = {reader.demand.selection for reader in self.readers}
        return None in selections or len(selections) > 1

    def _names_markets(self) -> bool:
        return any(reader.demand.selection in MARKETS for reader in self.readers)


def _without(names: Names, others: Names) -> Names:
    return {name: None for name in names if name not in others}


def _give(message: Any, readers: tuple[Reader, ...]) -> list[Awaitable[None]] | None:
    if len(readers) == 1:
        waiting = readers[0].receiver.receive(message)
        return None if waiting is None else [waiting]
    given = [reader.receiver.receive(message) for reader in readers]
    return [each for each in given if each is not None] or None
