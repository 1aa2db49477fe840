"""Those who read a channel, and what they have asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Protocol

from attrs import define, field

from kalshi_overlay.stream.demand import Demand, Names, without


class Receiver(Protocol):
    """What the messages of a reader go to; called in the event loop, so it must not wait."""

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Take a message, and return what is to be awaited before the connection reads on."""

    def accepts(self, message: Any) -> bool:
        """Tell whether a message that differs from the spec can be taken as it is, or left out."""

    def on_gap(self, reason: str) -> None:
        """Messages are missing from here on."""

    def on_subscribed(self) -> None:
        """The exchange has confirmed the subscription, for the first time or again."""

    def on_end(self, error: Exception | None) -> None:
        """Nothing more will come."""


@define(eq=False)
class Request:
    """What the exchange is asked on behalf of a reader; its outcome is the answer, or why there is none."""

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
        waits_for_snapshots: The markets of which it gets no changes before a snapshot.
        requests: What the exchange has not answered. No name is both added and removed.
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
        """The changes that the exchange has not confirmed."""
        return [each for each in self.requests if isinstance(each, Change)]

    def change(self, change: Change) -> None:
        """Read something else, if the exchange agrees."""
        for earlier in self.changes:
            if earlier.is_adding != change.is_adding:
                earlier.names = without(earlier.names, change.names)
        self.requests.append(change)
        self.demand = self.demand.with_change(change.names, is_adding=change.is_adding)

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
