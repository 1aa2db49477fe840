from __future__ import annotations

from ...runtime.model import Model


class GetMarginFundingHistoryResponse(Model, kw_only=True):
    """Answer that lists your funding payments."""

    funding_history: list[MarginFundingHistoryEntry]
    """Payments within the range of the request."""


from ..models.margin_funding_history_entry import MarginFundingHistoryEntry
