"""Those who read a channel: the options, markets and indices that each asks for, and what it has asked to change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any, Final, NamedTuple, Self, TypeAlias
from uuid import UUID

from attrs import define, evolve, field, frozen

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.runtime.stream import Channel
from kalshi_overlay.stream.queues import MessageQueue


class _List(NamedTuple):
    """A list in which a subscription names markets or indices, and the actions that change it."""

    # Those fields of a message that say what it is about.
    fields: tuple[str, ...]
    add: str
    remove: str


LISTS: Final = {
    "market_tickers": _List(("market_ticker", "ticker"), "add_markets", "delete_markets"),
    "market_ids": _List(("market_id",), "add_markets", "delete_markets"),
    "index_ids": _List(("index_id",), "subscribe_indices", "unsubscribe_indices"),
    "underlying_tickers": _List(("underlying_ticker",), "subscribe_underlyings", "unsubscribe_underlyings"),
}
"""The lists by the parameter that holds them."""
# The lists that name markets. Without one, a subscription is about every market of the channel.
_MARKETS: Final = {"market_tickers", "market_ids"}
CHANGES: Final = {action for each in LISTS.values() for action in (each.add, each.remove)}
"""The actions that add or remove names."""

# A single market becomes a list of one, since the exchange takes one of the two.
_SINGLE: Final = {"market_ticker": "market_tickers", "market_id": "market_ids"}
_ALL: Final = "all"
# It changes what an answer lists, and nothing of what is sent, so readers can share a subscription all the same.
_NOT_AN_OPTION: Final = "skip_ticker_ack"

Names: TypeAlias = dict[Any, None]
"""Names in the order in which they were given: text, or a UUID where markets are named by their ids."""


@frozen
class Demand:
    """What a reader asks of a channel.

    Attributes:
        channel: The channel.
        options: The parameters that name nothing, such as `use_yes_price`.
        selection: The list in which it names markets or indices; None for everything that the channel has.
        names: The names in that list.
    """

    channel: str
    options: dict[str, Any]
    selection: str | None
    names: Names = field(factory=dict)

    @classmethod
    def of(cls, channel: Channel, parameters: dict[str, Any]) -> Self:
        """Read the parameters of a subscription."""
        options = _in_lists(parameters)
        selection = next((name for name in LISTS if name in options), None)
        if selection is None:
            # Nothing comes before an index is named, so this is a list that is empty at first.
            selection = next(iter(channel.takes & (LISTS.keys() - _MARKETS)), None)
        names = dict.fromkeys(options.pop(selection, ())) if selection else {}
        return cls(channel.name, options, selection, names)

    @property
    def needs_names(self) -> bool:
        """Whether it asks for nothing while its list is empty: one of markets. Indices can be named later."""
        return self.selection in _MARKETS

    @property
    def is_of_all(self) -> bool:
        """Whether it asks for everything that the channel has."""
        return self.selection is None or (not self.needs_names and _ALL in self.names)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of a subscription that asks for this."""
        if self.selection is None or not (self.names or self.needs_names):
            return dict(self.options)
        return {**self.options, self.selection: list(self.names)}

    @property
    def sharing_options(self) -> dict[str, Any]:
        """The options that readers of one subscription must have in common."""
        return {name: value for name, value in self.options.items() if name != _NOT_AN_OPTION}

    def change_of(self, action: str, parameters: dict[str, Any]) -> tuple[bool, Names] | None:
        """Whether an update adds names or removes them, and the names; None if it changes nothing.

        Raises:
            InvalidRequestError: It names markets by ids where the subscription names tickers, or the other way round.
        """
        named = _in_lists(parameters)
        lists = [name for name in LISTS if name in named]
        if self.selection is None or not lists or action not in CHANGES:
            return None
        if lists != [self.selection]:
            wrong = next(name for name in lists if name != self.selection)
            raise InvalidRequestError(
                wrong, f"the subscription names its markets by {self.selection}; name them so here too"
            )
        return action == LISTS[self.selection].add, dict.fromkeys(named[self.selection])

    def with_change(self, names: Names, *, is_adding: bool) -> Self:
        """The demand with some names added or removed."""
        return evolve(self, names=self.names | names if is_adding else without(self.names, names))


def without(names: Names, others: Names) -> Names:
    """Some names without others."""
    return {name: None for name in names if name not in others}


