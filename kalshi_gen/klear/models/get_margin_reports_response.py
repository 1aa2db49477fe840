from __future__ import annotations

from ...runtime.model import Model


class GetMarginReportsResponse(Model, kw_only=True):
    """Margin reports."""

    reports: list[MarginReport]
    """The reports."""


from ..models.margin_report import MarginReport
