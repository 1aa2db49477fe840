from __future__ import annotations

from ..runtime.model import Model


class CreateRFQResponse(Model, kw_only=True):
    """Answer to the creation of an RFQ."""

    id: str
    """UUID of the new RFQ; later requests must carry it unchanged."""
