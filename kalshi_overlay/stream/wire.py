"""A subscription as it stands on one connection, and what is done with its messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Protocol

from attrs import define, field

from kalshi_gen.errors import InvalidRequestError

_LISTS = ("market_tickers", "market_ids", "index_ids", "underlying_tickers")
# A market that is named alone stands in the list afterwards: the exchange takes one of the two.
_ALONE = {"market_ticker": "market_tickers", "market_id": "market_ids"}
_MARKETS = frozenset(_ALONE.values())
_ADDING = frozenset({"add_markets", "subscribe_indices", "subscribe_underlyings"})
_REMOVING = frozenset({"delete_markets", "unsubscribe_indices", "unsubscribe_underlyings"})


class Receiver(Protocol):
    """What the messages of a subscription are given to; called in the event loop, and never to wait there."""

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Take a message; what is given back, if anything, is awaited before the connection reads on."""

    def understands(self, message: Any) -> bool:
        """Tell whether a message that is not what the contract says can be done without, or taken as it is."""

    def missed(self, reason: str) -> None:
        """Know that messages are missing from here on."""

    def stands(self) -> None:
        """Know that the subscription stands, for the first time or again."""

    def ended(self, error: Exception | None) -> None:
        """Know that nothing more will come."""


@define(eq=False)
class WireSubscription:
    """A subscription that a connection keeps standing.

    Attributes:
        channel: The channel.
        parameters: Its parameters as they stand now, with what was added later: it is made anew with them.
        receiver: What its messages are given to.
        sid: The exchange's number for it on the present connection, or None while it doesn't stand.
        next_seq: The sequence number that the next message has, if it has one; None before the first.
        snapshots_wanted: The markets of which a snapshot is to be asked for.
        asking: Whoever asks for them now, or did last.
        snapshot_answer: The answer that they wait for, or waited for last.
        lock: Held while a command about it is under way.
    """

    channel: str
    parameters: dict[str, Any]
    receiver: Receiver
    sid: int | None = None
    next_seq: int | None = None
    snapshots_wanted: set[str] = field(factory=set)
    asking: asyncio.Task[None] | None = None
    snapshot_answer: asyncio.Task[Any] | None = None
    lock: asyncio.Lock = field(factory=asyncio.Lock)

    @property
    def is_empty(self) -> bool:
        """Whether all its markets were removed: to subscribe without any would be to subscribe to all."""
        return any(self.parameters.get(name) == [] for name in _MARKETS)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is asking for snapshots now."""
        return self.asking is not None and not self.asking.done()

    @property
    def tickers(self) -> list[str]:
        """The tickers of the markets that it names."""
        tickers: list[str] = _named(self.parameters).get("market_tickers", [])
        return tickers

    def take_wanted(self) -> list[str]:
        """Give the markets of which a snapshot is to be asked for, those that it still has, and want them no more."""
        wanted, self.snapshots_wanted = self.snapshots_wanted, set()
        return sorted(wanted.intersection(self.tickers))

    def after(self, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters as they stand after an update.

        Args:
            action: The action of the contract's update command.
            parameters: What the action names.

        Raises:
            InvalidRequestError: Markets are named by their ids where the subscription names tickers, or the reverse.
        """
        if action not in _ADDING | _REMOVING:
            return self.parameters
        standing, given = _named(self.parameters), _named(parameters)
        for name in _LISTS:
            if name not in given:
                continue
            if name in _MARKETS and not _MARKETS & standing.keys():
                # It is about all markets, and stays so.
                continue
            if name in _MARKETS and name not in standing:
                (other,) = _MARKETS & standing.keys()
                raise InvalidRequestError(name, f"the subscription names its markets by {other}; name them so here too")
            before = standing.get(name, [])
            if action in _ADDING:
                standing[name] = list(dict.fromkeys([*before, *given[name]]))
            else:
                standing[name] = [value for value in before if value not in given[name]]
            if not standing[name] and name not in _MARKETS:
                # Without any it stands all the same, and nothing flows.
                del standing[name]
        return standing


def _named(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters whose markets are named in lists alone."""
    return {_ALONE.get(name, name): [value] if name in _ALONE else value for name, value in parameters.items()}
