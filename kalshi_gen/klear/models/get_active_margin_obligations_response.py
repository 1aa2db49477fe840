from __future__ import annotations

from ...runtime.model import Model


class GetActiveMarginObligationsResponse(Model, kw_only=True):
    """Obligations of the current settlement cycle."""

    obligations: list[ObligationEntry]
    """Obligations of all asset classes, by asset class and then by id; empty when nothing is pending."""


from ..models.obligation_entry import ObligationEntry
