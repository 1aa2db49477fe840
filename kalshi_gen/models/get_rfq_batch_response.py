from __future__ import annotations

from ..runtime.model import Model


class GetRFQBatchResponse(Model, kw_only=True):
    """Answer that carries one RFQ batch."""

    rfq_batch: RFQBatch
    """The RFQ batch asked for, with its children in the order of the request."""


from ..models.rfq_batch import RFQBatch
