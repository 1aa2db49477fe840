from __future__ import annotations

from typing import Annotated, Literal

from ....runtime.bounds import Range
from ....runtime.model import Model


class ListSubscriptionsCommand(Model, kw_only=True):
    """Asks for the open subscriptions."""

    id: Annotated[int, Range(minimum=0)]
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["list_subscriptions"] = "list_subscriptions"
