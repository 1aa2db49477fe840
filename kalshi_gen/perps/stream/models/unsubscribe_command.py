from __future__ import annotations

from typing import Annotated, Literal

from ....runtime.bounds import Range
from ....runtime.model import Model


class UnsubscribeCommand(Model, kw_only=True):
    """Ends subscriptions."""

    id: Annotated[int, Range(minimum=0)]
    """Number of a command, chosen by the client and repeated in the answer; 0 means none."""

    cmd: Literal["unsubscribe"] = "unsubscribe"

    params: UnsubscribeCommandParams
    """What to end."""


from ..models.unsubscribe_command_params import UnsubscribeCommandParams
