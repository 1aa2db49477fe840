from __future__ import annotations

from ....runtime.model import Model


class SubscribedResponseData(Model, kw_only=True):
    """The new subscription."""

    channel: str
    """Name of the channel."""

    sid: int
    """Number of the subscription."""
