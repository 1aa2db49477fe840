from __future__ import annotations

from ...runtime.model import Model


class GetExitTriggersResponse(Model, kw_only=True):
    """Answer that lists the live exit triggers of one position."""

    exit_triggers: list[ExitTrigger]
    """Live triggers of the position; empty when there are none."""


from ..models.exit_trigger import ExitTrigger
