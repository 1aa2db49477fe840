"""The commands of the stream: which class of `models` is which."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, ...]] = {
    "subscribe": ("SubscribeCommand",),
    "unsubscribe": ("UnsubscribeCommand",),
    "update_subscription": (
        "UpdateSubscriptionCommand",
        "CfbenchmarksUpdateSubscriptionCommand",
        "PythUpdateSubscriptionCommand",
    ),
    "list_subscriptions": ("ListSubscriptionsCommand",),
}
"""The names of the classes of each command."""

ACTIONS: dict[str, str] = {
    "add_markets": "UpdateSubscriptionCommand",
    "delete_markets": "UpdateSubscriptionCommand",
    "get_snapshot": "UpdateSubscriptionCommand",
    "subscribe_indices": "CfbenchmarksUpdateSubscriptionCommand",
    "unsubscribe_indices": "CfbenchmarksUpdateSubscriptionCommand",
    "indexlist": "CfbenchmarksUpdateSubscriptionCommand",
    "subscribe_underlyings": "PythUpdateSubscriptionCommand",
    "unsubscribe_underlyings": "PythUpdateSubscriptionCommand",
    "underlying_list": "PythUpdateSubscriptionCommand",
}
"""The name of the class of the command that each action belongs to."""

RESPONSES: frozenset[str] = frozenset({"error", "ok", "subscribed", "unsubscribed"})
"""The types on the wire of the answers to commands; they belong to the connection, and to no channel."""
