"""Changes of a subscription, and the snapshots that it begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .channels import selection
from .market_bodies import snapshot_message
from .messages import plain
from .mirror import market_id
from .parameters import Update
from .subscription import Subscription

if TYPE_CHECKING:
    from .hub import Hub

_ALL = "all"


class Updates:
    """Carries out what was asked of a subscription.

    Args:
        hub: What the subscription is of.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def begin(self, subscription: Subscription, *, wants_snapshot: bool) -> None:
        """Send what a new subscription starts with.

        Args:
            wants_snapshot: Whether tickers are told as they stand.
        """
        self._tell_state(subscription, subscription.names, wants_snapshot=wants_snapshot)
        self._hub.indices.look()

    def carry_out(self, subscription: Subscription, update: Update, command_id: int | None) -> None:
        """Change a subscription, or answer what was asked about it."""
        match update.action:
            case "get_snapshot":
                self._tell_books(subscription, update.names, command_id)
            case "indexlist" | "underlying_list":
                self._list(subscription, command_id)
            case "add_markets" | "subscribe_indices" | "subscribe_underlyings":
                new = [name for name in update.names if name not in subscription.names]
                self._select(subscription, {**subscription.names, **dict.fromkeys(new)}, update, is_added=True)
                self._confirm(subscription, command_id)
                if not subscription.is_of_all:
                    self._tell_state(subscription, new, wants_snapshot=update.wants_snapshot)
            case _:
                left = {name: None for name in subscription.names if name not in update.names}
                self._select(subscription, left, update, is_added=False)
                self._confirm(subscription, command_id)
        self._hub.indices.look()

    def _select(self, subscription: Subscription, names: dict[str, None], update: Update, *, is_added: bool) -> None:
        """Narrow a subscription to other names; one of all markets stays so."""
        self._hub.subscribers.remove(subscription)
        if not self._takes_markets(subscription) or not subscription.is_of_all:
            subscription.names = names
        if update.is_of_all:
            subscription.is_of_all = is_added
        if is_added and update.by_id:
            subscription.named_by_id = True
        self._hub.subscribers.add(subscription)

    def _confirm(self, subscription: Subscription, command_id: int | None) -> None:
        """Answer a change with what the subscription is narrowed to now."""
        names = list(subscription.names)
        body: dict[str, Any] = {}
        if not self._takes_markets(subscription):
            body[str(selection(subscription.channel))] = [_ALL] if subscription.is_of_all else names
        elif not subscription.skips_lists and not subscription.is_of_all:
            body["market_tickers"] = names
            if subscription.named_by_id:
                body["market_ids"] = [market_id(name) for name in names]
        subscription.answer("ok", body, self._hub.now_ms(), command_id)

    def _list(self, subscription: Subscription, command_id: int | None) -> None:
        channel = subscription.channel
        selected = str(selection(channel))
        suffix = "indexlist" if selected == "index_ids" else "underlying_list"
        body = {selected: list(self._hub.indices.names(channel.name))}
        subscription.answer(f"{channel.name}_{suffix}", body, self._hub.now_ms(), command_id)

    @staticmethod
    def _takes_markets(subscription: Subscription) -> bool:
        return selection(subscription.channel) == "market_tickers"

    def _tell_state(self, subscription: Subscription, names: Iterable[str], *, wants_snapshot: bool) -> None:
        if subscription.channel.name == "orderbook_delta":
            self._tell_books(subscription, names, None)
        elif subscription.channel.name == "ticker" and wants_snapshot:
            now = self._hub.exchange.clock.now()
            for name in names:
                body = self._hub.feed.markets[name].ticker_body(now)
                subscription.send(plain("ticker", body), self._hub.now_ms())

    def _tell_books(self, subscription: Subscription, names: Iterable[str], command_id: int | None) -> None:
        for name in names:
            snapshot = snapshot_message(self._hub.feed.markets[name])
            subscription.send(snapshot, self._hub.now_ms(), command_id)
