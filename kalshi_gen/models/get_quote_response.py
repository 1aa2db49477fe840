from __future__ import annotations

from ..runtime.model import Model


class GetQuoteResponse(Model, kw_only=True):
    """Answer that carries one quote."""

    quote: Quote
    """The quote asked for."""


from ..models.quote import Quote
