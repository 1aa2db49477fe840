from __future__ import annotations

from ..runtime.model import Model


class CreateRFQBatchQuoteResponse(Model, kw_only=True):
    """Answer to the creation of a batch quote."""

    id: str
    """UUID of the new batch quote; later requests must carry it unchanged."""
