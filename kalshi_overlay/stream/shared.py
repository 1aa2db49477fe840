"""The one subscription that a connection has to a channel, and the readers that share it.

The exchange keeps one subscription per channel and connection. So the readers of a channel share it. It has the union
of their markets, and each reader gets the messages of its own. A market that another reader has already is not asked
for again. A market that its last reader leaves is removed. Where an exchange gives each subscribe a number of its own,
nothing changes here, since only one subscribe is ever sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Literal

from attrs import field, frozen

from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.feeds import BOOKS, SNAPSHOT
from kalshi_overlay.stream.readers import CHANGES, LISTS, Demand, Names, Query, Reader, Request, subject_of, without
from kalshi_overlay.stream.sequence import Sequence
from kalshi_overlay.stream.snapshots import SnapshotRequests
from kalshi_overlay.stream.tasks import fail

# Seconds in which the exchange sends the snapshots of new markets by itself.
_SECONDS_TO_FIRST_SNAPSHOT = 2.0
STEADY_SECONDS = 60.0
"""What lasts so long was good: what ends it says nothing about the next."""
_PARAMETER_INVALID = 11
_KINDS_OF_THEIR_OWN = ("subscribe", "unsubscribe", "list_subscriptions")


@frozen
class Command:
    """A command to the exchange; most bring a subscription closer to what its readers want.

    Attributes:
        kind: What it does.
        parameters: The spec's `params`; None for none.
        selection: The list in which it names something; None where it names nothing.
        names: What it names.
        cause: The reader or the request that it is sent for, if that is one alone.
    """

    kind: Literal["subscribe", "unsubscribe", "list_subscriptions", "add", "remove", "get_snapshot", "query"]
    parameters: dict[str, Any] | None = None
    selection: str | None = None
    names: Names = field(factory=dict)
    cause: Reader | Request | None = None

    @property
    def name(self) -> str:
        """The spec's `cmd`."""
        return self.kind if self.kind in _KINDS_OF_THEIR_OWN else "update_subscription"


