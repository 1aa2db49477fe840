from __future__ import annotations

from ..runtime.model import Model


class CreateQuoteResponse(Model, kw_only=True):
    """Answer to the creation of a quote."""

    id: str
    """UUID of the new quote; later requests must carry it unchanged."""