def subject_of(body: Any, fields: tuple[str, ...]) -> str | UUID | None:
    """What a message is about: the first of some fields of its `msg` that holds a ticker or an id."""
    for name in fields:
        value = getattr(body, name, None)
        if isinstance(value, (str, UUID)):
            return value
    return None


def _in_lists(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters with a single market as a list of one."""
    return {_SINGLE.get(name, name): [value] if name in _SINGLE else value for name, value in parameters.items()}


class Receiver:
    """What the messages of a reader go to; called in the event loop, so it must not wait."""

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Take a message, and return what is to be awaited before the connection reads on."""
        raise NotImplementedError

    def problem_with(self, message: Any, drifts: Iterable[SpecDrift]) -> str | None:
        """Why a message that differs from the spec can neither be taken nor left out, in words; None if it can be."""
        return None

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Messages are missing from here on: those of a market, or of any."""

    def on_refused(self, names: Names, error: Exception) -> None:
        """The exchange refuses some of what it had confirmed before; the others stay."""

    def on_removed(self, names: Names) -> None:
        """It reads some names no longer, as was asked for."""

    def on_hearing(self) -> None:
        """The connection hears again, or nothing, or too late."""

    def on_subscribed(self) -> None:
        """The exchange has confirmed the subscription, for the first time or again."""

    def on_end(self, error: Exception | None) -> None:
        """Nothing more will come."""

    @property
    def fields(self) -> frozenset[str] | None:
        """The fields of the `msg` of its messages that it looks at; None if that may be any."""
        return None

    @property
    def queues(self) -> Iterable[MessageQueue[Any]]:
        """What somebody may read its messages from."""
        return ()

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for what its messages bring, other than at a queue."""
        return False


@define(eq=False)
class Request:
    """What the exchange is asked on behalf of a reader; its outcome is the answer, or why there is none."""

    reader: Reader
    outcome: asyncio.Future[Any] = field(factory=lambda: asyncio.get_running_loop().create_future(), init=False)


@define(eq=False)
class Change(Request):
    """Names that a reader adds or removes, without those that a later change has reversed."""

    is_adding: bool
    names: Names


@define(eq=False)
class Query(Request):
    """An update that changes nothing, such as one that asks for a list."""

    action: str
    parameters: dict[str, Any]


@define(eq=False)
class Reader:
    """One of those who share a subscription.

    Attributes:
        confirmed: What it reads, without the changes that the exchange has not confirmed.
        receiver: What its messages go to.
        demand: What it reads, with these changes.
        is_subscribed: Whether the exchange has confirmed it since it last subscribed.
        was_subscribed: Whether the exchange has confirmed it at some time.
        waits_for_snapshots: The markets of which it gets no changes before a snapshot.
        requests: What the exchange has not answered. No name is both added and removed.
    """

    confirmed: Demand
    receiver: Receiver
    demand: Demand = field(init=False)
    is_subscribed: bool = False
    was_subscribed: bool = False
    waits_for_snapshots: set[Any] = field(factory=set)
    requests: list[Request] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.demand = self.confirmed

    @property
    def changes(self) -> list[Change]:
        """The changes that the exchange has not confirmed."""
        return [each for each in self.requests if isinstance(each, Change)]

    def change(self, names: Names, *, is_adding: bool) -> Request:
        """Read something else, if the exchange agrees."""
        for earlier in self.changes:
            if earlier.is_adding != is_adding:
                earlier.names = without(earlier.names, names)
        change = Change(self, is_adding, names)
        self.requests.append(change)
        self.demand = self.demand.with_change(names, is_adding=is_adding)
        return change

    def lose(self, names: Names) -> None:
        """Read some names no longer, since the exchange refuses them."""
        self.confirmed = self.confirmed.with_change(names, is_adding=False)
        self.demand = self.demand.with_change(names, is_adding=False)

    def withdraw(self, request: Request) -> None:
        """Read what it would read without a request."""
        self.requests.remove(request)
        self.demand = self.confirmed
        for each in self.changes:
            self.demand = self.demand.with_change(each.names, is_adding=each.is_adding)

    def confirm(self, request: Request, answer: Any) -> None:
        """Take the exchange's answer to a request."""
        self.requests.remove(request)
        if isinstance(request, Change):
            self.confirmed = self.confirmed.with_change(request.names, is_adding=request.is_adding)
        if not request.outcome.done():
            request.outcome.set_result(answer)