class SharedSubscription:
    """A connection's subscription to a channel.

    What sends its commands and what dispatches its messages report to it what has happened, and change nothing of it.

    Args:
        demand: What its first reader asks for.
        on_subscribed: Called with it for each reader that the exchange has confirmed, and again after each reconnect.

    Attributes:
        options: The options that its readers have in common.
        sid: The exchange's number for it on the present connection; None while there is none.
        idle: Set while nothing is left to be sent, or nothing can be sent.
        problem: Why the exchange has not done what it was last asked; None unless it may do so later.
    """

    def __init__(self, demand: Demand, on_subscribed: Callable[[SharedSubscription], None]) -> None:
        self.channel = demand.channel
        self.options = demand.sharing_options
        self.readers: list[Reader] = []
        self.sid: int | None = None
        self.sequence = Sequence()
        self.idle = asyncio.Event()
        self.problem: str | None = None
        self._on_subscribed = on_subscribed
        self._is_of_books = demand.channel == BOOKS
        self._snapshots = SnapshotRequests()
        self._changed = asyncio.Event()
        # What the exchange has: everything of the channel, or the names of a list.
        self._covers_all = False
        self._selection: str | None = None
        self._held: Names = {}
        # Readers and changes are asked for one by one once a command for several was refused.
        self._is_one_by_one = False
        # How many names a command may have, while it is not known which of them the exchange refuses.
        self._most_names: int | None = None
        # When it last got a number, and how often it was ended soon after that.
        self._bound_at = 0.0
        self.times_ended = 0
        # The newest ticker message of each market, by the market's ticker.
        self._last_messages: dict[str, Any] = {}
        # Who reads everything; and for each list, the fields to look at and who reads what they say.
        self._of_all: tuple[Reader, ...] = ()
        self._tables: list[tuple[tuple[str, ...], dict[Any, tuple[Reader, ...]]]] = []
        # Who reads a market, where all readers name their markets by tickers: most messages need no other look.
        self._of_ticker: dict[str, tuple[Reader, ...]] = {}

    # Readers

    def accepts(self, demand: Demand) -> bool:
        """Whether a reader can share it."""
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
        """End a reader, with an error or without one."""
        self.readers.remove(reader)
        self._route()
        requests, reader.requests = reader.requests, []
        for request in requests:
            fail(request.outcome, error or KalshiStreamLostError("the subscription has ended"))
        reader.receiver.on_end(error)
        self._touch()

    def change(self, reader: Reader, *, is_adding: bool, names: Names) -> Request:
        """Add to what a reader reads, or remove some of it."""
        new = without(names, reader.demand.names) if is_adding else {}
        if not is_adding:
            reader.receiver.on_removed({name: None for name in names if name in reader.demand.names})
        change = reader.change(names, is_adding=is_adding)
        # A book that is added again begins with a snapshot again.
        self._on_change(reader, names if is_adding and self._is_of_books else new)
        return change

    def request(self, reader: Reader, action: str, parameters: dict[str, Any]) -> Request | None:
        """Begin an update for a reader; None if no answer of the exchange's is to be waited for."""
        names = reader.demand.names
        if action == "get_snapshot":
            self.want_snapshots(ticker for ticker in parameters.get("market_tickers", names) if ticker in names)
            return None
        if action in CHANGES:
            change = reader.demand.change_of(action, parameters)
            return None if change is None else self.change(reader, is_adding=change[0], names=change[1])
        query = Query(reader, action, parameters)
        reader.requests.append(query)
        self._touch()
        return query

    def withdraw(self, request: Request) -> None:
        """Undo a request, unless the exchange has answered it."""
        reader = request.reader
        if request in reader.requests:
            before = reader.demand.names
            reader.withdraw(request)
            self._on_change(reader, without(reader.demand.names, before))

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
        if selection is None:
            return []
        fields = LISTS[selection].fields
        return [each for each in self._last_messages.values() if subject_of(each.msg, fields) in names]

    # Messages

    def _route(self) -> None:
        """Build the tables that say who gets what."""
        self._of_all = tuple(reader for reader in self.readers if reader.demand.is_of_all)
        tables: dict[str, dict[Any, tuple[Reader, ...]]] = {}
        for reader in self.readers:
            if reader.demand.selection is not None and not reader.demand.is_of_all:
                table = tables.setdefault(reader.demand.selection, {})
                for name in reader.demand.names:
                    table[name] = (*table.get(name, ()), reader)
        self._tables = [(LISTS[selection].fields, table) for selection, table in tables.items()]
        self._of_ticker = {} if self._of_all or len(tables) > 1 else tables.get("market_tickers", {})

    def readers_of(self, message: Any) -> tuple[Reader, ...]:
        """Those who read a message."""
        found = self._of_all
        body = message.msg
        for fields, table in self._tables:
            name = subject_of(body, fields)
            if name is None:
                # What names nothing, such as a list of indices, is for everybody.
                return tuple(self.readers)
            readers = table.get(name, ())
            found = (*found, *readers) if found else readers
        return found

    def deliver(self, message: Any) -> Awaitable[None] | None:
        """Give a message to its readers; returns what is to be awaited before the next frame is read."""
        try:
            ticker = message.msg.market_ticker
        except AttributeError:
            ticker = None
        readers = self._of_ticker.get(ticker) if type(ticker) is str else None
        if readers is None:
            readers = self.readers_of(message)
        kind = message.type
        if kind == SNAPSHOT:
            self._on_snapshot(ticker, readers)
        elif kind == "ticker" and type(ticker) is str and "send_initial_snapshot" in self.options:
            self._last_messages[ticker] = message
        waiting = None
        for reader in readers:
            if kind != BOOKS or ticker not in reader.waits_for_snapshots:
                # One that may wait has the connection to itself.
                waiting = reader.receiver.receive(message)
        return waiting

    def _on_snapshot(self, ticker: Any, readers: Iterable[Reader]) -> None:
        self._snapshots.forget([ticker])
        # Every book was stale up to here, so nothing that was left out as late is missed.
        self.sequence.end_gap()
        for reader in readers:
            reader.waits_for_snapshots.discard(ticker)

    def problem_with(self, message: Any, drifts: tuple[SpecDrift, ...]) -> str | None:
        """Why a message that differs from the spec can't be given to its readers, in words; None if it can be."""
        problems = (reader.receiver.problem_with(message, drifts) for reader in self.readers)
        problem = next((each for each in problems if each is not None), None)
        shown = f" ({drifts[0]})" if drifts else ""
        return problem and f"{message.type} is not what the spec says: {problem}{shown}"

    def market_of(self, message: Any) -> str | None:
        """The market that a message is about, if that can be trusted."""
        ticker = getattr(getattr(message, "msg", None), "market_ticker", None)
        return ticker if isinstance(ticker, str) and ticker in self._wanted() else None

    def on_gap(self, reason: str, ticker: str | None = None) -> None:
        """Messages of a market are missing, or of any; order books need snapshots."""
        for reader in list(self.readers):
            if ticker is None or reader.demand.is_of_all or ticker in reader.demand.names:
                reader.receiver.on_gap(reason, ticker)
        if self._is_of_books and self.sid is not None:
            names = self._wanted() if ticker is None else {ticker: None}
            for reader in self.readers:
                # What is not confirmed yet may have had its snapshot before the gap.
                reader.waits_for_snapshots |= (reader.demand.names.keys() & names.keys()) - self._held.keys()
            self.want_snapshots(names)

    def want_snapshots(self, tickers: Iterable[str]) -> None:
        """Ask for snapshots of markets, once the exchange has these."""
        if self._snapshots.want(tickers):
            self._changed.set()

    # What has happened

    def bind(self, sid: int, seq: int | None, *, is_known: bool) -> None:
        """The exchange has given it a number, or continues what it has already (`is_known`) from a sequence number."""
        self.sid = sid
        self._bound_at = time.monotonic()
        self.sequence.restart(None if seq is None else seq + 1)
        if is_known and self._is_of_books:
            # Markets that it had already get no snapshot.
            self._snapshots.want(self._wanted(), after=_SECONDS_TO_FIRST_SNAPSHOT / 4)

    def unbind(self) -> None:
        """The exchange has it no longer."""
        self.sid = None
        self._held, self._covers_all, self._selection = {}, False, None
        self._last_messages.clear()
        self._snapshots.clear()
        for reader in self.readers:
            reader.is_subscribed = False
            if self._is_of_books:
                reader.waits_for_snapshots |= reader.demand.names.keys()
        self._changed.set()

    def on_ended(self, reason: str) -> None:
        """The exchange has ended it."""
        is_soon = time.monotonic() - self._bound_at < STEADY_SECONDS
        self.times_ended = self.times_ended + 1 if is_soon else 0
        self.unbind()
        self.on_gap(reason)

    def on_lost(self, reason: str) -> None:
        """The connection is lost."""
        self.on_ended(reason)
        self.problem = None
        self.idle.set()

    def on_postponed(self, error: KalshiSubscriptionError) -> None:
        """The exchange has not done what it was asked, and may do so later."""
        self.problem = str(error)

    def on_confirmed(self, command: Command, answer: Any) -> None:
        """The exchange has done what a command asked for."""
        self.problem = None
        cause, names = command.cause, command.names
        match command.kind:
            case "query" if isinstance(cause, Query) and cause in cause.reader.requests:
                cause.reader.confirm(cause, answer)
            case "subscribe" | "add" if self.sid is not None:
                self._covers_all, self._selection = command.selection is None, command.selection
                self._held |= names
                self._most_names = self._most_names and self._most_names * 2
                if self._is_of_books:
                    waiting = {name for reader in self.readers for name in reader.waits_for_snapshots}
                    new = (name for name in names if name in waiting)
                    self._snapshots.want(new, after=_SECONDS_TO_FIRST_SNAPSHOT)
            case "remove":
                self._on_removed(names)
        self._confirm_readers(answer)

    def _on_removed(self, names: Names) -> None:
        self._snapshots.forget(names)
        # They will be out of date when somebody reads these markets again.
        for message in self._last_messages_of(self._selection, names):
            del self._last_messages[message.msg.market_ticker]
        self._held = without(self._held, names)

    def _confirm_readers(self, answer: Any) -> None:
        excess = without(self._held, self._wanted())
        for reader in self.readers:
            for change in reader.changes:
                if self._has(change.names) if change.is_adding else not excess.keys() & change.names.keys():
                    reader.confirm(change, answer)
            if not reader.is_subscribed and self._has(reader.confirmed.names):
                reader.is_subscribed = reader.was_subscribed = True
                reader.receiver.on_subscribed()
                self._on_subscribed(self)

    def _has(self, names: Names) -> bool:
        return self.sid is not None and (self._covers_all or names.keys() <= self._held.keys())

    def on_refused(self, command: Command, error: KalshiSubscriptionError) -> tuple[Reader | None, Names]:
        """The exchange has refused a command, for good; returns the reader that ends by it, or what it has lost."""
        causes = [command.cause] if command.cause else self._causes(command)
        if len(causes) > 1 and not self._is_one_by_one:
            self._is_one_by_one = True
        elif not causes and command.kind == "remove":
            # Nobody reads these any more, whatever comes of them.
            self._on_removed(command.names)
        elif causes and isinstance(cause := causes[0], Request):
            self.withdraw(cause)
            fail(cause.outcome, error)
        elif causes and cause in self.readers:
            refused = self._refused_names(cause, command, error)
            if refused is None or (refused and not without(cause.demand.names, refused)):
                return cause, {}
            if refused:
                cause.lose(refused)
                cause.receiver.on_refused(refused, error)
                self._on_change(cause, {})
            return None, refused
        return None, {}

    def _refused_names(self, reader: Reader, command: Command, error: KalshiSubscriptionError) -> Names | None:
        """Which names the exchange refuses to a reader that had them; empty if that is to be tried, None for all."""
        if not reader.was_subscribed or command.selection is None:
            return None
        if named := {name: None for name in command.names if str(name) in error.market_tickers}:
            return named
        if error.code != _PARAMETER_INVALID and error.code in ERROR_CODES:
            # It is about the reader, whatever it names.
            return None
        if len(command.names) == 1:
            return command.names
        self._most_names = len(command.names) // 2
        return {}

    def on_idle(self) -> None:
        """Nothing is left to be sent."""
        self._is_one_by_one, self._most_names = False, None
        self.idle.set()
        self._confirm_readers(None)

    async def wait_for_change(self) -> None:
        """Wait until there may be a command to be sent."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._snapshots.due_in()):
                await self._changed.wait()
        self._changed.clear()

    def _touch(self) -> None:
        self.idle.clear()
        self._changed.set()

    # What the exchange is asked for

    def next_command(self) -> Command | None:
        """What is to be sent next; None if the exchange has what the readers want."""
        wanted = self._wanted()
        selections = {reader.demand.selection for reader in self.readers}
        # It names nothing if there is a reader of every market, or if there are names of two kinds.
        names_nothing = None in selections or len(selections) > 1
        is_wanted = names_nothing or bool(wanted) or not all(reader.demand.needs_names for reader in self.readers)
        selection = None if names_nothing else next(iter(selections), None)
        if self.sid is None:
            return self._naming("subscribe", selection, {} if names_nothing else wanted) if is_wanted else None
        if not is_wanted or not (self._covers_all or self._selection in selections):
            # All who named markets in its way have left: it is made again for those who have come.
            return Command("unsubscribe", {"sids": [self.sid]})
        if not self._covers_all:
            if missing := without(wanted, self._held):
                return self._naming("add", selection, missing)
            if excess := without(self._held, wanted):
                return self._naming("remove", selection, excess)
        queries = (each for reader in self.readers for each in reader.requests if isinstance(each, Query))
        return next(
            (Command("query", self._update(each.action, each.parameters), cause=each) for each in queries), None
        )

    def next_snapshots(self) -> Command | None:
        """The command that asks for the snapshots that are due; None if there are none."""
        due = self._snapshots.take_due() if self.sid is not None else []
        names = {name: None for name in due if name in self._held}
        self._snapshots.forget(name for name in due if name not in names)
        parameters = self._update("get_snapshot", {"market_tickers": list(names)})
        return Command("get_snapshot", parameters, names=names) if names else None

    def _naming(self, kind: Literal["subscribe", "add", "remove"], selection: str | None, names: Names) -> Command:
        """A command that names all of some names, or those of one cause."""
        cause = None
        if self._is_one_by_one:
            shares = ((each, {name: None for name in own if name in names}) for each, own in self._named_by(kind))
            cause, names = next(((each, share) for each, share in shares if share), (None, names))
        if self._most_names is not None:
            names = dict.fromkeys(list(names)[: self._most_names])
        parameters: dict[str, Any] = {selection: list(names)} if selection and names else {}
        if selection is None or kind == "subscribe":
            parameters = {"channels": [self.channel], **self.readers[0].demand.options, **parameters}
        elif kind == "remove":
            parameters = self._update(LISTS[selection].remove, parameters)
        else:
            initial = {"send_initial_snapshot": True} if self.options.get("send_initial_snapshot") else {}
            parameters = self._update(LISTS[selection].add, {**parameters, **initial})
        return Command(kind, parameters, selection, names, cause)

    def _update(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return {"sid": self.sid, "action": action, **parameters}

    def _causes(self, command: Command) -> list[Reader | Request]:
        """The readers and changes that a command is sent for."""
        if command.selection is None:
            # Those of everything first: without them, the others need not be asked for in the same way.
            return [*self._of_all, *(reader for reader in self.readers if not reader.demand.is_of_all)]
        names = command.names.keys()
        return [cause for cause, own in self._named_by(command.kind) if not names or own.keys() & names]

    def _named_by(self, kind: str) -> Iterator[tuple[Reader | Request, Names]]:
        """The causes of commands of a kind, each with the names that it has named."""
        for reader in self.readers:
            if kind != "remove":
                yield reader, {name: None for name in reader.confirmed.names if name in reader.demand.names}
            yield from ((each, each.names) for each in reader.changes if each.is_adding == (kind != "remove"))

    def _wanted(self) -> Names:
        return {name: None for reader in self.readers for name in reader.demand.names}
