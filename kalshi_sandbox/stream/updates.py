"""Changes of a subscription, and the snapshots that it begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .channels import selection
from .market_bodies import snapshot_message, unknown_snapshot
from .messages import plain
from .mirror import Mirror, market_id
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

    def begin(self, subscription: Subscription) -> None:
        """Send what a new subscription starts with."""
        self._tell_state(subscription, subscription.names, wants_snapshot=subscription.wants_snapshot)
        self._hub.indices.look()

    def widen(self, subscription: Subscription, asked: dict[str, Any], command_id: int | None) -> None:
        """Add what a later subscribe to the channel asks for, and confirm it; other options stay as they are.

        Args:
            asked: What `parameters.subscription_fields` made of the command.
        """
        names = {} if self._takes_markets(subscription) and subscription.is_of_all else asked.get("names", {})
        new = [name for name in names if name not in subscription.names]
        self._hub.subscribers.remove(subscription)
        subscription.names = {**subscription.names, **dict.fromkeys(new)}
        if asked["is_of_all"]:
            subscription.is_of_all = True
            if self._takes_markets(subscription):
                subscription.names = {}
        subscription.named_by_id |= asked.get("named_by_id", False)
        self._hub.subscribers.add(subscription)
        self._confirm(subscription, command_id)
        self._tell_state(subscription, new, wants_snapshot=subscription.wants_snapshot)
        self._hub.indices.look()

    def carry_out(self, subscription: Subscription, update: Update, command_id: int | None) -> None:
        """Change a subscription, or answer what was asked about it."""
        match update.action:
            case "get_snapshot" if self._hub.behaviour.snapshots_follow_ok:
                self._confirm(subscription, command_id)
                self._tell_books(subscription, update.names, None)
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
        if selection(subscription.channel) is None:
            pass
        elif not self._takes_markets(subscription):
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
                mirror = self._hub.feed.markets.get(name)
                if mirror is not None and not self._is_silent(mirror):
                    body = mirror.ticker_body(now, self._hub.behaviour)
                    subscription.send(plain("ticker", body), self._hub.now_ms())

    def _tell_books(self, subscription: Subscription, names: Iterable[str], command_id: int | None) -> None:
        has_clock = self._hub.behaviour.book_clocks
        for name in names:
            mirror = self._hub.feed.markets.get(name)
            if mirror is None:
                subscription.send(unknown_snapshot(name), self._hub.now_ms(), command_id)
            elif not self._is_silent(mirror):
                subscription.send(snapshot_message(mirror, has_clock=has_clock), self._hub.now_ms(), command_id)

    def _is_silent(self, mirror: Mirror) -> bool:
        return mirror.is_settled and self._hub.behaviour.settled_markets_are_silent
