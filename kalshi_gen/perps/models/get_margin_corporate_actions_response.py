from __future__ import annotations

from ...runtime.model import Model


class GetMarginCorporateActionsResponse(Model, kw_only=True):
    """Answer that lists notices of corporate actions."""

    corporate_actions: list[MarginCorporateAction]
    """Notices, the earliest ex-date first."""


from ..models.margin_corporate_action import MarginCorporateAction
