"""Who gets what: subscriptions by channel and by what they are narrowed to."""

from __future__ import annotations

from .subscription import Subscription

# In place of a name: those that are not narrowed.
_ALL = ""


class Subscribers:
    """All subscriptions of the exchange, oldest first at each place."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], dict[Subscription, None]] = {}

    def add(self, subscription: Subscription) -> None:
        """Let a subscription get messages from now on."""
        for place in _places(subscription):
            self._places.setdefault(place, {})[subscription] = None

    def remove(self, subscription: Subscription) -> None:
        """Let it get none any more; to be called before what it is narrowed to changes."""
        for place in _places(subscription):
            here = self._places.get(place, {})
            here.pop(subscription, None)
            if not here:
                self._places.pop(place, None)

    def of(self, channel: str, name: str = _ALL) -> list[Subscription]:
        """Who gets a message.

        Args:
            channel: The message's channel.
            name: The market, index or underlying that it is about; empty where the channel can't be narrowed.
        """
        found = list(self._places.get((channel, _ALL), ()))
        return found + list(self._places.get((channel, name), ())) if name else found

    def has(self, channel: str) -> bool:
        """Whether anybody has subscribed to a channel and named something, or all."""
        return any(place[0] == channel for place in self._places)


def _places(subscription: Subscription) -> list[tuple[str, str]]:
    channel = subscription.channel.name
    if subscription.is_of_all:
        return [(channel, _ALL)]
    return [(channel, name) for name in subscription.names]
