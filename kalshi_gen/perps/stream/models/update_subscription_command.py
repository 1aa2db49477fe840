from __future__ import annotations

from typing import Annotated, Literal

from ....runtime.bounds import Range
from ....runtime.model import Model


class UpdateSubscriptionCommand(Model, kw_only=True):
    """Adds markets to a subscription, takes some away, or asks for fresh order book snapshots."""

    id: Annotated[int, Range(minimum=0)]
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["update_subscription"] = "update_subscription"

    params: UpdateSubscriptionCommandParams
    """What to change in one subscription."""


from ..models.update_subscription_command_params import UpdateSubscriptionCommandParams
