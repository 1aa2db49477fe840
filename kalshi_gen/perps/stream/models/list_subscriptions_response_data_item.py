from __future__ import annotations

from ....runtime.model import Model


class ListSubscriptionsResponseDataItem(Model, kw_only=True):
    """A subscription."""

    channel: str
    """Name of the channel."""

    sid: int
    """Number of the subscription."""
