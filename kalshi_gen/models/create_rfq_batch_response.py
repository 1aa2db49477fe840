from __future__ import annotations

from ..runtime.model import Model


class CreateRFQBatchResponse(Model, kw_only=True):
    """Answer to the creation of an RFQ batch."""

    rfq_batch: RFQBatch
    """The new RFQ batch with its children."""


from ..models.rfq_batch import RFQBatch
