from __future__ import annotations

from ..runtime.model import Model


class GetRFQResponse(Model, kw_only=True):
    """Answer that carries one RFQ."""

    rfq: RFQ
    """The RFQ asked for."""


from ..models.rfq import RFQ
