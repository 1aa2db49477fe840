from __future__ import annotations

from typing import Literal

from ...model import Model


class ListSubscriptionsCommand(Model, kw_only=True):
    """Asks for the open subscriptions."""

    id: int
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["list_subscriptions"] = "list_subscriptions"
