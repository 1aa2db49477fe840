"""Changes of a subscription, and the snapshots with which it begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..behaviour import Behaviour
from .channels import selection
from .dispatcher import Dispatcher
from .feed import Feed
from .indices import Indices
from .messages import Message
from .mirror import market_id
from .parameters import Update
from .subscription import Subscription

_ALL = "all"


class Updates:
    """Executes updates of subscriptions.

    Args:
        feed: Knows the markets and all subscriptions.
        indices: Publishes indices, and knows their names.
        dispatcher: Knows the time.
        behaviour: What is done where the live exchange and its documents differ.
    """

    def __init__(
        self,
        feed: Feed,
        indices: Indices,
        dispatcher: Dispatcher[Any],
        behaviour: Behaviour,
    ) -> None:
        self._feed = feed
        self._indices = indices
        self._dispatcher = dispatcher
        self._behaviour = behaviour

    def begin(self, subscription: Subscription) -> None:
        """Send the initial state of a new subscription."""
        self._send_state(subscription, subscription.names, wants_snapshot=subscription.wants_snapshot)
        self._indices.refresh()

    def extend(self, subscription: Subscription, asked: dict[str, Any], command_id: int | None) -> None:
        """Add what a later subscribe to the same channel asks for, and confirm it; other options don't change.

        Args:
            asked: What `parameters.subscription_fields` made of the command.
        """
        names = {} if self._takes_markets(subscription) and subscription.is_of_all else asked.get("names", {})
        new = [name for name in names if name not in subscription.names]
        self._feed.subscribers.remove(subscription)
        subscription.names = {**subscription.names, **dict.fromkeys(new)}
        if asked["is_of_all"]:
            subscription.is_of_all = True
            if self._takes_markets(subscription):
                subscription.names = {}
        subscription.named_by_id |= asked.get("named_by_id", False)
        self._feed.subscribers.add(subscription)
        self._confirm(subscription, command_id)
        self._send_state(subscription, new, wants_snapshot=subscription.wants_snapshot)
        self._indices.refresh()

    def execute(self, subscription: Subscription, update: Update, command_id: int | None) -> None:
        """Change a subscription, or answer a question about it."""
        match update.action:
            case "get_snapshot" if self._behaviour.snapshots_follow_ok:
                self._confirm(subscription, command_id)
                self._send(subscription, map(self._feed.book, update.names))
            case "get_snapshot":
                self._send(subscription, map(self._feed.book, update.names), command_id)
            case "indexlist" | "underlying_list":
                self._list(subscription, command_id)
            case "add_markets" | "subscribe_indices" | "subscribe_underlyings":
                new = [name for name in update.names if name not in subscription.names]
                self._select(subscription, {**subscription.names, **dict.fromkeys(new)}, update, is_added=True)
                self._confirm(subscription, command_id)
                if not subscription.is_of_all:
                    self._send_state(subscription, new, wants_snapshot=update.wants_snapshot)
            case _:
                remaining = {name: None for name in subscription.names if name not in update.names}
                self._select(subscription, remaining, update, is_added=False)
                self._confirm(subscription, command_id)
        self._indices.refresh()

    def _select(self, subscription: Subscription, names: dict[str, None], update: Update, *, is_added: bool) -> None:
        """Restrict a subscription to other names; one of all markets stays one of all markets."""
        self._feed.subscribers.remove(subscription)
        if not self._takes_markets(subscription) or not subscription.is_of_all:
            subscription.names = names
        if update.is_of_all:
            subscription.is_of_all = is_added
        if is_added and update.by_id:
            subscription.named_by_id = True
        self._feed.subscribers.add(subscription)

    def _confirm(self, subscription: Subscription, command_id: int | None) -> None:
        """Answer a change with what the subscription is now restricted to."""
        names = list(subscription.names)
        body: dict[str, Any] = {}
        if selection(subscription.channel) is None:
            pass
        elif not self._takes_markets(subscription):
            body[str(selection(subscription.channel))] = [_ALL] if subscription.is_of_all else names
        elif not subscription.skips_lists and not subscription.is_of_all:
            body["market_tickers"] = names
            if subscription.named_by_id:
                body["market_ids"] = [market_id(name) for name in names]
        subscription.answer("ok", body, self._dispatcher.now_ms(), command_id)

    def _list(self, subscription: Subscription, command_id: int | None) -> None:
        channel = subscription.channel
        selected = str(selection(channel))
        suffix = "indexlist" if selected == "index_ids" else "underlying_list"
        body = {selected: list(self._indices.names(channel.name))}
        subscription.answer(f"{channel.name}_{suffix}", body, self._dispatcher.now_ms(), command_id)

    @staticmethod
    def _takes_markets(subscription: Subscription) -> bool:
        return selection(subscription.channel) == "market_tickers"

    def _send_state(self, subscription: Subscription, names: Iterable[str], *, wants_snapshot: bool) -> None:
        if subscription.channel.name == "orderbook_delta":
            self._send(subscription, map(self._feed.book, names))
        elif subscription.channel.name == "ticker" and wants_snapshot:
            self._send(subscription, map(self._feed.ticker, names))

    def _send(
        self, subscription: Subscription, messages: Iterable[Message[Any] | None], command_id: int | None = None
    ) -> None:
        for message in messages:
            if message is not None:
                subscription.send(message, self._dispatcher.now_ms(), command_id)
