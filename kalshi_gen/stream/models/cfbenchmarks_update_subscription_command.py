from __future__ import annotations

from typing import Annotated, Literal

from ...runtime.bounds import Range
from ...runtime.model import Model


class CfbenchmarksUpdateSubscriptionCommand(Model, kw_only=True):
    """Changes the indices of a subscription, or lists those on offer."""

    id: Annotated[int, Range(minimum=0)]
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["update_subscription"] = "update_subscription"

    params: CfbenchmarksUpdateSubscriptionCommandParams
    """What to change in one subscription."""


from ..models.cfbenchmarks_update_subscription_command_params import CfbenchmarksUpdateSubscriptionCommandParams
