from __future__ import annotations

from typing import Annotated, Literal

from ....runtime.bounds import Range
from ....runtime.model import Model


class SubscribeCommand(Model, kw_only=True):
    """Subscribes to one or more channels; each is confirmed by a message of its own with its sid."""

    id: Annotated[int, Range(minimum=0)]
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["subscribe"] = "subscribe"

    params: SubscribeCommandParams
    """What to subscribe to; which parameters a channel takes is in the table of channels."""


from ..models.subscribe_command_params import SubscribeCommandParams
