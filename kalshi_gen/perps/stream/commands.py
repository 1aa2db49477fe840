"""The commands of the stream, and their classes in `models`."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, ...]] = {
    "subscribe": ("SubscribeCommand",),
    "unsubscribe": ("UnsubscribeCommand",),
    "update_subscription": ("UpdateSubscriptionCommand",),
    "list_subscriptions": ("ListSubscriptionsCommand",),
}
"""The names of each command's classes."""

ACTIONS: dict[str, str] = {
    "add_markets": "UpdateSubscriptionCommand",
    "delete_markets": "UpdateSubscriptionCommand",
    "get_snapshot": "UpdateSubscriptionCommand",
}
"""The name of the class of the command for each action."""

RESPONSES: frozenset[str] = frozenset({"error", "ok", "subscribed", "unsubscribed"})
"""The types of responses to commands on the wire; they belong to the connection rather than to a channel."""
