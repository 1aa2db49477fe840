"""What a reader asks of a channel: its options, and the markets or indices that it names."""

from __future__ import annotations

from typing import Any, Final, Self, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.channels import CHANNELS

MARKETS: Final = ("market_tickers", "market_ids")
"""The lists that name markets. Where none is given, the channel's every market is meant."""

# The attributes of a message that name what it is about, by the list in which a reader names it.
_NAMED_BY: Final = {
    "market_tickers": ("market_ticker", "ticker"),
    "market_ids": ("market_id",),
    "index_ids": ("index_id",),
    "underlying_tickers": ("underlying_ticker",),
}
# A market that is named alone is one of a list afterwards: the exchange takes one of the two.
_ALONE: Final = {"market_ticker": "market_tickers", "market_id": "market_ids"}
_ADDING: Final = {
    "market_tickers": "add_markets",
    "market_ids": "add_markets",
    "index_ids": "subscribe_indices",
    "underlying_tickers": "subscribe_underlyings",
}
_REMOVING: Final = {
    "market_tickers": "delete_markets",
    "market_ids": "delete_markets",
    "index_ids": "unsubscribe_indices",
    "underlying_tickers": "unsubscribe_underlyings",
}
_EVERY = "all"
# It changes what an answer lists, and nothing of what is sent: it keeps no two readers apart.
_NOT_AN_OPTION = "skip_ticker_ack"

Names: TypeAlias = dict[Any, None]
"""Names in the order in which they were given: text, or a UUID where markets are named by their ids."""


@frozen
class Demand:
    """What a reader asks of a channel.

    Attributes:
        options: The parameters that name nothing, such as `use_yes_price`.
        selection: The list in which it names markets or indices; None for everything that the channel has.
        names: The names in that list.
    """

    options: dict[str, Any]
    selection: str | None
    names: Names = field(factory=dict)

    @classmethod
    def of(cls, channel: str, parameters: dict[str, Any]) -> Self:
        """Read the parameters of a subscription."""
        given = _in_lists(parameters)
        selection = next((name for name in _NAMED_BY if name in given), None)
        if selection is None:
            # Without any index named nothing flows, so they are a list that is empty at first.
            lists = CHANNELS[channel].takes & (_NAMED_BY.keys() - set(MARKETS))
            selection = next(iter(lists), None)
        names = dict.fromkeys(given.pop(selection, ())) if selection else {}
        return cls(given, selection, names)

    @property
    def is_of_all(self) -> bool:
        """Whether it asks for everything that the channel has."""
        return self.selection is None or (self.selection not in MARKETS and _EVERY in self.names)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of a subscription that asks for this."""
        named = {self.selection: list(self.names)} if self.selection and (self.names or self._names_markets) else {}
        return {**self.options, **named}

    @property
    def sharing_options(self) -> dict[str, Any]:
        """The options that readers of one subscription must have in common."""
        return {name: value for name, value in self.options.items() if name != _NOT_AN_OPTION}

    @property
    def _names_markets(self) -> bool:
        return self.selection in MARKETS

    def change_of(self, action: str, parameters: dict[str, Any]) -> tuple[bool, Names] | None:
        """What an update changes.

        Args:
            action: The action of the spec's update command.
            parameters: What the action names.

        Returns:
            Whether it adds names or removes them, and the names; None if it changes nothing, since the subscription is
            about everything and stays so.

        Raises:
            InvalidRequestError: Markets are named by their ids where the subscription names tickers, or the reverse.
        """
        given = _in_lists(parameters)
        lists = [name for name in _NAMED_BY if name in given]
        if self.selection is None or not lists or not changes_names(action):
            return None
        if lists != [self.selection]:
            wrong = next(name for name in lists if name != self.selection)
            raise InvalidRequestError(
                wrong, f"the subscription names its markets by {self.selection}; name them so here too"
            )
        return action == _ADDING[self.selection], dict.fromkeys(given[self.selection])

    def with_change(self, names: Names, *, is_adding: bool) -> Self:
        """The demand with some names more, or fewer."""
        kept = self.names | names if is_adding else {name: None for name in self.names if name not in names}
        return evolve(self, names=kept)


def changes_names(action: str) -> bool:
    """Whether an action of the update command adds or removes names."""
    return action in {*_ADDING.values(), *_REMOVING.values()}


def adding(selection: str) -> str:
    """The action that adds names of a list."""
    return _ADDING[selection]


def removing(selection: str) -> str:
    """The action that removes names of a list."""
    return _REMOVING[selection]


def subject_of(body: Any, selection: str) -> str | UUID | None:
    """What a message is about.

    Args:
        body: The message's `msg`.
        selection: The list in which it would be named.

    Returns:
        The ticker or id; None if the message names none.
    """
    for attribute in _NAMED_BY[selection]:
        value = getattr(body, attribute, None)
        if isinstance(value, (str, UUID)):
            return value
    return None


def _in_lists(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters whose markets are named in lists alone."""
    return {_ALONE.get(name, name): [value] if name in _ALONE else value for name, value in parameters.items()}
